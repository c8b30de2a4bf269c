package eu.socle.tensor.cpu.quantised;

import eu.socle.tensor.DType;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.block.Tiles;
import eu.socle.tensor.cpu.quantised.kernel.All;
import eu.socle.tensor.cpu.quantised.kernel.Kernels;
import eu.socle.tensor.cpu.quantised.kernel.PackMachine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Where the rows of quantised weights lie, and tiles made of those that lie plain: of a matrix that
/// is read in its file, wherever its rows are, or of the rows after the last tile.
final class PlainTiles {

    private final DType plain;
    private final DType tiles;
    private final int count; // of rows
    private final int columns;
    private final long rowBytes; // of a plain row
    private final Optional<PackMachine> code;
    private final long[] firsts; // address of the first row of each part
    private final int[] begins; // which row that is, and the number of rows
    private final long apart; // bytes from one row of a part to the next

    /// @param w of a type of tiles or one that has tiles
    PlainTiles(Tensor w, Kernels kernels) {
        this.plain = Tiles.isTiles(w.type()) ? Tiles.plain(w.type()) : w.type();
        this.tiles = Tiles.of(plain).orElseThrow();
        this.count = w.rows();
        this.columns = w.columns();
        this.rowBytes = plain.bytesOf(columns);
        this.code = kernels.packing(plain);
        this.apart = w.type().bytesOf(columns);
        int parts = w.parts().size();
        this.firsts = new long[parts];
        this.begins = new int[parts + 1];
        for (int i = 0; i < parts; i++) {
            firsts[i] = w.parts().get(i).data().address();
            begins[i + 1] = begins[i] + w.parts().get(i).rows();
        }
    }

    /// The type of plain rows.
    DType plain() {
        return plain;
    }

    /// The type of tiles.
    DType tiles() {
        return tiles;
    }

    /// Bytes of a tile.
    long bytes() {
        return Tiles.ROWS * tiles.bytesOf(columns);
    }

    /// Address of a row; of one in a tile, only if the tile begins with it.
    long row(int row) {
        int low = 0;
        int high = firsts.length;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (begins[middle] <= row) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return firsts[low] + (row - begins[low]) * apart;
    }

    /// Copies a plain row.
    ///
    /// @throws IllegalArgumentException if a scale is not finite
    void copy(int row, long to) {
        requireFinite(row, row + 1);
        MemorySegment.copy(All.MEMORY, row(row), All.MEMORY, to, rowBytes);
    }

    /// Refuses what [#pack] and [#copy] refuse.
    ///
    /// @param from the first row
    /// @param end after the last one
    /// @throws IllegalArgumentException if a scale is not finite
    void requireFinite(int from, int end) {
        int row = from;
        if (code.isPresent()) {
            try (Arena arena = Arena.ofConfined()) {
                long table = arena.allocate(Packing.TABLE_BYTES, 64).address();
                long[] some = new long[PackMachine.LANES];
                boolean done = true;
                while (done && row + some.length <= end) {
                    for (int i = 0; i < some.length; i++) {
                        some[i] = row(row + i);
                    }
                    done = Packing.requireFinite(some, blocks(), code.get(), table);
                    row += done ? some.length : 0;
                }
            }
        }
        for (; row < end; row++) {
            MemorySegment there = All.MEMORY.asSlice(row(row), rowBytes);
            Tiles.requireFinite(new Tensor(there, plain, 1, columns));
        }
    }

    private int blocks() {
        return columns / plain.blockElements();
    }

    /// Makes a tile.
    ///
    /// @param first its first row, which lies plain; rows that the matrix does not have are zero
    /// @param to receives the tile
    /// @param table [Packing#TABLE_BYTES] bytes to work in; both aligned to a cache line
    /// @throws IllegalArgumentException if a scale is not finite
    void pack(int first, long to, long table) {
        int rows = Math.min(Tiles.ROWS, count - first);
        long[] at = new long[rows];
        boolean together = rows == Tiles.ROWS;
        for (int i = 0; i < rows; i++) {
            at[i] = row(first + i);
            together &= at[i] - at[0] == i * rowBytes;
        }
        if (rows == Tiles.ROWS
                && code.isPresent()
                && Packing.inMachineCode(at, blocks(), to, code.get(), table)) {
            return;
        }
        Tensor tile = new Tensor(All.MEMORY.asSlice(to, bytes()), tiles, Tiles.ROWS, columns);
        if (together) {
            Packing.together(at[0], plain, tile);
            return;
        }
        MemorySegment padded = MemorySegment.ofArray(new byte[(int) (Tiles.ROWS * rowBytes)]);
        for (int i = 0; i < rows; i++) {
            MemorySegment.copy(All.MEMORY, at[i], padded, i * rowBytes, rowBytes);
        }
        Tiles.pack(new Tensor(padded, plain, Tiles.ROWS, columns), 0, tile, 0, Tiles.ROWS);
    }
}
