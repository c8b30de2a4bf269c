package eu.socle.data.rights;

import eu.socle.core.Rights.Licence;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the words of a licence statement as an SPDX identifier (https://spdx.org/licenses): an
/// identifier, or the address of a licence text. Anything else is unknown; nothing is guessed.
public final class Spdx {

    /// Licences that documents of this kind state, by lower-case identifier. Expressions (`MIT OR
    /// Apache-2.0`) are unknown.
    private static final Map<String, String> IDENTIFIERS =
            byLowerCase(
                    """
                    0BSD AGPL-3.0-only AGPL-3.0-or-later Apache-2.0 Artistic-2.0 BSD-2-Clause BSD-3-Clause BSL-1.0
                    CC-BY-1.0 CC-BY-2.0 CC-BY-2.5 CC-BY-3.0 CC-BY-4.0
                    CC-BY-SA-1.0 CC-BY-SA-2.0 CC-BY-SA-2.5 CC-BY-SA-3.0 CC-BY-SA-4.0
                    CC-BY-NC-1.0 CC-BY-NC-2.0 CC-BY-NC-2.5 CC-BY-NC-3.0 CC-BY-NC-4.0
                    CC-BY-ND-1.0 CC-BY-ND-2.0 CC-BY-ND-2.5 CC-BY-ND-3.0 CC-BY-ND-4.0
                    CC-BY-NC-SA-1.0 CC-BY-NC-SA-2.0 CC-BY-NC-SA-2.5 CC-BY-NC-SA-3.0 CC-BY-NC-SA-4.0
                    CC-BY-NC-ND-1.0 CC-BY-NC-ND-2.0 CC-BY-NC-ND-2.5 CC-BY-NC-ND-3.0 CC-BY-NC-ND-4.0
                    CC-PDDC CC-PDM-1.0 CC0-1.0 CECILL-2.1 CDLA-Permissive-2.0 DL-DE-BY-2.0 DL-DE-ZERO-2.0 EPL-2.0
                    etalab-2.0 EUPL-1.1 EUPL-1.2 FSFAP GFDL-1.2-or-later GFDL-1.3-only GFDL-1.3-or-later
                    GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later IODL-1.0 ISC
                    LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0-only LGPL-3.0-or-later MIT MIT-0 MPL-2.0 NLOD-2.0
                    ODbL-1.0 ODC-By-1.0 OGL-UK-2.0 OGL-UK-3.0 PDDL-1.0 PSF-2.0 Unicode-3.0 Unlicense W3C WTFPL Zlib
                    """);

    /// Addresses of licence texts other than those of Creative Commons: host and path without
    /// scheme, `www.`, trailing slash and file ending, in lower case.
    private static final Map<String, String> ADDRESSES =
            Map.ofEntries(
                    Map.entry("apache.org/licenses/license-2.0", "Apache-2.0"),
                    Map.entry("opensource.org/licenses/mit", "MIT"),
                    Map.entry("opensource.org/license/mit", "MIT"),
                    Map.entry("opensource.org/licenses/apache-2.0", "Apache-2.0"),
                    Map.entry("etalab.gouv.fr/licence-ouverte-open-licence", "etalab-2.0"),
                    Map.entry("github.com/etalab/licence-ouverte/blob/master/lo", "etalab-2.0"),
                    Map.entry("eupl.eu/1.2/en", "EUPL-1.2"),
                    Map.entry("joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12", "EUPL-1.2"),
                    Map.entry("opendatacommons.org/licenses/odbl/1-0", "ODbL-1.0"),
                    Map.entry("opendatacommons.org/licenses/by/1-0", "ODC-By-1.0"),
                    Map.entry("govdata.de/dl-de/by-2-0", "DL-DE-BY-2.0"),
                    Map.entry("govdata.de/dl-de/zero-2-0", "DL-DE-ZERO-2.0"),
                    Map.entry("unlicense.org", "Unlicense"));

    private static final Pattern CREATIVE_COMMONS =
            Pattern.compile(
                    "creativecommons\\.org/(?:licenses/([a-z-]+)|publicdomain/(zero|mark))/(\\d\\.\\d)(?:/.*)?");
    private static final Pattern FILE_ENDING =
            Pattern.compile("(/|\\.html?|\\.txt|\\.md|\\.php|\\.en)+$");

    private Spdx() {}

    /// What these words say about a licence; the words themselves are the evidence.
    ///
    /// @param statement an identifier or an address as written in the document
    public static Licence licence(String statement) {
        String words = statement.strip();
        return identifier(words)
                .<Licence>map(spdx -> new Licence.Known(spdx, words))
                .orElseGet(() ->
                        new Licence.Unknown(
                                words.isEmpty()
                                        ? "an empty licence statement"
                                        : "\"" + brief(words) + "\" is no licence known here"));
    }

    /// The SPDX identifier these words are, or are the address of.
    public static Optional<String> identifier(String statement) {
        String words = statement.strip().toLowerCase(Locale.ROOT);
        String named = IDENTIFIERS.get(words);
        return named != null ? Optional.of(named) : byAddress(words);
    }

    private static Optional<String> byAddress(String words) {
        if (!words.startsWith("http://")
                && !words.startsWith("https://")
                && !words.startsWith("//")) {
            return Optional.empty();
        }
        String address;
        try {
            URI uri = URI.create(words);
            address = uri.getHost() + uri.getPath();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        address = address.startsWith("www.") ? address.substring(4) : address;
        Matcher commons = CREATIVE_COMMONS.matcher(address);
        if (commons.matches()) {
            return Optional.ofNullable(IDENTIFIERS.get(commonsName(commons)));
        }
        address = FILE_ENDING.matcher(address).replaceFirst("");
        if (address.startsWith("spdx.org/licenses/")) {
            return Optional.ofNullable(
                    IDENTIFIERS.get(address.substring("spdx.org/licenses/".length())));
        }
        return Optional.ofNullable(ADDRESSES.get(address));
    }

    private static String commonsName(Matcher commons) {
        String version = commons.group(3);
        if (commons.group(2) != null) {
            return commons.group(2).equals("zero") ? "cc0-" + version : "cc-pdm-" + version;
        }
        return "cc-" + commons.group(1) + "-" + version;
    }

    private static String brief(String words) {
        return words.length() <= 80 ? words : words.substring(0, 80) + "...";
    }

    private static Map<String, String> byLowerCase(String identifiers) {
        Map<String, String> map = new TreeMap<>();
        for (String identifier : identifiers.strip().split("\\s+", -1)) {
            map.put(identifier.toLowerCase(Locale.ROOT), identifier);
        }
        return Map.copyOf(map);
    }
}
