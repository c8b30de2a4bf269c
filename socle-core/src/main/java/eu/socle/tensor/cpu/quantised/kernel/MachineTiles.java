package eu.socle.tensor.cpu.quantised.kernel;

import eu.socle.tensor.DType;
import eu.socle.tensor.Write;
import eu.socle.tensor.block.Tiles;
import eu.socle.tensor.cpu.machine.Assembler;
import eu.socle.tensor.cpu.machine.MachineCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Tiles of 64 rows of weights against rows of activations, in machine code.
///
/// Up to six rows: four vectors of 16 lanes hold the 64 rows of a tile; a lane multiplies four
/// columns at a time (vpdpbusd: unsigned times signed bytes). Weights become unsigned by adding 128
/// (Q8_0) or 8 (Q4_0), and every integer sum begins at minus that, times the sum of the
/// activations. Weights are read once for all rows, and 24 integer sums fill the registers. Lines
/// are asked for half a page ahead. One row: [RowMachine].
///
/// Sixteen rows, where the machine multiplies matrices: [MatrixTiles].
///
/// Integer sums are exact, and the float arithmetic is that of [EightBitTiles] and [FourBitTiles],
/// operation by operation: all give the same bits.
public final class MachineTiles implements TileKernel, AutoCloseable {

    /// The most rows: 6 * 4 sums, 4 vectors of weights and 4 for the rest are 32 registers.
    private static final int MOST = 6;

    private static final int VECTORS = 4; // of a tile
    private static final int LINE = 256; // four columns of all rows
    private static final int VECTOR = 64; // bytes
    private static final int AHEAD = 2048; // best of 512 to 16384 where memory is read

    private static final int W = Assembler.ARGUMENT_0;
    private static final int X = Assembler.ARGUMENT_1;
    private static final int Y = Assembler.ARGUMENT_2;
    private static final int BLOCKS = Assembler.ARGUMENT_3;

    // registers: 0..23 sums, then
    private static final int WEIGHTS = 24; // and 25, 26, 27
    private static final int BROADCAST = 28;
    private static final int FACTOR = 29;
    private static final int LOW = 30; // the low half of each byte
    private static final int FLIP = 31; // what makes weights unsigned

    private final List<MachineCode> codes; // by the number of rows, from one on
    private final MachineCode quantise;
    private final Optional<PackMachine> packing;
    private final Optional<MatrixTiles> matrices;
    private final boolean fourBits;
    private final boolean takesTiles; // several at a time, with one row
    private final int columns; // of a block of weights

    private MachineTiles(
            DType plain,
            List<MachineCode> codes,
            MachineCode quantise,
            Optional<PackMachine> packing,
            Optional<MatrixTiles> matrices) {
        this.codes = codes;
        this.quantise = quantise;
        this.packing = packing;
        this.matrices = matrices;
        this.fourBits = plain == DType.Q4_0;
        this.takesTiles = plain == DType.Q8_0 || fourBits;
        this.columns = plain.blockElements();
    }

    /// The kernel of a type; empty if this system does not let programs make code.
    ///
    /// @param plain a type that has tiles, on a machine where nothing is [MachineCode#missing]
    static Optional<MachineTiles> of(DType plain) {
        boolean simple = plain == DType.Q8_0 || plain == DType.Q4_0;
        List<byte[]> functions = new ArrayList<>();
        for (int rows = 1; rows <= MOST; rows++) {
            functions.add(code(plain, rows));
        }
        functions.add(QuantiseMachine.assemble(Kernels.shift(plain)));
        List<MachineCode> codes = new ArrayList<>();
        for (byte[] function : functions) {
            Optional<MachineCode> code = MachineCode.of(function);
            if (code.isEmpty()) {
                codes.forEach(MachineCode::close);
                return Optional.empty();
            }
            codes.add(code.get());
        }
        Optional<PackMachine> packing = simple ? PackMachine.open(plain) : Optional.empty();
        MachineCode quantise = codes.removeLast();
        Optional<MatrixTiles> matrices = simple ? MatrixTiles.open() : Optional.empty();
        return Optional.of(new MachineTiles(plain, codes, quantise, packing, matrices));
    }

    /// What brings rows into tiles, for the types that are easy.
    Optional<PackMachine> packing() {
        return packing;
    }

    /// True if it multiplies matrices of sixteen rows at once.
    boolean hasMatrices() {
        return matrices.isPresent();
    }

    private static byte[] code(DType plain, int rows) {
        return switch (plain) {
            case Q8_0, Q4_0 -> rows == 1 ? RowMachine.assemble(plain) : assemble(plain, rows);
            case Q4_K, Q5_K, Q6_K -> SuperMachine.assemble(plain, rows);
            default -> throw new IllegalArgumentException(plain + " has no tiles");
        };
    }

    private static byte[] assemble(DType plain, int rows) {
        Assembler a = new Assembler();
        boolean bytes = plain == DType.Q8_0;
        int lines = bytes ? 8 : 4;
        int block = lines * LINE + 2 * Tiles.ROWS;
        a.constant(FLIP, bytes ? 0x80808080 : 0x88888888);
        a.constant(LOW, 0x0f0f0f0f);
        int start = a.here();
        for (int n = 0; n < rows; n++) {
            for (int v = 0; v < VECTORS; v++) {
                a.broadcast(sum(n, v), X, Activation.offset(n, rows));
            }
        }
        for (int line = 0; line < lines; line++) {
            for (int v = 0; v < VECTORS; v++) {
                a.prefetch(W, line * LINE + v * VECTOR + AHEAD);
            }
            for (int v = 0; v < VECTORS; v++) {
                if (bytes) {
                    a.xor(WEIGHTS + v, FLIP, W, line * LINE + v * VECTOR);
                } else {
                    a.load(WEIGHTS + v, W, line * LINE + v * VECTOR);
                    a.xorAnd(WEIGHTS + v, FLIP, LOW);
                }
            }
            products(a, rows, 4 * line);
            for (int v = 0; v < VECTORS && !bytes; v++) {
                a.shiftRight(WEIGHTS + v, W, line * LINE + v * VECTOR, 4);
                a.xorAnd(WEIGHTS + v, FLIP, LOW);
            }
            if (!bytes) {
                products(a, rows, 16 + 4 * line);
            }
        }
        for (int v = 0; v < VECTORS; v++) {
            a.halves(WEIGHTS + v, W, lines * LINE + 32 * v);
        }
        for (int v = 0; v < 2; v++) {
            a.prefetch(W, lines * LINE + v * VECTOR + AHEAD);
        }
        for (int n = 0; n < rows; n++) {
            a.broadcast(BROADCAST, X, Activation.scale(n, rows));
            for (int v = 0; v < VECTORS; v++) {
                int y = (n * VECTORS + v) * VECTOR;
                a.multiply(FACTOR, WEIGHTS + v, BROADCAST);
                a.floats(sum(n, v), sum(n, v));
                a.multiplyThenAdd(sum(n, v), FACTOR, Y, y);
                a.store(sum(n, v), Y, y);
            }
        }
        a.add(W, block);
        a.add(X, rows * Activation.BYTES);
        a.loopWhileDecremented(BLOCKS, start);
        a.end();
        return a.bytes();
    }

    private static int sum(int row, int vector) {
        return row * VECTORS + vector;
    }

    private static void products(Assembler a, int rows, int column) {
        for (int n = 0; n < rows; n++) {
            a.broadcast(BROADCAST, X, Activation.bytes(n) + column);
            for (int v = 0; v < VECTORS; v++) {
                a.dotBytes(sum(n, v), WEIGHTS + v, BROADCAST);
            }
        }
    }

    /// Sixteens where there are matrices, and what is left as evenly as can be.
    @Override
    public int[] calls(int rows) {
        int many = matrices.isPresent() ? rows / MatrixTiles.ROWS : 0;
        int rest = rows - many * MatrixTiles.ROWS;
        int few = (rest + MOST - 1) / MOST;
        int[] calls = new int[many + few];
        Arrays.fill(calls, 0, many, MatrixTiles.ROWS);
        for (int i = 0; i < few; i++) {
            calls[many + i] = rest * (i + 1) / few - rest * i / few;
        }
        return calls;
    }

    @Override
    public long scratchBytes(int columns) {
        long sums = 4L * MatrixTiles.ROWS * Tiles.ROWS;
        if (matrices.isEmpty()) {
            return sums;
        }
        long bytes = fourBits ? MatrixTiles.tileBytes(columns) : 0;
        return sums + MatrixTiles.SCRATCH + bytes;
    }

    @Override
    public void quantise(long x, int blocks, Activation to) {
        int rows = to.rows();
        for (int n = 0; n < rows; n++) {
            quantise.call(
                    x + 4L * ActivationRows.BLOCK * n * blocks,
                    blocks,
                    to.address() + Activation.bytes(n),
                    to.address() + Activation.scale(n, rows),
                    to.stride(),
                    4L * rows);
        }
    }

    @Override
    public void multiply(
            long w,
            int tiles,
            long tileBytes,
            Activation[] calls,
            int blocks,
            Write write,
            long y,
            long stride,
            long scratch) {
        boolean one = calls.length == 1 && calls[0].rows() == 1;
        if (one && takesTiles) {
            if (write == Write.SET) {
                Lanes16.zero(y, tiles * Tiles.ROWS);
            }
            codes.getFirst().call(w, calls[0].address(), y, blocks, tiles, 0);
            return;
        }
        for (int tile = 0; tile < tiles; tile++) {
            long to = y + 4L * tile * Tiles.ROWS;
            multiply(w + tile * tileBytes, calls, blocks, write, to, stride, scratch);
        }
    }

    private void multiply(
            long w,
            Activation[] calls,
            int blocks,
            Write write,
            long y,
            long stride,
            long scratch) {
        int own = blocks * ActivationRows.BLOCK / columns;
        long work = scratch + 4L * MatrixTiles.ROWS * Tiles.ROWS;
        long bytes = w;
        if (fourBits && calls[0].rows() > MOST) {
            bytes = work + MatrixTiles.SCRATCH;
            WidenedTiles.widen(w, blocks, bytes);
        }
        for (Activation call : calls) {
            int rows = call.rows();
            if (rows == 1) {
                if (write == Write.SET) {
                    Lanes16.zero(y, Tiles.ROWS);
                }
                codes.getFirst().call(w, call.address(), y, own, 1, 0);
            } else {
                if (write == Write.SET) {
                    Lanes16.zero(scratch, rows * Tiles.ROWS);
                } else {
                    copy(y, stride, scratch, Tiles.ROWS, rows);
                }
                if (rows > MOST) {
                    matrices.orElseThrow().multiply(bytes, call.address(), scratch, blocks, work);
                } else {
                    codes.get(rows - 1).call(w, call.address(), scratch, own, 0, 0);
                }
                copy(scratch, Tiles.ROWS, y, stride, rows);
            }
            y += 4 * stride * rows;
        }
    }

    private static void copy(long from, long fromStride, long to, long toStride, int rows) {
        for (int n = 0; n < rows; n++) {
            Lanes16.copy(from + 4L * n * fromStride, to + 4L * n * toStride, Tiles.ROWS);
        }
    }

    @Override
    public void close() {
        codes.forEach(MachineCode::close);
        quantise.close();
        packing.ifPresent(PackMachine::close);
        matrices.ifPresent(MatrixTiles::close);
    }
}
