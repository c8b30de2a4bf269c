package eu.socle.tensor.cpu.quantised.kernel;

import eu.socle.tensor.block.Tiles;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Tiles of Q4_0 as tiles of Q8_0 with the same scales: the same numbers.
final class WidenedTiles {

    private static final int LINE = 4 * Tiles.ROWS;
    private static final int LINES = 4; // of a block of Q4_0; Q8_0 has twice as many

    private WidenedTiles() {}

    /// @param w first byte of the tile
    /// @param to receives `blocks` blocks of Q8_0
    static void widen(long w, int blocks, long to) {
        for (int b = 0; b < blocks; b++) {
            for (int i = 0; i < LINES * LINE; i += 4 * Lanes16.LF) {
                IntVector v = Lanes16.loadInts(w + i);
                Lanes16.store(signed(v), to + i);
                Lanes16.store(signed(v.lanewise(VectorOperators.LSHR, 4)), to + LINES * LINE + i);
            }
            Lanes16.copy(w + LINES * LINE, to + 2 * LINES * LINE, Tiles.ROWS / 2);
            w += LINES * LINE + 2 * Tiles.ROWS;
            to += 2 * LINES * LINE + 2 * Tiles.ROWS;
        }
    }

    /// The low halves of all bytes, their signs extended.
    private static IntVector signed(IntVector v) {
        ByteVector half =
                v.and(0x0f0f0f0f).lanewise(VectorOperators.XOR, 0x08080808).reinterpretAsBytes();
        return half.sub((byte) 8).reinterpretAsInts();
    }
}
