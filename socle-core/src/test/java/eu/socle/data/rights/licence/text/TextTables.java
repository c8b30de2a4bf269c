package eu.socle.data.rights.licence.text;

import eu.socle.core.Json;
import eu.socle.data.rights.licence.LicenceClass;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Makes the table of licence texts from the SPDX templates that the SPDX Java library carries.
/// [LicenceTextTest] checks that the table in the resources is this.
final class TextTables {

    private static final String LIST = "/resources/stdlicenses/";
    private static final int LONGEST = 100_000;
    private static final int NOTICE_WORDS = 40;
    private static final int NAME_WORDS = 24; // more than the original: years of two decades

    private TextTables() {}

    /// Writes the table into the folder named by the first argument.
    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]).resolve("licence-texts.tsv"), texts());
    }

    static JsonNode json(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(TextTables.class.getResourceAsStream(LIST + name), name)) {
            return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
        }
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
            LicenceTokens whole = LicenceTokens.of(text.get("licenseText").stringValue(), LONGEST);
            StringBuilder sketch = new StringBuilder();
            for (int hash : LicenceTemplate.sketchOf(whole)) {
                sketch.append(String.format(Locale.ROOT, "%08x", hash));
            }
            String written = template(text.get("standardLicenseTemplate").stringValue());
            if (!written.isEmpty()) {
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
                variable(tag, words);
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

    static String value(String tag, String name) {
        int from = tag.indexOf(name + "=\"");
        if (from < 0) {
            return "";
        }
        from += name.length() + 2;
        int to = name.equals("match") ? tag.lastIndexOf('"') : tag.indexOf("\";match=", from);
        return tag.substring(from, to < from ? tag.indexOf('"', from) : to);
    }

    /// A number of a clause, a notice, names, or one of several wordings; and the words of the
    /// original where they are more than the gap takes.
    private static void variable(String tag, List<String> words) {
        String match = value(tag, "match");
        String original = value(tag, "original");
        LicenceTokens own = LicenceTokens.of(original, LONGEST);
        switch (match) {
            case ".{0,20}" -> words.add("*3");
            case ".{0,5000}" -> gap("c" + NOTICE_WORDS, original, isNotice(own), words);
            case ".+", ".*", ".{54,64}" ->
                    gap("~" + (own.length() + NAME_WORDS), original, isNames(own), words);
            default -> choice(Alternatives.of(match), original, words);
        }
    }

    private static void gap(String gap, String original, boolean fits, List<String> words) {
        if (fits) {
            words.add(gap);
            return;
        }
        words.add("[");
        run(original, words);
        words.add("|");
        words.add(gap);
        words.add("]");
    }

    private static boolean isNames(LicenceTokens own) {
        return own.namesEnd(0, own.length()) == own.length();
    }

    private static boolean isNotice(LicenceTokens own) {
        return own.length() > 0 && own.length() <= NOTICE_WORDS && own.notice(0) && isNames(own);
    }

    private static void choice(Set<String> ways, String original, List<String> words) {
        List<String> sides = new ArrayList<>();
        sides.add(side(original));
        for (String way : ways) {
            String side = side(way);
            if (!sides.contains(side)) {
                sides.add(side);
            }
        }
        if (sides.size() == 1) {
            words.addAll(sides.getFirst().isEmpty() ? List.of() : List.of(sides.getFirst()));
            return;
        }
        words.add("[");
        for (int i = 0; i < sides.size(); i++) {
            if (i > 0) {
                words.add("|");
            }
            if (!sides.get(i).isEmpty()) {
                words.add(sides.get(i));
            }
        }
        words.add("]");
    }

    private static String side(String way) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        for (int names = way.indexOf(Alternatives.NAMES); names >= 0; ) {
            run(way.substring(at, names), parts);
            parts.add("~" + NAME_WORDS);
            at = names + 1;
            names = way.indexOf(Alternatives.NAMES, at);
        }
        run(way.substring(at), parts);
        return String.join(" ", parts);
    }
}
