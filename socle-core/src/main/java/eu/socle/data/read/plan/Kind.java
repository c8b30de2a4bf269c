package eu.socle.data.read.plan;

import eu.socle.data.read.bytes.Compression;
import java.util.Locale;
import java.util.Set;

/// What a file holds, told from the ending of its name.
public enum Kind {
    JSON_LINES,
    WARC,
    PARQUET,
    CSV,
    TSV,
    PDF,
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

    /// What a file is, by the ending of its name.
    ///
    /// @param file the file's name, with the ending of its compression
    public static Kind of(String file) {
        String name = Compression.inner(file);
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (ending.equals("json") && Compression.of(file) != Compression.NONE) {
            return JSON_LINES; // how C4, Dolma and others name their files of JSON Lines
        }
        return switch (ending) {
            case "jsonl", "ndjson", "jsonlines" -> JSON_LINES;
            case "warc", "wet" -> WARC;
            case "parquet" -> PARQUET;
            case "csv" -> CSV;
            case "tsv" -> TSV;
            case "pdf" -> PDF;
            case "html", "htm", "xhtml" -> HTML;
            case "md", "markdown" -> MARKDOWN;
            default -> PROGRAM_ENDINGS.contains(ending) ? PROGRAM : PLAIN;
        };
    }
}
