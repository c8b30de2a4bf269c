package eu.socle.token.mix;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What was asked of a mixture and what came out: a file of the token stage, and a table for
/// people. The draws of single documents make the two differ a little, a cap makes them differ
/// more.
///
/// @param total tokens asked for
/// @param rows one for each group, in order of source and language
public record MixTable(long total, List<Row> rows) {

    /// Its name in the folder of the token stage.
    public static final String FILE = "mixture.json";

    public MixTable {
        rows = List.copyOf(rows);
    }

    /// One group.
    ///
    /// @param asked share of the tokens, in [0, 1]
    /// @param reached the same of what is read
    /// @param rate expected reads of each document, before repeats by cluster
    /// @param documents of the training split
    /// @param read how many of them are read at all
    /// @param uses how often documents are read
    /// @param mostUses how often the one is that is read most
    /// @param bytes of text that are read
    /// @param tokens that are read
    public record Row(
            String source,
            String language,
            double asked,
            double reached,
            double rate,
            long documents,
            long read,
            long uses,
            long mostUses,
            long bytes,
            long tokens) {}

    /// Tokens that are read.
    public long tokens() {
        return rows.stream().mapToLong(Row::tokens).sum();
    }

    /// How often documents are read.
    public long uses() {
        return rows.stream().mapToLong(Row::uses).sum();
    }

    /// The table, line by line.
    public List<String> lines() {
        int width = 8;
        for (Row row : rows) {
            width = Math.max(width, name(row).length());
        }
        String form = "%-" + width + "s %8s %8s %7s %11s %11s %11s %15s %15s";
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        form,
                        "mixture",
                        "asked",
                        "reached",
                        "rate",
                        "documents",
                        "read",
                        "uses",
                        "bytes",
                        "tokens"));
        for (Row row : rows) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            form,
                            name(row),
                            percent(row.asked()),
                            percent(row.reached()),
                            String.format(Locale.ROOT, "%.3f", row.rate()),
                            count(row.documents()),
                            count(row.read()),
                            count(row.uses()),
                            count(row.bytes()),
                            count(row.tokens())));
        }
        lines.add(
                String.format(
                        Locale.ROOT,
                        "mixture of %s tokens, %s were asked for",
                        count(tokens()),
                        count(total)));
        return lines;
    }

    private static String name(Row row) {
        return row.source() + " / " + row.language();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value).replace(',', ' ');
    }
}
