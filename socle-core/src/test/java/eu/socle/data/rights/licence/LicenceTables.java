package eu.socle.data.rights.licence;

import eu.socle.core.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Makes the tables of licences from the SPDX licence list that the SPDX Java library carries. The
/// test [SpdxTableTest] checks that the tables in the resources are these.
final class LicenceTables {

    private static final String LIST = "/resources/stdlicenses/";
    private static final int LONGEST = 100_000;

    private LicenceTables() {}

    /// Writes both tables into the folder named by the first argument.
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Files.writeString(folder.resolve("spdx-licences.tsv"), identifiers());
        Files.writeString(folder.resolve("licence-texts.tsv"), texts());
    }

    private static JsonNode json(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        LicenceTables.class.getResourceAsStream(LIST + name), name)) {
            return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
        }
    }

    /// One line for each identifier: itself, `deprecated` or `-`, addresses that name it alone.
    static String identifiers() throws IOException {
        JsonNode list = json("licenses.json");
        Map<String, TreeSet<String>> byAddress = new TreeMap<>();
        Map<String, Boolean> deprecated = new TreeMap<>();
        for (JsonNode licence : list.get("licenses")) {
            String id = licence.get("licenseId").stringValue();
            deprecated.put(id, licence.get("isDeprecatedLicenseId").booleanValue());
            for (JsonNode address : licence.get("seeAlso")) {
                String plain = LicenceAddress.of(address.stringValue());
                if (!deprecated.get(id)
                        && !plain.isEmpty()
                        && !plain.startsWith("creativecommons.org/")) {
                    byAddress.computeIfAbsent(plain, a -> new TreeSet<>()).add(id);
                }
            }
        }
        Map<String, List<String>> addresses = new TreeMap<>();
        byAddress.forEach((address, ids) -> {
            if (ids.size() == 1 && address.length() < 90 && address.indexOf('/') > 0) {
                addresses.computeIfAbsent(ids.first(), i -> new ArrayList<>()).add(address);
            }
        });
        StringBuilder out =
                new StringBuilder("# SPDX licence list ")
                        .append(list.get("licenseListVersion").stringValue())
                        .append(
                                " (https://spdx.org/licenses, CC0-1.0): identifier, state, addresses that name it alone\n");
        deprecated.forEach((id, old) ->
                out.append(id)
                        .append('\t')
                        .append(old ? "deprecated" : "-")
                        .append('\t')
                        .append(String.join(" ", addresses.getOrDefault(id, List.of())))
                        .append('\n'));
        for (JsonNode exception : json("exceptions.json").get("exceptions")) {
            out.append(exception.get("licenseExceptionId").stringValue()).append("\texception\t\n");
        }
        return out.toString();
    }

    /// One line for each text that can be recognised: identifier, template, sketch.
    static String texts() throws IOException {
        StringBuilder out =
                new StringBuilder(
                        "# Digests of standard licence texts (SPDX licence templates): identifier, runs of words, sketch\n");
        for (JsonNode licence : json("licenses.json").get("licenses")) {
            String id = licence.get("licenseId").stringValue();
            LicenceClass kind = LicenceClass.of(id);
            if (licence.get("isDeprecatedLicenseId").booleanValue()
                    || kind == LicenceClass.OTHER
                    || id.startsWith("GPL-1")
                    || isPort(id)) {
                continue;
            }
            JsonNode text = json(id + ".json");
            String template = text.get("standardLicenseTemplate").stringValue();
            LicenceTokens whole = LicenceTokens.of(text.get("licenseText").stringValue(), LONGEST);
            StringBuilder sketch = new StringBuilder();
            for (int hash : LicenceTemplate.sketchOf(whole)) {
                sketch.append(String.format(Locale.ROOT, "%08x", hash));
            }
            String written = template(template);
            if (!written.isEmpty() && written.length() < 6000) {
                out.append(id)
                        .append('\t')
                        .append(written)
                        .append('\t')
                        .append(sketch)
                        .append('\n');
            }
        }
        return out.toString();
    }

    /// A translation of Creative Commons for one country.
    private static boolean isPort(String id) {
        return id.startsWith("CC-BY-") && id.matches(".*[0-9]-[A-Z]{2,3}");
    }

    private static String template(String template) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < template.length()) {
            int mark = template.indexOf("<<", at);
            while (mark >= 0 && mark + 2 < template.length() && template.charAt(mark + 2) == '<') {
                mark++; // a bracket of the text before the tag
            }
            int end = mark < 0 ? template.length() : mark;
            run(template.substring(at, end), words);
            if (mark < 0) {
                break;
            }
            int close = template.indexOf(">>", mark);
            String tag = template.substring(mark + 2, close);
            if (tag.startsWith("beginOptional")) {
                words.add("(");
            } else if (tag.startsWith("endOptional")) {
                if (words.getLast().equals("(")) {
                    words.removeLast();
                } else {
                    words.add(")");
                }
            } else if (tag.startsWith("var")) {
                words.add("~" + gap(tag));
            }
            at = close + 2;
        }
        return String.join(" ", words);
    }

    private static void run(String text, List<String> words) {
        LicenceTokens tokens = LicenceTokens.of(text, LONGEST);
        if (tokens.length() > 0) {
            words.add(tokens.length() + ":" + Long.toHexString(tokens.hash(0, tokens.length())));
        }
    }

    /// Words that a variable part may have: a notice 40, a bullet 3, else as many as the original
    /// and a dozen for names.
    private static int gap(String tag) {
        if (tag.contains("match=\".{0,20}\"")) {
            return 3;
        }
        if (tag.contains("match=\".{0,5000}\"")
                || tag.contains("match=\".+\"")
                || tag.contains("match=\".*\"")) {
            return 40;
        }
        int original = tag.indexOf("original=\"");
        int stop = original < 0 ? -1 : tag.indexOf('"', original + 10);
        int length =
                stop < 0 ? 0 : LicenceTokens.of(tag.substring(original + 10, stop), 1000).length();
        return length + 12;
    }
}
