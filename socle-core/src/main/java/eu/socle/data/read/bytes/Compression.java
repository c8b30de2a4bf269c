package eu.socle.data.read.bytes;

import java.util.Locale;

/// How a stored file is compressed, told from the ending of its name.
public enum Compression {
    NONE(""),
    GZIP(".gz"),
    ZSTD(".zst");

    private final String ending;

    Compression(String ending) {
        this.ending = ending;
    }

    /// The compression that the name tells.
    public static Compression of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(GZIP.ending) ? GZIP : lower.endsWith(ZSTD.ending) ? ZSTD : NONE;
    }

    /// The name without the ending of its compression.
    public static String inner(String name) {
        return name.substring(0, name.length() - of(name).ending.length());
    }
}
