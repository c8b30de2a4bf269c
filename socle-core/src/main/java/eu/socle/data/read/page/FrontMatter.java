package eu.socle.data.read.page;

import java.util.Locale;

/// The block between two lines of `---` at the top of a Markdown file: `name: value` lines that
/// describe the page and are no part of its text. Nested values and lists are passed over.
public final class FrontMatter {

    private FrontMatter() {}

    /// Takes the block off, reading it into `metadata`; a block that is never closed is text.
    ///
    /// @return the text after the block
    public static String strip(String text, Metadata metadata) {
        String first = lineAt(text, 0);
        if (!first.strip().equals("---")) {
            return text;
        }
        int body = first.length();
        int start = body;
        while (start < text.length()) {
            String line = lineAt(text, start);
            if (line.strip().equals("---") || line.strip().equals("...")) {
                readLines(text.substring(body, start), metadata);
                return text.substring(start + line.length());
            }
            start += line.length();
        }
        return text;
    }

    private static void readLines(String block, Metadata metadata) {
        for (String line : block.split("\n", -1)) {
            int colon = line.indexOf(':');
            if (colon <= 0 || Character.isWhitespace(line.charAt(0)) || line.charAt(0) == '#') {
                continue;
            }
            String value = unquoted(line.substring(colon + 1).strip());
            String key = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            metadata.optOuts(metadata.signals().frontMatter(key, value));
            switch (key) {
                case "licence", "license" -> metadata.licence(value);
                case "url", "canonical" -> metadata.url(value);
                case "date" -> metadata.date(value);
                case "language", "lang" -> metadata.language(value);
                case "author", "creator" -> metadata.author(value);
                case "title" -> metadata.title(value);
                default -> {}
            }
        }
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && (value.charAt(0) == '"' || value.charAt(0) == '\'');
        if (quoted && value.indexOf(value.charAt(0), 1) > 0) {
            return value.substring(1, value.indexOf(value.charAt(0), 1));
        }
        int comment = value.indexOf(" #");
        return comment < 0 ? value : value.substring(0, comment).strip();
    }

    /// The line that begins here, with its newline.
    private static String lineAt(String text, int start) {
        int newline = text.indexOf('\n', start);
        return newline < 0 ? text.substring(start) : text.substring(start, newline + 1);
    }
}
