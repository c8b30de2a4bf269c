package eu.socle.tensor.cpu.quantised;

import eu.socle.tensor.DType;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.block.Tiles;
import eu.socle.tensor.cpu.quantised.kernel.All;
import eu.socle.tensor.cpu.quantised.kernel.PackMachine;
import java.lang.foreign.MemorySegment;

/// Brings rows into tiles: what [Tiles#pack] does, where there is no [PackMachine] to do it.
final class Packing {

    /// Bytes that [PackMachine] asks for beside a tile.
    static final long TABLE_BYTES = PackMachine.TABLE_BYTES;

    private static final int SIGNS = 0x88888888; // as in Tiles
    private static final int INFINITE = 0x7c00;

    private Packing() {}

    /// Packs one tile.
    ///
    /// @param rows where its 64 rows lie, one behind the other
    /// @param plain type of the rows
    /// @param tile of the type of tiles, outside the heap
    /// @throws IllegalArgumentException if a scale is not finite
    static void pack(long rows, DType plain, Tensor tile) {
        long rowBytes = plain.bytesOf(tile.columns());
        int blocks = tile.columns() / plain.blockElements();
        long target = tile.data().address();
        switch (plain) {
            case Q8_0 -> requireFinite(eightBits(rows, rowBytes, blocks, target));
            case Q4_0 -> requireFinite(fourBits(rows, rowBytes, blocks, target));
            default -> {
                MemorySegment there = All.MEMORY.asSlice(rows, Tiles.ROWS * rowBytes);
                Tensor source = new Tensor(there, plain, Tiles.ROWS, tile.columns());
                Tiles.pack(source, 0, tile, 0, Tiles.ROWS);
            }
        }
    }

    /// Looks at the scales that [PackMachine] left in its table.
    ///
    /// @throws IllegalArgumentException if one is not finite
    static void requireFinite(long table) {
        int largest = 0;
        for (int i = 0; i < PackMachine.LANES; i++) {
            largest = Math.max(largest, All.getInt(table + 4L * i));
        }
        requireFinite(largest);
    }

    private static void requireFinite(int largest) {
        if (largest >= INFINITE) {
            throw new IllegalArgumentException("it holds a scale that is not finite");
        }
    }

    /// One tile; the largest scale without its sign, as a binary16 number.
    private static int eightBits(long source, long rowBytes, int blocks, long target) {
        int largest = 0;
        for (int b = 0; b < blocks; b++) {
            long from = source + 34L * b;
            long to = target + 34L * Tiles.ROWS * b;
            for (int row = 0; row < Tiles.ROWS; row++) {
                short scale = All.getShort(from);
                largest = Math.max(largest, scale & 0x7fff);
                All.setInt(to, All.getInt(from + 2));
                All.setInt(to + 256, All.getInt(from + 6));
                All.setInt(to + 512, All.getInt(from + 10));
                All.setInt(to + 768, All.getInt(from + 14));
                All.setInt(to + 1024, All.getInt(from + 18));
                All.setInt(to + 1280, All.getInt(from + 22));
                All.setInt(to + 1536, All.getInt(from + 26));
                All.setInt(to + 1792, All.getInt(from + 30));
                All.setShort(to + 2048 - 2L * row, scale);
                from += rowBytes;
                to += 4;
            }
        }
        return largest;
    }

    private static int fourBits(long source, long rowBytes, int blocks, long target) {
        int largest = 0;
        for (int b = 0; b < blocks; b++) {
            long from = source + 18L * b;
            long to = target + 18L * Tiles.ROWS * b;
            for (int row = 0; row < Tiles.ROWS; row++) {
                short scale = All.getShort(from);
                largest = Math.max(largest, scale & 0x7fff);
                All.setInt(to, All.getInt(from + 2) ^ SIGNS);
                All.setInt(to + 256, All.getInt(from + 6) ^ SIGNS);
                All.setInt(to + 512, All.getInt(from + 10) ^ SIGNS);
                All.setInt(to + 768, All.getInt(from + 14) ^ SIGNS);
                All.setShort(to + 1024 - 2L * row, scale);
                from += rowBytes;
                to += 4;
            }
        }
        return largest;
    }
}
