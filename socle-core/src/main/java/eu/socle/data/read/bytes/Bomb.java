package eu.socle.data.read.bytes;

import java.io.IOException;

/// Compressed bytes that expand out of all proportion.
public final class Bomb extends IOException {
    private static final long serialVersionUID = 1L;

    /// Plain bytes of one gzip member or zstd frame from which the proportion is looked at.
    static final long FREE = 256L << 20;

    /// Plain bytes for one stored byte. Text of natural language compresses 3 to 10 times, lists of
    /// repeated records up to 100 times; deflate ends at 1032.
    static final long MOST = 250;

    private Bomb() {
        super("the compressed stream expands more than " + MOST + " times");
    }

    /// @throws Bomb if that many plain bytes out of that many stored ones are too many
    static void refuse(long plain, long stored) throws Bomb {
        if (plain > FREE && plain / MOST > stored) {
            throw new Bomb();
        }
    }
}
