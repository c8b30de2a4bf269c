package eu.socle.tensor.block;

import eu.socle.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Super-blocks of 256 columns of 64 rows beside each other, as [Tiles]: lanes are rows.
///
/// ```
/// d of rows 0..63 (f16) | Q4_K, Q5_K: dmin of rows 0..63 (f16)
/// 8 times, for 32 columns:
///   words of four bytes, of rows 0..63, one after another
///     Q4_K          4 words: word t holds columns 4t.. (low halves) and 16 + 4t.. (high halves)
///     Q5_K, Q6_K    8 words: word t holds columns 4t..
///   sc of rows 0..63 (bytes)
///   Q4_K, Q5_K: m of rows 0..63; Q6_K: sc of the other 16 columns, signed
/// ```
///
/// Integers are as in the file, not signed: x = d sc q - dmin m, or d sc (q - 32) for Q6_K. Rows
/// after the last whole 64 stay plain, each in the place of a row of a tile.
public final class SuperTiles {

    /// Columns of a part.
    public static final int PART = 32;

    /// Parts of a super-block.
    public static final int PARTS = 8;

    private static final int ROWS = Tiles.ROWS;
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private SuperTiles() {}

    /// The integer q of element i of a plain block.
    public static int integer(DType plain, MemorySegment data, long block, int i) {
        return SuperBlocks.integer(plain, data, block, i);
    }

    /// The integer scale of element i of a plain block.
    public static int scale(DType plain, MemorySegment data, long block, int i) {
        return SuperBlocks.scale(plain, data, block, i);
    }

    /// The integer minimum of element i of a plain block of Q4_K or Q5_K.
    public static int minimum(MemorySegment data, long block, int i) {
        return SuperBlocks.minimumOf(data, block, i);
    }

    /// Where the binary16 scale of a plain block lies.
    public static long factor(DType plain, long block) {
        return SuperBlocks.factor(plain, block);
    }

    /// True if there are minima, and one scale for each part; else two scales.
    public static boolean hasMinima(DType plain) {
        return plain != DType.Q6_K;
    }

    /// Words of a row in a part.
    public static int words(DType plain) {
        return plain == DType.Q4_K ? 4 : 8;
    }

    /// Bytes before the first part.
    public static int headBytes(DType plain) {
        return hasMinima(plain) ? 4 * ROWS : 2 * ROWS;
    }

    /// Bytes of a part.
    public static int partBytes(DType plain) {
        return (4 * words(plain) + 2) * ROWS;
    }

    /// Bytes of a super-block of 64 rows.
    public static int blockBytes(DType plain) {
        return headBytes(plain) + PARTS * partBytes(plain);
    }

    /// @throws IllegalArgumentException if a scale is not finite
    static void packTile(
            DType plain,
            MemorySegment source,
            long from,
            MemorySegment target,
            long to,
            int blocks) {
        long rowBytes = (long) blocks * plain.blockBytes();
        for (int b = 0; b < blocks; b++) {
            for (int row = 0; row < ROWS; row++) {
                long block = from + row * rowBytes + (long) b * plain.blockBytes();
                packBlock(plain, source, block, target, to + (long) b * blockBytes(plain), row);
            }
        }
    }

    private static void packBlock(
            DType plain, MemorySegment source, long block, MemorySegment target, long to, int row) {
        requireFinite(plain, source, block);
        target.set(
                Blocks.SHORT,
                to + 2L * row,
                source.get(Blocks.SHORT, SuperBlocks.factor(plain, block)));
        if (hasMinima(plain)) {
            target.set(Blocks.SHORT, to + 2L * (ROWS + row), source.get(Blocks.SHORT, block + 2));
        }
        int words = words(plain);
        for (int part = 0; part < PARTS; part++) {
            long at = to + headBytes(plain) + (long) part * partBytes(plain);
            int first = part * PART;
            for (int t = 0; t < words; t++) {
                int word = 0;
                for (int i = 0; i < 4; i++) {
                    int q = SuperBlocks.integer(plain, source, block, first + 4 * t + i);
                    if (words == 4) {
                        q |= SuperBlocks.integer(plain, source, block, first + 16 + 4 * t + i) * 16;
                    }
                    word |= q << (8 * i);
                }
                target.set(Blocks.INT, at + 4L * (ROWS * t + row), word);
            }
            long scales = at + 4L * ROWS * words + row;
            int other =
                    hasMinima(plain)
                            ? SuperBlocks.minimumOf(source, block, first)
                            : SuperBlocks.scale(plain, source, block, first + 16);
            target.set(BYTE, scales, (byte) SuperBlocks.scale(plain, source, block, first));
            target.set(BYTE, scales + ROWS, (byte) other);
        }
    }

    static void requireFinite(DType plain, MemorySegment source, long block) {
        Tiles.requireFinite(source.get(Blocks.SHORT, SuperBlocks.factor(plain, block)));
        if (hasMinima(plain)) {
            Tiles.requireFinite(source.get(Blocks.SHORT, block + 2));
        }
    }

    /// One row of a tile as numbers.
    ///
    /// @param at first byte of the tile
    static void row(DType plain, MemorySegment data, long at, int row, float[] x) {
        int words = words(plain);
        for (int b = 0; b * 256 < x.length; b++) {
            long block = at + (long) b * blockBytes(plain);
            float d = Blocks.half(data, block + 2L * row);
            float least = hasMinima(plain) ? Blocks.half(data, block + 2L * (ROWS + row)) : 0;
            for (int i = 0; i < 256; i++) {
                long part = block + headBytes(plain) + (long) (i / PART) * partBytes(plain);
                int column = i % PART;
                int byteOf = words == 4 ? column % 16 : column;
                int both = data.get(BYTE, part + 4L * (ROWS * (byteOf / 4) + row) + byteOf % 4);
                int q = words == 4 ? (both >> (column / 16 * 4)) & 15 : both;
                long scales = part + 4L * ROWS * words + row;
                if (hasMinima(plain)) {
                    x[256 * b + i] =
                            d * data.get(BYTE, scales) * q - least * data.get(BYTE, scales + ROWS);
                } else {
                    x[256 * b + i] =
                            d * data.get(BYTE, scales + column / 16 * (long) ROWS) * (q - 32);
                }
            }
        }
    }
}
