package eu.socle.tensor.cpu.quantised.kernel;

import eu.socle.tensor.DType;
import eu.socle.tensor.block.SuperTiles;
import eu.socle.tensor.cpu.machine.Assembler;

/// The machine code of [MachineTiles] for tiles of super-blocks ([SuperTiles]): as for Q8_0 and
/// Q4_0, but a part has an integer scale, which meets the scale of the super-block first, and
/// perhaps a minimum: y += (d sc) dx (sum of q u) - (dmin m) dx (sum of u).
final class SuperMachine {

    private static final int LINE = 4 * 64;
    private static final int VECTORS = 4;
    private static final int VECTOR = 64;
    private static final int AHEAD = 2048;

    private static final int W = Assembler.ARGUMENT_0;
    private static final int X = Assembler.ARGUMENT_1;
    private static final int Y = Assembler.ARGUMENT_2;
    private static final int BLOCKS = Assembler.ARGUMENT_3;
    private static final int HEAD = Assembler.FREE_0;
    private static final int PARTS = Assembler.FREE_1;

    // registers: 0..23 sums, then
    private static final int WEIGHTS = 24; // and 25, 26, 27, while products are added
    private static final int SCALE = 24; // afterwards
    private static final int MINIMUM = 25;
    private static final int FACTOR = 26;
    private static final int BROADCAST = 28;
    private static final int LOW = 30;

    private final Assembler a = new Assembler();
    private final DType plain;
    private final int rows;
    private final int words;

    private SuperMachine(DType plain, int rows) {
        this.plain = plain;
        this.rows = rows;
        this.words = SuperTiles.words(plain);
    }

    static byte[] assemble(DType plain, int rows) {
        SuperMachine code = new SuperMachine(plain, rows);
        code.write();
        return code.a.bytes();
    }

    private void write() {
        a.constant(LOW, 0x0f0f0f0f);
        int block = a.here();
        a.move(HEAD, W);
        a.add(W, SuperTiles.headBytes(plain));
        a.set(PARTS, SuperTiles.PARTS);
        int part = a.here();
        if (SuperTiles.hasMinima(plain)) {
            sums(0, words, 0);
            scaleAndAdd(0);
        } else {
            for (int half = 0; half < 2; half++) {
                sums(4 * half, 4, half);
                scaleAndAdd(half);
            }
        }
        a.add(W, SuperTiles.partBytes(plain));
        a.add(X, rows * Activation.BYTES);
        a.loopWhileDecremented(PARTS, part);
        a.loopWhileDecremented(BLOCKS, block);
        a.end();
    }

    private int sum(int row, int vector) {
        return row * VECTORS + vector;
    }

    private void sums(int firstLine, int lines, int half) {
        for (int n = 0; n < rows; n++) {
            for (int v = 0; v < VECTORS; v++) {
                if (SuperTiles.hasMinima(plain)) {
                    a.zero(sum(n, v));
                } else {
                    a.broadcast(sum(n, v), X, Activation.offset(n, rows, half));
                }
            }
        }
        for (int line = firstLine; line < firstLine + lines; line++) {
            for (int v = 0; v < VECTORS && rows == 1; v++) {
                a.prefetch(W, line * LINE + v * VECTOR + AHEAD);
            }
            for (int v = 0; v < VECTORS; v++) {
                int at = line * LINE + v * VECTOR;
                if (words == 4) {
                    a.and(WEIGHTS + v, LOW, W, at);
                } else {
                    a.load(WEIGHTS + v, W, at);
                }
            }
            products(4 * line);
            if (words == 4) {
                for (int v = 0; v < VECTORS; v++) {
                    a.shiftRight(WEIGHTS + v, W, line * LINE + v * VECTOR, 4);
                    a.and(WEIGHTS + v, WEIGHTS + v, LOW);
                }
                products(16 + 4 * line);
            }
        }
    }

    private void products(int column) {
        for (int n = 0; n < rows; n++) {
            a.broadcast(BROADCAST, X, Activation.bytes(n) + column);
            for (int v = 0; v < VECTORS; v++) {
                a.dotBytes(sum(n, v), WEIGHTS + v, BROADCAST);
            }
        }
    }

    private void scaleAndAdd(int half) {
        int scales = words * LINE;
        boolean minima = SuperTiles.hasMinima(plain);
        for (int v = 0; v < VECTORS; v++) {
            a.halves(SCALE, HEAD, 32 * v);
            if (minima) {
                a.unsignedBytes(FACTOR, W, scales + 16 * v);
            } else {
                a.signedBytes(FACTOR, W, scales + 64 * half + 16 * v);
            }
            a.floats(FACTOR, FACTOR);
            a.multiply(SCALE, SCALE, FACTOR);
            if (minima) {
                a.halves(MINIMUM, HEAD, 128 + 32 * v);
                a.unsignedBytes(FACTOR, W, scales + 64 + 16 * v);
                a.floats(FACTOR, FACTOR);
                a.multiply(MINIMUM, MINIMUM, FACTOR);
            }
            for (int n = 0; n < rows; n++) {
                int y = (n * VECTORS + v) * VECTOR;
                a.multiplyByOne(FACTOR, SCALE, X, Activation.scale(n, rows));
                a.floats(sum(n, v), sum(n, v));
                a.multiplyThenAdd(sum(n, v), FACTOR, Y, y);
                if (minima) {
                    a.multiplyByOne(FACTOR, MINIMUM, X, Activation.scale(n, rows));
                    a.broadcast(BROADCAST, X, Activation.offset(n, rows));
                    a.floats(BROADCAST, BROADCAST);
                    a.multiplyAdd(sum(n, v), BROADCAST, FACTOR);
                }
                a.store(sum(n, v), Y, y);
            }
        }
    }
}
