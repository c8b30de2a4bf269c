package eu.socle.data.read;

import java.util.Locale;
import java.util.Set;

/// What a file holds, told from the ending of its name.
enum Kind {
    JSON_LINES,
    HTML,
    MARKDOWN,
    PLAIN,
    PROGRAM;

    private static final Set<String> PROGRAM_ENDINGS =
            Set.of(
                    "java",
                    "kt",
                    "scala",
                    "groovy",
                    "py",
                    "rb",
                    "rs",
                    "go",
                    "c",
                    "h",
                    "cc",
                    "cpp",
                    "hpp",
                    "cs",
                    "js",
                    "ts",
                    "sh",
                    "bash",
                    "sql",
                    "xml",
                    "yaml",
                    "yml",
                    "toml",
                    "json",
                    "properties",
                    "css",
                    "gradle",
                    "cmd",
                    "tpl");

    static Kind of(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return switch (ending) {
            case "jsonl", "ndjson" -> JSON_LINES;
            case "html", "htm", "xhtml" -> HTML;
            case "md", "markdown" -> MARKDOWN;
            default -> PROGRAM_ENDINGS.contains(ending) ? PROGRAM : PLAIN;
        };
    }
}
