package eu.socle.tensor.cpu.quantised;

import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;

/// Activations quantised once for a whole product: in blocks of 32 columns for few rows, with one
/// scale for each row for many ([eu.socle.tensor.reference.QuantisedLinear] says how). The memory
/// grows with the largest product.
final class ActivationRows {

    static final int BLOCK = 32;

    private final Memory memory;
    private Tensor words;
    private Tensor scales;

    ActivationRows(Memory memory) {
        this.memory = memory;
        this.words = memory.allocate(DType.I16, 0);
        this.scales = memory.zeros(0);
    }

    private void reserve(long wordCount, long scaleCount) {
        if (words.size() < wordCount) {
            words = memory.allocate(DType.I16, wordCount);
        }
        if (scales.size() < scaleCount) {
            scales = memory.zeros(scaleCount);
        }
    }

    /// Quantises all rows in blocks, for weights of this plain type.
    void blocks(Tensor x, DType weights) {
        reserve(x.size(), x.size() / BLOCK);
        boolean halves = weights == DType.Q4_0;
        for (long b = 0; b < x.size() / BLOCK; b++) {
            long from = x.data().address() + 4 * BLOCK * b;
            float d = largest(from, BLOCK) / 127;
            float inverse = d == 0 ? 0 : 1 / d;
            All.setFloat(scales.data().address() + 4 * b, d);
            long to = words.data().address() + 2 * BLOCK * b;
            for (int i = 0; i < BLOCK; i++) {
                int q = round(All.getFloat(from + 4L * i) * inverse);
                All.setShort(to + 2L * (halves ? fourBitPlace(i) : i), (short) q);
            }
        }
    }

    /// Where the words of Q4_0 hold column i of a block: i and i + 16 share a byte, two bytes a
    /// word.
    static int fourBitPlace(int i) {
        return i < 16 ? 2 * i : 2 * (i - 16) + 1;
    }

    /// One row, after [#blocks].
    Activation row(int n, int columns) {
        return new Activation(
                words.data().address() + 2L * n * columns,
                scales.data().address() + 4L * n * (columns / BLOCK));
    }

    /// Makes room for so many rows as bytes, which [#bytes] fills one by one.
    void reserveBytes(int rows, int columns) {
        reserve(((long) rows * columns + 1) / 2, rows);
    }

    /// Quantises one row with one scale.
    void bytes(Tensor x, int n) {
        int columns = x.columns();
        long from = x.data().address() + 4L * n * columns;
        float d = largest(from, columns) / 127;
        float inverse = d == 0 ? 0 : 1 / d;
        All.setFloat(scales.data().address() + 4L * n, d);
        long to = bytes() + (long) n * columns;
        for (int i = 0; i < columns; i++) {
            All.setByte(to + i, (byte) round(All.getFloat(from + 4L * i) * inverse));
        }
    }

    /// Address of the bytes of all rows.
    long bytes() {
        return words.data().address();
    }

    /// Scale of one row, after [#bytes].
    float scale(int n) {
        return All.getFloat(scales.data().address() + 4L * n);
    }

    private static float largest(long x, int count) {
        float largest = 0;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, Math.abs(All.getFloat(x + 4L * i)));
        }
        return largest;
    }

    private static int round(float scaled) {
        return Math.clamp((int) (scaled + Math.copySign(0.5f, scaled)), -127, 127);
    }
}
