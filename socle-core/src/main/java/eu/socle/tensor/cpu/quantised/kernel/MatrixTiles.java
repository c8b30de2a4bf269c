package eu.socle.tensor.cpu.quantised.kernel;

import eu.socle.tensor.block.Tiles;
import eu.socle.tensor.cpu.machine.Assembler;
import eu.socle.tensor.cpu.machine.MachineCode;
import java.util.Optional;

/// Tiles of 64 rows of Q8_0 against sixteen rows of activations, with the matrix registers of AMX.
///
/// One matrix product `[16, 32] [32, 16]` of bytes is one block of sixteen rows of weights: the
/// words of a tile lie as the second factor must. Its integer sums go through memory to vectors,
/// are scaled and added to sixteen vectors of floats, one for each row of activations.
final class MatrixTiles implements AutoCloseable {

    /// Rows of activations.
    static final int ROWS = 16;

    /// So many blocks of a tile are multiplied, then scaled: the store of a matrix register is
    /// forwarded to no load and holds everything back that stands beside it. Measured for one block
    /// of 16 rows of both: alternating 22 ns, two blocks later 19, eight at a time 15.
    private static final int TOGETHER = 4;

    private static final int VECTORS = 4; // of a tile
    private static final int SUM_BYTES = 1 << 10;
    private static final int SHAPES = 64;

    /// Scratch memory of one call: the shapes of the matrices and the integer sums.
    static final int SCRATCH = SHAPES + TOGETHER * VECTORS * SUM_BYTES;

    private static final int LINE = 4 * Tiles.ROWS;
    private static final int LINES = 8;
    private static final int BLOCK = LINES * LINE + 2 * Tiles.ROWS;
    private static final int LANES = 16;

    private static final int W = Assembler.ARGUMENT_0;
    private static final int X = Assembler.ARGUMENT_1;
    private static final int Y = Assembler.ARGUMENT_2;
    private static final int BLOCKS = Assembler.ARGUMENT_3;
    private static final int WORK = Assembler.ARGUMENT_4;
    private static final int STRIDE = Assembler.FREE_0; // 32
    private static final int BY_32 = 0; // powers of two
    private static final int BY_64 = 1;
    private static final int BY_256 = 3;

    // vectors: 0..15 the results, then
    private static final int WEIGHT_SCALES = 16;
    private static final int SUM = 18; // and 19: two, so that one row need not wait for another
    private static final int FACTOR = 20; // and 21

    // matrices
    private static final int PRODUCT = 0; // and 1, 2, 3
    private static final int ACTIVATIONS = 4;
    private static final int WEIGHTS = 5;

    private final MachineCode several;
    private final MachineCode single;

    private MatrixTiles(MachineCode several, MachineCode single) {
        this.several = several;
        this.single = single;
    }

    /// The kernel, where the machine and the system have what it needs.
    static Optional<MatrixTiles> open() {
        if (MachineCode.missingForMatrices().isPresent()) {
            return Optional.empty();
        }
        return MachineCode.of(assemble(TOGETHER))
                .flatMap(several ->
                        MachineCode.of(assemble(1))
                                .map(single -> new MatrixTiles(several, single)));
    }

    /// Bytes of a tile of Q8_0.
    static long tileBytes(int columns) {
        return (long) columns / ActivationRows.BLOCK * BLOCK;
    }

    private static byte[] assemble(int together) {
        Assembler a = new Assembler();
        a.set(STRIDE, 32);
        a.configureMatrices(WORK);
        int start = a.here();
        for (int b = 0; b < together; b++) {
            a.loadMatrix(ACTIVATIONS, X, b * ROWS * Activation.BYTES, STRIDE, BY_32);
            for (int v = 0; v < VECTORS; v++) {
                a.loadMatrix(WEIGHTS, W, b * BLOCK + 4 * LANES * v, STRIDE, BY_256);
                a.zeroMatrix(PRODUCT + v);
                a.dotMatrices(PRODUCT + v, ACTIVATIONS, WEIGHTS);
                a.storeMatrix(PRODUCT + v, WORK, sums(b, v), STRIDE, BY_64);
            }
        }
        for (int v = 0; v < VECTORS; v++) {
            for (int n = 0; n < ROWS; n++) {
                a.load(n, Y, result(n, v));
            }
            for (int b = 0; b < together; b++) {
                a.halves(WEIGHT_SCALES, W, b * BLOCK + LINES * LINE + 2 * LANES * v);
                for (int n = 0; n < ROWS; n++) {
                    int even = n % 2;
                    int scale = b * ROWS * Activation.BYTES + Activation.scale(n, ROWS);
                    a.multiplyByOne(FACTOR + even, WEIGHT_SCALES, X, scale);
                    a.floats(SUM + even, WORK, sums(b, v) + 4 * LANES * n);
                    a.multiplyAdd(n, SUM + even, FACTOR + even);
                }
            }
            for (int n = 0; n < ROWS; n++) {
                a.store(n, Y, result(n, v));
            }
        }
        a.add(W, together * BLOCK);
        a.add(X, together * ROWS * Activation.BYTES);
        a.loopWhileDecremented(BLOCKS, start);
        a.releaseMatrices();
        a.end();
        return a.bytes();
    }

    private static int sums(int block, int vector) {
        return SHAPES + (block * VECTORS + vector) * SUM_BYTES;
    }

    private static int result(int row, int vector) {
        return 4 * (Tiles.ROWS * row + LANES * vector);
    }

    /// y += the product.
    ///
    /// @param w a tile of Q8_0
    /// @param x the blocks of sixteen rows ([Activation])
    /// @param y sixteen rows of 64 floats
    /// @param work [#SCRATCH] bytes
    void multiply(long w, long x, long y, int blocks, long work) {
        shapes(work);
        int groups = blocks / TOGETHER;
        if (groups > 0) {
            several.call(w, x, y, groups, work, 0);
        }
        long done = (long) groups * TOGETHER;
        if (done < blocks) {
            long rest = x + done * ROWS * Activation.BYTES;
            single.call(w + done * BLOCK, rest, y, blocks - done, work, 0);
        }
    }

    /// Rows and bytes of a row of each matrix, as ldtilecfg takes them.
    private static void shapes(long at) {
        for (int i = 0; i < 64; i += 8) {
            All.setLong(at + i, 0);
        }
        All.setByte(at, (byte) 1); // the one kind of shapes there is
        for (int v = 0; v < VECTORS; v++) {
            shape(at, PRODUCT + v, ROWS, 4 * LANES);
        }
        shape(at, ACTIVATIONS, ROWS, ActivationRows.BLOCK);
        shape(at, WEIGHTS, LINES, 4 * LANES);
    }

    private static void shape(long at, int matrix, int rows, int rowBytes) {
        All.setShort(at + 16 + 2L * matrix, (short) rowBytes);
        All.setByte(at + 48 + matrix, (byte) rows);
    }

    @Override
    public void close() {
        several.close();
        single.close();
    }
}
