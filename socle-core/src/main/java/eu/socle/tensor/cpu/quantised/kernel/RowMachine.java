package eu.socle.tensor.cpu.quantised.kernel;

import eu.socle.tensor.DType;
import eu.socle.tensor.block.Tiles;
import eu.socle.tensor.cpu.machine.Assembler;

/// The machine code of [MachineTiles] for one row of activations and any number of tiles of Q8_0 or
/// Q4_0: what writing token by token runs.
///
/// It waits for memory, so all tiles of a thread go through one call (between two calls the
/// processor empties its pipeline: half a microsecond, while a tile takes five to nine), and lines
/// are asked for twice: for the second-level cache a page ahead, for the first-level cache a
/// quarter of that.
final class RowMachine {

    private static final int VECTORS = 4; // of a tile
    private static final int LINE = 4 * Tiles.ROWS; // bytes: one word of all rows
    private static final int VECTOR = 64;
    private static final int NEAR = 1024;
    private static final int FAR = 4096;

    private static final int W = Assembler.ARGUMENT_0;
    private static final int ROW = Assembler.ARGUMENT_1;
    private static final int Y = Assembler.ARGUMENT_2;
    private static final int BLOCKS = Assembler.ARGUMENT_3;
    private static final int TILES = Assembler.ARGUMENT_4;
    private static final int X = Assembler.FREE_0;
    private static final int LEFT = Assembler.FREE_1;

    // vectors: 0..3 integer sums, 4..7 the results, then
    private static final int RESULT = 4;
    private static final int WEIGHTS = 8; // and 9, 10, 11
    private static final int FACTOR = 12;
    private static final int BROADCAST = 28;
    private static final int LOW = 30; // the low half of each byte
    private static final int FLIP = 31; // what makes weights unsigned

    private RowMachine() {}

    /// A function of the first tile, the blocks of the row ([Activation]), 64 floats of each tile
    /// to which it adds, how many blocks of 32 columns and how many tiles.
    static byte[] assemble(DType plain) {
        boolean bytes = plain == DType.Q8_0;
        int lines = bytes ? 8 : 4;
        int scales = lines * LINE;
        Assembler a = new Assembler();
        a.constant(FLIP, bytes ? 0x80808080 : 0x88888888);
        a.constant(LOW, 0x0f0f0f0f);
        int tile = a.here();
        a.move(X, ROW);
        a.move(LEFT, BLOCKS);
        for (int v = 0; v < VECTORS; v++) {
            a.load(RESULT + v, Y, v * VECTOR);
        }
        int block = a.here();
        for (int v = 0; v < VECTORS; v++) {
            a.broadcast(v, X, Activation.offset(0, 1));
        }
        for (int line = 0; line < lines; line++) {
            ask(a, line * LINE, VECTORS);
            for (int v = 0; v < VECTORS; v++) {
                if (bytes) {
                    a.xor(WEIGHTS + v, FLIP, W, line * LINE + v * VECTOR);
                } else {
                    a.load(WEIGHTS + v, W, line * LINE + v * VECTOR);
                    a.xorAnd(WEIGHTS + v, FLIP, LOW);
                }
            }
            products(a, 4 * line);
            if (bytes) {
                continue;
            }
            for (int v = 0; v < VECTORS; v++) {
                a.shiftRight(WEIGHTS + v, W, line * LINE + v * VECTOR, 4);
                a.xorAnd(WEIGHTS + v, FLIP, LOW);
            }
            products(a, 16 + 4 * line);
        }
        ask(a, scales, VECTORS / 2);
        a.broadcast(BROADCAST, X, Activation.scale(0, 1));
        for (int v = 0; v < VECTORS; v++) {
            a.halves(FACTOR + v, W, scales + VECTOR / 2 * v);
            a.multiply(FACTOR + v, FACTOR + v, BROADCAST);
            a.floats(v, v);
            a.multiplyAdd(RESULT + v, v, FACTOR + v);
        }
        a.add(W, scales + 2 * Tiles.ROWS);
        a.add(X, Activation.BYTES);
        a.loopWhileDecremented(LEFT, block);
        for (int v = 0; v < VECTORS; v++) {
            a.store(RESULT + v, Y, v * VECTOR);
        }
        a.add(Y, 4 * Tiles.ROWS);
        a.loopWhileDecremented(TILES, tile);
        a.end();
        return a.bytes();
    }

    private static void ask(Assembler a, int at, int lines) {
        for (int i = 0; i < lines; i++) {
            a.prefetch(W, at + i * VECTOR + NEAR);
            a.prefetchSecond(W, at + i * VECTOR + FAR);
        }
    }

    private static void products(Assembler a, int column) {
        a.broadcast(BROADCAST, X, Activation.bytes(0) + column);
        for (int v = 0; v < VECTORS; v++) {
            a.dotBytes(v, WEIGHTS + v, BROADCAST);
        }
    }
}
