package eu.socle.data.rights.licence;

import eu.socle.core.Rights.Licence;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads the words of a licence statement as an SPDX expression (https://spdx.org/licenses): an
/// identifier, a common name, an expression, or the address of a licence text. Anything else is
/// unknown; nothing is guessed.
public final class Spdx {

    private static final int LONGEST = 2000;

    /// Common names that mean one licence, by their letters and digits in lower case.
    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("apache20", "Apache-2.0"),
                    Map.entry("apache2", "Apache-2.0"),
                    Map.entry("asl20", "Apache-2.0"),
                    Map.entry("apachelicense20", "Apache-2.0"),
                    Map.entry("apachelicenseversion20", "Apache-2.0"),
                    Map.entry("theapachelicenseversion20", "Apache-2.0"),
                    Map.entry("apachesoftwarelicense20", "Apache-2.0"),
                    Map.entry("mitlicense", "MIT"),
                    Map.entry("themitlicense", "MIT"),
                    Map.entry("expat", "MIT"),
                    Map.entry("expatlicense", "MIT"),
                    Map.entry("isclicense", "ISC"),
                    Map.entry("bsd2clause", "BSD-2-Clause"),
                    Map.entry("simplifiedbsd", "BSD-2-Clause"),
                    Map.entry("simplifiedbsdlicense", "BSD-2-Clause"),
                    Map.entry("bsd3clause", "BSD-3-Clause"),
                    Map.entry("newbsd", "BSD-3-Clause"),
                    Map.entry("newbsdlicense", "BSD-3-Clause"),
                    Map.entry("modifiedbsd", "BSD-3-Clause"),
                    Map.entry("gplv2", "GPL-2.0-only"),
                    Map.entry("gplv3", "GPL-3.0-only"),
                    Map.entry("gpl2", "GPL-2.0-only"),
                    Map.entry("gpl3", "GPL-3.0-only"),
                    Map.entry("lgplv21", "LGPL-2.1-only"),
                    Map.entry("lgplv3", "LGPL-3.0-only"),
                    Map.entry("agplv3", "AGPL-3.0-only"),
                    Map.entry("mpl20", "MPL-2.0"),
                    Map.entry("mozillapubliclicense20", "MPL-2.0"),
                    Map.entry("eupl12", "EUPL-1.2"),
                    Map.entry("cc0", "CC0-1.0"),
                    Map.entry("creativecommonszero", "CC0-1.0"),
                    Map.entry("unlicense", "Unlicense"),
                    Map.entry("theunlicense", "Unlicense"),
                    Map.entry("publicdomain", "LicenseRef-Public-Domain"),
                    Map.entry("licenceouverte20", "etalab-2.0"),
                    Map.entry("licenceouverteopenlicence20", "etalab-2.0"),
                    Map.entry("etalab20", "etalab-2.0"),
                    Map.entry("openlicence20", "etalab-2.0"),
                    Map.entry("opengovernmentlicencev30", "OGL-UK-3.0"),
                    Map.entry("opengovernmentlicencev3", "OGL-UK-3.0"),
                    Map.entry("opengovernmentlicence30", "OGL-UK-3.0"),
                    Map.entry("oglv30", "OGL-UK-3.0"),
                    Map.entry("ogl30", "OGL-UK-3.0"),
                    Map.entry("odcby", "ODC-By-1.0"),
                    Map.entry("odcby10", "ODC-By-1.0"),
                    Map.entry("odbl", "ODbL-1.0"),
                    Map.entry("pddl", "PDDL-1.0"));

    /// Addresses of licence texts that the SPDX list does not have, or has for several.
    private static final Map<String, String> ADDRESSES =
            Map.ofEntries(
                    Map.entry("apache.org/licenses/license-2.0", "Apache-2.0"),
                    Map.entry("opensource.org/licenses/mit", "MIT"),
                    Map.entry("opensource.org/license/mit", "MIT"),
                    Map.entry("mit-license.org", "MIT"),
                    Map.entry("choosealicense.com/licenses/mit", "MIT"),
                    Map.entry("choosealicense.com/licenses/apache-2.0", "Apache-2.0"),
                    Map.entry("opensource.org/licenses/apache-2.0", "Apache-2.0"),
                    Map.entry("opensource.org/license/apache-2-0", "Apache-2.0"),
                    Map.entry("opensource.org/licenses/bsd-2-clause", "BSD-2-Clause"),
                    Map.entry("opensource.org/license/bsd-2-clause", "BSD-2-Clause"),
                    Map.entry("opensource.org/licenses/bsd-3-clause", "BSD-3-Clause"),
                    Map.entry("opensource.org/license/bsd-3-clause", "BSD-3-Clause"),
                    Map.entry("opensource.org/licenses/isc", "ISC"),
                    Map.entry("mozilla.org/mpl/2.0", "MPL-2.0"),
                    Map.entry("mozilla.org/en-us/mpl/2.0", "MPL-2.0"),
                    Map.entry("gnu.org/licenses/gpl-3.0", "GPL-3.0-only"),
                    Map.entry("gnu.org/licenses/gpl-2.0", "GPL-2.0-only"),
                    Map.entry("gnu.org/licenses/old-licenses/gpl-2.0", "GPL-2.0-only"),
                    Map.entry("gnu.org/licenses/lgpl-3.0", "LGPL-3.0-only"),
                    Map.entry("gnu.org/licenses/agpl-3.0", "AGPL-3.0-only"),
                    Map.entry("gnu.org/licenses/fdl-1.3", "GFDL-1.3-only"),
                    Map.entry("gnu.org/licenses/old-licenses/fdl-1.2", "GFDL-1.2-only"),
                    Map.entry("etalab.gouv.fr/licence-ouverte-open-licence", "etalab-2.0"),
                    Map.entry("github.com/etalab/licence-ouverte/blob/master/lo", "etalab-2.0"),
                    Map.entry("eupl.eu/1.2/en", "EUPL-1.2"),
                    Map.entry("joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12", "EUPL-1.2"),
                    Map.entry("opendatacommons.org/licenses/odbl/1-0", "ODbL-1.0"),
                    Map.entry("opendatacommons.org/licenses/odbl", "ODbL-1.0"),
                    Map.entry("opendatacommons.org/licenses/by/1-0", "ODC-By-1.0"),
                    Map.entry("opendatacommons.org/licenses/by", "ODC-By-1.0"),
                    Map.entry("opendatacommons.org/licenses/pddl/1-0", "PDDL-1.0"),
                    Map.entry("opendatacommons.org/licenses/pddl", "PDDL-1.0"),
                    Map.entry(
                            "nationalarchives.gov.uk/doc/open-government-licence/version/3",
                            "OGL-UK-3.0"),
                    Map.entry(
                            "nationalarchives.gov.uk/doc/open-government-licence/version/2",
                            "OGL-UK-2.0"),
                    Map.entry(
                            "nationalarchives.gov.uk/doc/open-government-licence/version/1",
                            "OGL-UK-1.0"),
                    Map.entry("nationalarchives.gov.uk/doc/open-government-licence", "OGL-UK-3.0"),
                    Map.entry("govdata.de/dl-de/by-2-0", "DL-DE-BY-2.0"),
                    Map.entry("govdata.de/dl-de/zero-2-0", "DL-DE-ZERO-2.0"),
                    Map.entry("data.norge.no/nlod/no/2.0", "NLOD-2.0"),
                    Map.entry("data.norge.no/nlod/en/2.0", "NLOD-2.0"),
                    Map.entry("unlicense.org", "Unlicense"));

    private Spdx() {}

    /// What these words say about a licence; the words themselves are the evidence.
    ///
    /// @param statement an identifier, a name, an expression or an address as written
    public static Licence licence(String statement) {
        String words = statement.strip();
        return expression(words)
                .<Licence>map(spdx -> new Licence.Known(spdx, brief(words, 300)))
                .orElseGet(() ->
                        new Licence.Unknown(
                                words.isEmpty()
                                        ? "an empty licence statement"
                                        : "\"" + brief(words, 80) + "\" is no licence known here"));
    }

    /// The SPDX expression these words mean.
    public static Optional<String> expression(String statement) {
        if (statement.length() > LONGEST) {
            return Optional.empty();
        }
        Optional<String> single = identifier(statement);
        return single.isPresent()
                ? single
                : SpdxExpression.parse(statement)
                        .filter(SpdxExpression::known)
                        .map(SpdxExpression::toString);
    }

    /// The single SPDX identifier these words are, name, or are the address of.
    public static Optional<String> identifier(String statement) {
        String words = statement.strip();
        if (words.length() > LONGEST) {
            return Optional.empty();
        }
        Optional<String> listed = SpdxList.standard().identifier(words);
        if (listed.isPresent()) {
            return listed;
        }
        String address = LicenceAddress.of(words);
        if (!address.isEmpty()) {
            return atAddress(address);
        }
        if (words.startsWith("LicenseRef-") && SpdxExpression.isReference(words)) {
            return Optional.of(words);
        }
        String named = NAMES.get(lettersAndDigits(words));
        return named != null ? Optional.of(named) : CreativeCommons.whole(words);
    }

    private static Optional<String> atAddress(String address) {
        if (address.startsWith("creativecommons.org/")) {
            return CreativeCommons.atAddress(address);
        }
        String own = ADDRESSES.get(address);
        return own != null ? Optional.of(own) : SpdxList.standard().atAddress(address);
    }

    /// Empty when there are signs that may mean something, such as `+`.
    private static String lettersAndDigits(String words) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < words.length() && plain.length() < 60; i++) {
            if (Character.isLetterOrDigit(words.charAt(i))) {
                plain.append(words.charAt(i));
            } else if (" -_.,()/".indexOf(words.charAt(i)) < 0) {
                return "";
            }
        }
        return plain.toString().toLowerCase(Locale.ROOT);
    }

    static String brief(String words, int most) {
        return words.length() <= most ? words : words.substring(0, most) + "...";
    }
}
