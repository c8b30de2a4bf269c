package eu.socle.tensor.cpu.quantised;

import eu.socle.tensor.DType;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.block.Tiles;
import eu.socle.tensor.cpu.machine.MachineCode;
import eu.socle.tensor.cpu.quantised.kernel.All;
import eu.socle.tensor.cpu.quantised.kernel.Kernels;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Tiles made of the plain rows of a matrix: of all of one that lies in a file, or of those after
/// the last tile.
final class PackedTiles {

    private final Tensor w;
    private final DType plain;
    private final DType tiles;
    private final Optional<MachineCode> code;

    /// @param w of a type of tiles or one that has tiles
    PackedTiles(Tensor w, Kernels kernels) {
        this.w = w;
        this.plain = Tiles.isTiles(w.type()) ? Tiles.plain(w.type()) : w.type();
        this.tiles = Tiles.of(plain).orElseThrow();
        this.code = kernels.packing(plain);
    }

    /// The type of the rows.
    DType plain() {
        return plain;
    }

    /// Bytes of a tile.
    long bytes() {
        return Tiles.ROWS * tiles.bytesOf(w.columns());
    }

    /// Makes a tile.
    ///
    /// @param first its first row, which lies plain; rows that the matrix does not have are zero
    /// @param to receives [#bytes] bytes
    void pack(int first, long to) {
        int columns = w.columns();
        int rows = Math.min(Tiles.ROWS, w.rows() - first);
        Tensor tile = new Tensor(All.MEMORY.asSlice(to, bytes()), tiles, Tiles.ROWS, columns);
        if (w.type() == plain && rows == Tiles.ROWS) {
            Packing.pack(w, first, tile, 0, rows, code);
            return;
        }
        long rowBytes = plain.bytesOf(columns);
        long apart = w.type().bytesOf(columns); // from one row to the next
        MemorySegment padded = MemorySegment.ofArray(new byte[(int) (Tiles.ROWS * rowBytes)]);
        for (int row = 0; row < rows; row++) {
            MemorySegment.copy(
                    w.data(), (first + row) * apart, padded, row * rowBytes, rowBytes);
        }
        Tiles.pack(new Tensor(padded, plain, Tiles.ROWS, columns), 0, tile, 0, Tiles.ROWS);
    }
}
