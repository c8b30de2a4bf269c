package eu.socle.data.rights.licence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The SPDX licence list: identifiers, exceptions, deprecated forms, and addresses of licence
/// texts.
final class SpdxList {

    private static final SpdxList STANDARD = read();

    /// Identifiers of GNU licences without the word that says whether later versions are meant.
    private static final Map<String, String> GNU =
            Map.ofEntries(
                    Map.entry("gpl-1.0", "GPL-1.0"),
                    Map.entry("gpl-2.0", "GPL-2.0"),
                    Map.entry("gpl-3.0", "GPL-3.0"),
                    Map.entry("lgpl-2.0", "LGPL-2.0"),
                    Map.entry("lgpl-2.1", "LGPL-2.1"),
                    Map.entry("lgpl-3.0", "LGPL-3.0"),
                    Map.entry("agpl-1.0", "AGPL-1.0"),
                    Map.entry("agpl-3.0", "AGPL-3.0"),
                    Map.entry("gfdl-1.1", "GFDL-1.1"),
                    Map.entry("gfdl-1.2", "GFDL-1.2"),
                    Map.entry("gfdl-1.3", "GFDL-1.3"));

    private final Map<String, String> identifiers = new HashMap<>();
    private final Map<String, String> exceptions = new HashMap<>();
    private final Map<String, String> addresses = new HashMap<>();
    private final Set<String> deprecated = new HashSet<>();

    private SpdxList() {}

    static SpdxList standard() {
        return STANDARD;
    }

    /// The identifier as the list spells it, a deprecated GNU form as its successor (`GPL-2.0` is
    /// `GPL-2.0-only`, `GPL-2.0+` is `GPL-2.0-or-later`).
    Optional<String> identifier(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        boolean later = lower.endsWith("+");
        String gnu = GNU.get(later ? lower.substring(0, lower.length() - 1) : lower);
        if (gnu != null) {
            return Optional.of(gnu + (later ? "-or-later" : "-only"));
        }
        return Optional.ofNullable(identifiers.get(lower));
    }

    Optional<String> exception(String word) {
        return Optional.ofNullable(exceptions.get(word.toLowerCase(Locale.ROOT)));
    }

    /// The licence whose text lies at this [LicenceAddress].
    Optional<String> atAddress(String plain) {
        return Optional.ofNullable(addresses.get(plain));
    }

    Set<String> identifiers() {
        return Collections.unmodifiableSet(new HashSet<>(identifiers.values()));
    }

    private static SpdxList read() {
        SpdxList list = new SpdxList();
        for (String line : resource("spdx-licences.tsv").split("\n", -1)) {
            String[] cells = line.split("\t", -1);
            if (line.startsWith("#") || cells.length < 3) {
                continue;
            }
            String id = cells[0];
            if (cells[1].equals("exception")) {
                list.exceptions.put(id.toLowerCase(Locale.ROOT), id);
                continue;
            }
            list.identifiers.put(id.toLowerCase(Locale.ROOT), id);
            if (cells[1].equals("deprecated")) {
                list.deprecated.add(id);
                continue;
            }
            list.addresses.put("spdx.org/licenses/" + id.toLowerCase(Locale.ROOT), id);
            for (String address : cells[2].split(" ", -1)) {
                if (!address.isEmpty()) {
                    list.addresses.put(address, id);
                }
            }
        }
        return list;
    }

    static String resource(String name) {
        try (InputStream in =
                Objects.requireNonNull(SpdxList.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
