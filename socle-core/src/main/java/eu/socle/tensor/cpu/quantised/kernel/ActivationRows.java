package eu.socle.tensor.cpu.quantised.kernel;

import static eu.socle.tensor.cpu.quantised.kernel.Lanes16.LF;

import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Activations quantised once for a whole product: in blocks of 32 columns, or with one scale for
/// each row ([eu.socle.tensor.reference.QuantisedLinear] says how). The memory grows with the
/// largest product.
public final class ActivationRows {

    public static final int BLOCK = 32;
    private static final int HALF = 16;

    private final Memory memory;
    private Tensor records; // or bytes of whole rows
    private Tensor words;
    private Tensor scales;

    public ActivationRows(Memory memory) {
        this.memory = memory;
        this.records = memory.allocate(DType.I8, 0);
        this.words = memory.allocate(DType.I16, 0);
        this.scales = memory.zeros(0);
    }

    /// Makes room for rows in blocks, which [#block] fills.
    public void reserveBlocks(int rows, int columns) {
        long size = (long) rows * (columns / BLOCK) * Activation.BYTES;
        if (records.size() < size) {
            records = memory.allocate(DType.I8, size);
        }
        if (words.size() < (long) rows * columns) {
            words = memory.allocate(DType.I16, (long) rows * columns);
        }
    }

    /// Makes room for rows of bytes, which [#bytes] fills.
    public void reserveBytes(int rows, int columns) {
        if (records.size() < (long) rows * columns) {
            records = memory.allocate(DType.I8, (long) rows * columns);
        }
        if (scales.size() < rows) {
            scales = memory.zeros(rows);
        }
    }

    /// Where `rows` rows from row `from` on lie that one call of a kernel takes.
    public Activation at(int from, int rows, int columns) {
        long blocks = columns / BLOCK;
        return new Activation(
                records.data().address() + from * blocks * Activation.BYTES,
                rows,
                words.data().address() + 2L * from * columns);
    }

    /// Quantises rows of x in blocks.
    ///
    /// @param shift what is added to weights so that they are unsigned ([Kernels#shift])
    static void blocks(long x, int blocks, int shift, Activation to) {
        int rows = to.rows();
        for (int n = 0; n < rows; n++) {
            for (int b = 0; b < blocks; b++) {
                long from = x + 4L * BLOCK * ((long) n * blocks + b);
                long block = to.address() + (long) b * to.stride();
                float d = largest(from, BLOCK) / 127;
                long bytes = block + Activation.bytes(n);
                int first = -shift * quantise(from, HALF, d, bytes);
                int second = -shift * quantise(from + 4L * HALF, HALF, d, bytes + HALF);
                All.setFloat(block + Activation.scale(n, rows), d);
                All.setInt(block + Activation.offset(n, rows), first + second);
                All.setInt(block + Activation.offset(n, rows, 0), first);
                All.setInt(block + Activation.offset(n, rows, 1), second);
            }
        }
    }

    /// Quantises row `n` of x with one scale.
    public void bytes(Tensor x, int n) {
        int columns = x.columns();
        long from = x.data().address() + 4L * n * columns;
        float d = largest(from, columns) / 127;
        All.setFloat(scales.data().address() + 4L * n, d);
        quantise(from, columns, d, bytes() + (long) n * columns);
    }

    /// Address of the bytes of all rows.
    public long bytes() {
        return records.data().address();
    }

    /// Scale of one row, after [#bytes].
    public float scale(int n) {
        return All.getFloat(scales.data().address() + 4L * n);
    }

    /// The largest magnitude of some numbers, a multiple of 32.
    private static float largest(long x, int count) {
        FloatVector most = FloatVector.zero(Lanes16.F);
        for (int i = 0; i < count; i += LF) {
            most = most.max(Lanes16.loadFloats(x + 4L * i).abs());
        }
        return most.reduceLanes(VectorOperators.MAX); // of no order
    }

    /// x / d as bytes, rounded half away from zero, and their sum.
    private static int quantise(long x, int count, float d, long to) {
        float inverse = d == 0 ? 0 : 1 / d;
        IntVector sum = IntVector.zero(Lanes16.I);
        for (int i = 0; i < count; i += LF) {
            FloatVector scaled = Lanes16.loadFloats(x + 4L * i).mul(inverse);
            IntVector half =
                    scaled.reinterpretAsInts()
                            .and(0x80000000)
                            .or(Float.floatToRawIntBits(0.5f)); // with the sign of x
            IntVector q =
                    (IntVector)
                            scaled.add(half.reinterpretAsFloats())
                                    .convertShape(VectorOperators.F2I, Lanes16.I, 0);
            q = q.max(-127).min(127);
            sum = sum.add(q);
            Lanes16.storeBytes(q, to + i);
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }
}
