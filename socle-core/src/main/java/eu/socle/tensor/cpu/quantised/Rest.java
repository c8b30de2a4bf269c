package eu.socle.tensor.cpu.quantised;

import eu.socle.tensor.DType;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.block.Tiles;
import java.lang.foreign.MemorySegment;

/// The plain rows after the last tile, as a tile.
final class Rest {

    private Rest() {}

    /// @param w of a type of tiles
    /// @param first row after the last tile
    /// @param to a tile; rows that `w` does not have become zero
    static void tile(Tensor w, int first, MemorySegment to) {
        DType plain = Tiles.plain(w.type());
        int columns = w.columns();
        long rowBytes = plain.bytesOf(columns);
        long count = w.rows() - (long) first;
        MemorySegment rows = MemorySegment.ofArray(new byte[(int) (Tiles.ROWS * rowBytes)]);
        MemorySegment.copy(w.data(), first * rowBytes, rows, 0, count * rowBytes);
        Tensor from = new Tensor(rows, plain, Tiles.ROWS, columns);
        Tiles.pack(from, 0, new Tensor(to, w.type(), Tiles.ROWS, columns), 0, Tiles.ROWS);
    }
}
