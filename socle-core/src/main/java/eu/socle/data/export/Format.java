package eu.socle.data.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What an export is written as.
public enum Format {
    /// Parquet with the columns of the dataset.
    PARQUET("parquet", ".parquet"),
    /// JSON Lines, in zstd frames that readers can begin at; what is absent has no key.
    JSONL("jsonl", ".jsonl.zst");

    private final String word;
    private final String ending;

    Format(String word, String ending) {
        this.word = word;
        this.ending = ending;
    }

    /// Its name on the command line.
    public String word() {
        return word;
    }

    String ending() {
        return ending;
    }

    Rows.Writer create(Path file, List<RowBytes.Name> names) throws IOException {
        return switch (this) {
            case PARQUET -> new Rows.Parquet(file, names);
            case JSONL -> new Rows.JsonLines(file, names);
        };
    }
}
