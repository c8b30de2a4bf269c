package eu.socle.tensor.cpu.quantised;

import eu.socle.tensor.DType;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.block.Tiles;
import eu.socle.tensor.cpu.quantised.kernel.All;
import eu.socle.tensor.cpu.quantised.kernel.Kernels;
import eu.socle.tensor.cpu.quantised.kernel.PackMachine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/// Where the rows of quantised weights lie, and tiles made of those that lie plain: of a matrix
/// that is read in its file, wherever its rows are, or of the rows after the last tile.
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
    private final int[] together = new int[Tiles.ROWS]; // where rows of one part begin

    /// @param w of a type of tiles or one that has tiles
    PlainTiles(Tensor w, Kernels kernels) {
        this.plain = Tiles.isTiles(w.type()) ? Tiles.plain(w.type()) : w.type();
        this.tiles = Tiles.of(plain).orElseThrow();
        this.count = w.rows();
        this.columns = w.columns();
        this.rowBytes = plain.bytesOf(columns);
        this.code = kernels.packing(plain);
        this.apart = w.type().bytesOf(columns);
        for (int row = 0; row < Tiles.ROWS; row++) {
            together[row] = (int) (row * apart);
        }
        List<Tensor> parts = w.parts();
        this.firsts = new long[parts.size()];
        this.begins = new int[parts.size() + 1];
        for (int i = 0; i < firsts.length; i++) {
            firsts[i] = parts.get(i).data().address();
            begins[i + 1] = begins[i] + parts.get(i).rows();
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
        int part = part(row);
        return firsts[part] + (row - begins[part]) * apart;
    }

    /// The part that holds a row.
    private int part(int row) {
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
        return low;
    }

    /// Writes where some rows begin, counted from the first of them in bytes.
    ///
    /// @param rows at most [Tiles#ROWS]
    /// @param table receives that many integers
    /// @return false if they lie too far apart for integers
    private boolean offsets(int first, int rows, long table) {
        int part = part(first);
        if (first + rows <= begins[part + 1] && apart <= Integer.MAX_VALUE / Tiles.ROWS) {
            MemorySegment.copy(
                    together, 0, All.MEMORY, ValueLayout.JAVA_INT, table, rows); // most tiles
            return true;
        }
        long from = row(first);
        for (int i = 0; i < rows; i++) {
            part += first + i == begins[part + 1] ? 1 : 0;
            long offset = firsts[part] + (first + i - begins[part]) * apart - from;
            if ((int) offset != offset) {
                return false;
            }
            All.setInt(table + 4L * i, (int) offset);
        }
        return true;
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
                while (row + PackMachine.LANES <= end && offsets(row, PackMachine.LANES, table)) {
                    code.get().scales(row(row), blocks(), table);
                    Packing.requireFinite(table);
                    row += PackMachine.LANES;
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
        if (rows == Tiles.ROWS && code.isPresent() && offsets(first, rows, table)) {
            code.get().tile(row(first), to, blocks(), table);
            Packing.requireFinite(table);
            return;
        }
        Tensor tile = new Tensor(All.MEMORY.asSlice(to, bytes()), tiles, Tiles.ROWS, columns);
        if (first + Tiles.ROWS <= begins[part(first) + 1]) {
            Packing.pack(row(first), plain, tile);
            return;
        }
        MemorySegment padded = MemorySegment.ofArray(new byte[(int) (Tiles.ROWS * rowBytes)]);
        for (int i = 0; i < rows; i++) {
            MemorySegment.copy(All.MEMORY, row(first + i), padded, i * rowBytes, rowBytes);
        }
        Tiles.pack(new Tensor(padded, plain, Tiles.ROWS, columns), 0, tile, 0, Tiles.ROWS);
    }
}
