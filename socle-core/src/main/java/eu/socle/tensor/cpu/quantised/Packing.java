package eu.socle.tensor.cpu.quantised;

import eu.socle.tensor.DType;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.block.Tiles;
import eu.socle.tensor.cpu.machine.MachineCode;
import eu.socle.tensor.cpu.quantised.kernel.All;
import eu.socle.tensor.cpu.quantised.kernel.PackMachine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// Brings rows into tiles: what [Tiles#pack] does, at the speed of memory where this machine runs
/// [PackMachine].
final class Packing {

    private static final int LANES = 16;
    private static final int SIGNS = 0x88888888; // as in Tiles
    private static final int INFINITE = 0x7c00;

    private Packing() {}

    /// @param from plain, outside the heap
    /// @param to of the type of tiles; `rows` rows from row `toRow` on are written, whole tiles or
    ///   rows of the plain rest
    /// @param code of [PackMachine] for this type, where there is one
    /// @throws IllegalArgumentException if a scale is not finite
    static void pack(
            Tensor from,
            long fromRow,
            Tensor to,
            long toRow,
            int rows,
            Optional<MachineCode> code) {
        long tiled = Math.clamp(Tiles.wholeRows(to) - toRow, 0, rows);
        boolean outside = from.data().isNative() && to.data().isNative();
        if (!outside || tiled < rows || Tiles.isSuper(to.type()) || from.columns() == 0) {
            Tiles.pack(from, fromRow, to, toRow, rows);
            return;
        }
        long rowBytes = from.type().bytesOf(from.columns());
        boolean near = Tiles.ROWS * rowBytes <= Integer.MAX_VALUE; // offsets are integers
        int blocks = (int) (rowBytes / from.type().blockBytes());
        long source = from.data().asSlice(fromRow * rowBytes, rows * rowBytes).address();
        long target = to.data().asSlice(toRow * rowBytes, rows * rowBytes).address();
        for (long first = 0; first < rows; first += Tiles.ROWS) {
            long at = first * rowBytes;
            int largest =
                    code.isPresent() && near
                            ? inMachineCode(source + at, rowBytes, blocks, target + at, code.get())
                            : from.type() == DType.Q8_0
                                    ? eightBits(source + at, rowBytes, blocks, target + at)
                                    : fourBits(source + at, rowBytes, blocks, target + at);
            if (largest >= INFINITE) {
                throw new IllegalArgumentException("it holds a scale that is not finite");
            }
        }
    }

    private static int inMachineCode(
            long source, long rowBytes, int blocks, long target, MachineCode code) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment table = arena.allocate(PackMachine.TABLE_BYTES, 64);
            for (int row = 0; row < Tiles.ROWS; row++) {
                table.setAtIndex(ValueLayout.JAVA_INT, row, (int) (row * rowBytes));
            }
            code.call(source, target, blocks, table.address(), 0, 0);
            int largest = 0;
            for (int i = 0; i < LANES; i++) {
                largest = Math.max(largest, table.getAtIndex(ValueLayout.JAVA_INT, i));
            }
            return largest;
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
