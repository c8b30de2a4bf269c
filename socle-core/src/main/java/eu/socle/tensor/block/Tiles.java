package eu.socle.tensor.block;

import eu.socle.tensor.DType;
import eu.socle.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// The same bytes in another order: 64 rows at a time, so that one vector holds the same columns of
/// many rows and a product needs no sum across its lanes.
///
/// ```
/// plain   row by row: block 0 | block 1 | ...           a block: f16 d | words
/// tiles   64 rows at a time: block column 0 of all of them | block column 1 | ...
///         a block column: word 0 of rows 0..63 | word 1 of rows 0..63 | ... | d of rows 0..63
/// ```
///
/// A word is four bytes, as much as one lane of a dot product of bytes takes: four elements of
/// Q8_0, eight of Q4_0, whose halves of bytes are then signed (q - 8 in two's complement). Rows
/// after the last whole 64 stay plain. A view of rows is right where it begins and ends at a
/// multiple of 64 or in the plain rest.
public final class Tiles {

    /// Rows of a tile.
    public static final int ROWS = 64;

    private static final int SIGNS =
            0x88888888; // q xor 8 is q - 8 in four bits of two's complement
    private static final int INFINITE = 0x7c00; // the exponent of a binary16 that is not finite

    private Tiles() {}

    /// The type in tiles, if there are tiles of this type.
    public static Optional<DType> of(DType plain) {
        return switch (plain) {
            case Q8_0 -> Optional.of(DType.Q8_0_TILES);
            case Q4_0 -> Optional.of(DType.Q4_0_TILES);
            case F64, F32, BF16, F16, I64, I32, I16, I8, U8, BOOL -> Optional.empty();
            case Q4_K -> Optional.of(DType.Q4_K_TILES);
            case Q5_K -> Optional.of(DType.Q5_K_TILES);
            case Q6_K -> Optional.of(DType.Q6_K_TILES);
            case Q4_1, Q5_0, Q5_1, MXFP4 -> Optional.empty();
            case Q8_0_TILES, Q4_0_TILES, Q4_K_TILES, Q5_K_TILES, Q6_K_TILES -> Optional.empty();
        };
    }

    /// The type of a tile's plain rows.
    ///
    /// @throws IllegalArgumentException for a type that is not of tiles
    public static DType plain(DType tiles) {
        return switch (tiles) {
            case Q8_0_TILES -> DType.Q8_0;
            case Q4_0_TILES -> DType.Q4_0;
            case Q4_K_TILES -> DType.Q4_K;
            case Q5_K_TILES -> DType.Q5_K;
            case Q6_K_TILES -> DType.Q6_K;
            case F64, F32, BF16, F16, I64, I32, I16, I8, U8, BOOL ->
                    throw new IllegalArgumentException(tiles + " has no tiles");
            case Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q4_K, Q5_K, Q6_K, MXFP4 ->
                    throw new IllegalArgumentException(tiles + " has no tiles");
        };
    }

    /// True for the types of tiles, and for those that have tiles.
    public static boolean isQuantised(DType type) {
        return isTiles(type) || of(type).isPresent();
    }

    /// True for the types of tiles.
    public static boolean isTiles(DType type) {
        return type == DType.Q8_0_TILES || type == DType.Q4_0_TILES || isSuper(type);
    }

    /// True for the types of tiles of super-blocks ([SuperTiles]).
    public static boolean isSuper(DType type) {
        return type == DType.Q4_K_TILES || type == DType.Q5_K_TILES || type == DType.Q6_K_TILES;
    }

    /// Copies rows of a plain tensor into a tensor of tiles of the same columns: whole tiles, or
    /// rows of the plain rest.
    ///
    /// @throws IllegalArgumentException if a scale is not finite
    public static void pack(Tensor from, long fromRow, Tensor to, long toRow, int rows) {
        DType plain = from.type();
        long rowBytes = plain.bytesOf(from.columns());
        long tileBytes = to.type().bytesOf(to.columns());
        MemorySegment source = from.data().asSlice(fromRow * rowBytes, rows * rowBytes);
        MemorySegment target = to.data().asSlice(toRow * tileBytes, rows * tileBytes);
        int blockBytes = plain.blockBytes();
        int blocks = (int) (rowBytes / blockBytes);
        int signs = plain == DType.Q4_0 ? SIGNS : 0;
        int tiled = toRow + rows > wholeRows(to) ? (int) Math.max(0, wholeRows(to) - toRow) : rows;
        for (int first = 0; first < tiled; first += ROWS) {
            if (isSuper(to.type())) {
                SuperTiles.packTile(
                        plain, source, first * rowBytes, target, first * tileBytes, blocks);
            } else {
                packTile(
                        source,
                        first * rowBytes,
                        target,
                        first * rowBytes,
                        blocks,
                        blockBytes,
                        signs);
            }
        }
        for (int row = tiled; row < rows; row++) {
            for (int b = 0; b < blocks; b++) {
                long block = row * rowBytes + (long) b * blockBytes;
                if (isSuper(to.type())) {
                    SuperTiles.requireFinite(plain, source, block);
                } else {
                    requireFinite(source.get(Blocks.SHORT, block));
                }
            }
            MemorySegment.copy(source, row * rowBytes, target, row * tileBytes, rowBytes);
        }
    }

    private static void packTile(
            MemorySegment source,
            long from,
            MemorySegment target,
            long to,
            int blocks,
            int blockBytes,
            int signs) {
        int words = blockBytes / 4;
        long rowBytes = (long) blocks * blockBytes;
        for (int b = 0; b < blocks; b++) {
            long column = to + (long) b * blockBytes * ROWS;
            for (int row = 0; row < ROWS; row++) {
                long block = from + row * rowBytes + (long) b * blockBytes;
                short scale = source.get(Blocks.SHORT, block);
                requireFinite(scale);
                for (int t = 0; t < words; t++) {
                    int word = source.get(Blocks.INT, block + 2 + 4L * t) ^ signs;
                    target.set(Blocks.INT, column + 4L * (ROWS * t + row), word);
                }
                target.set(Blocks.SHORT, column + 4L * ROWS * words + 2L * row, scale);
            }
        }
    }

    /// Refuses what [#pack] refuses, without packing it.
    ///
    /// @param plain rows of a type that has tiles
    /// @throws IllegalArgumentException if a scale is not finite
    public static void requireFinite(Tensor plain) {
        DType type = plain.type();
        MemorySegment data = plain.data();
        boolean isSuper = isSuper(of(type).orElseThrow());
        for (long block = 0; block < data.byteSize(); block += type.blockBytes()) {
            if (isSuper) {
                SuperTiles.requireFinite(type, data, block);
            } else {
                requireFinite(data.get(Blocks.SHORT, block));
            }
        }
    }

    static void requireFinite(short half) {
        if ((half & INFINITE) == INFINITE) {
            throw new IllegalArgumentException("it holds a scale that is not finite");
        }
    }

    /// Rows that lie in tiles.
    public static long wholeRows(Tensor tiles) {
        return tiles.rows() / ROWS * (long) ROWS;
    }

    /// One row as numbers.
    ///
    /// @param x receives as many numbers as there are columns
    public static void row(Tensor tiles, long row, float[] x) {
        DType plain = plain(tiles.type());
        int blockBytes = plain.blockBytes();
        int words = blockBytes / 4;
        int blocks = tiles.columns() / plain.blockElements();
        long rowBytes = tiles.type().bytesOf(tiles.columns());
        boolean tiled = row < wholeRows(tiles);
        if (tiled && isSuper(tiles.type())) {
            long tile = row / ROWS * ROWS * rowBytes;
            SuperTiles.row(plain, tiles.data(), tile, (int) (row % ROWS), x);
            return;
        }
        int signs = plain == DType.Q4_0 ? SIGNS : 0;
        MemorySegment data = tiles.data();
        MemorySegment block = MemorySegment.ofArray(new byte[blockBytes]);
        for (int b = 0; b < blocks; b++) {
            if (!tiled) {
                long at = row * rowBytes + (long) b * blockBytes;
                Blocks.decode(plain, data, at, x, b * plain.blockElements());
                continue;
            }
            long at = row / ROWS * ROWS * rowBytes + (long) b * blockBytes * ROWS;
            long own = row % ROWS;
            block.set(Blocks.SHORT, 0, data.get(Blocks.SHORT, at + 4L * ROWS * words + 2 * own));
            for (int t = 0; t < words; t++) {
                int word = data.get(Blocks.INT, at + 4 * ((long) ROWS * t + own)) ^ signs;
                block.set(Blocks.INT, 2 + 4L * t, word);
            }
            Blocks.decode(plain, block, 0, x, b * plain.blockElements());
        }
    }
}
