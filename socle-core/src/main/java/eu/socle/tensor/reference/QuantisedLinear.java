package eu.socle.tensor.reference;

import eu.socle.tensor.DType;
import eu.socle.tensor.Shapes;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.Write;
import eu.socle.tensor.block.Blocks;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// What a product with weights of Q8_0, Q4_0, Q4_K, Q5_K or Q6_K means where activations are
/// quantised as well. [ReferenceBackend#linear] is the third meaning, with activations as they are.
///
/// Legend: x `[N, I]` activations, w `[O, I]` weights with integers v and one scale e for each
/// block of 32 columns, y `[N, O]`.
public final class QuantisedLinear {

    private static final int BLOCK = 32;
    private static final ValueLayout.OfShort HALF =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private QuantisedLinear() {}

    /// Few rows: activations quantised in blocks of 32 columns, d = max|x| / 127, u = x / d rounded
    /// half away from zero. y = sum over blocks of d e (sum of u v). Integers are exact.
    public static void blockwise(Tensor y, Tensor x, Tensor w, Write write) {
        Shapes.linear(y, x, w);
        int columns = x.columns();
        int[] u = new int[columns];
        float[] d = new float[columns / BLOCK];
        for (int n = 0; n < x.rows(); n++) {
            for (int b = 0; b < d.length; b++) {
                d[b] = quantise(x, (long) n * columns + (long) b * BLOCK, BLOCK, u, b * BLOCK);
            }
            for (int o = 0; o < w.rows(); o++) {
                double sum = 0;
                if (w.type().blockElements() > BLOCK) {
                    put(y, (long) n * w.rows() + o, superBlocks(w, o, u, d), write);
                    continue;
                }
                for (int b = 0; b < d.length; b++) {
                    long products = 0;
                    for (int i = b * BLOCK; i < (b + 1) * BLOCK; i++) {
                        products += (long) u[i] * integer(w, o, i);
                    }
                    sum += (double) d[b] * scale(w, o, b) * products;
                }
                put(y, (long) n * w.rows() + o, sum, write);
            }
        }
    }

    /// The sum over blocks of 32 columns of d (sum of u w), for weights whose numbers are made of
    /// more than an integer and a scale.
    private static double superBlocks(Tensor w, int row, int[] u, float[] d) {
        int size = w.type().blockElements();
        float[] x = new float[size];
        double sum = 0;
        for (int first = 0; first < u.length; first += size) {
            long at = row * w.type().bytesOf(w.columns()) + w.type().bytesOf(first);
            Blocks.decode(w.type(), w.data(), at, x, 0);
            for (int i = 0; i < size; i++) {
                sum += (double) d[(first + i) / BLOCK] * u[first + i] * x[i];
            }
        }
        return sum;
    }

    /// Many rows: one scale for each row of activations, d = max|x| / 127, and one for each row of
    /// weights, f = max|e v| / 127; u as above, t = v (e / f) rounded to even, in floats. y = d f
    /// (sum of u t). Integers are exact.
    public static void rowwise(Tensor y, Tensor x, Tensor w, Write write) {
        Shapes.linear(y, x, w);
        int columns = x.columns();
        int[] u = new int[columns];
        int[][] t = new int[w.rows()][columns];
        float[] f = new float[w.rows()];
        for (int o = 0; o < w.rows(); o++) {
            f[o] = requantise(w, o, t[o]);
        }
        for (int n = 0; n < x.rows(); n++) {
            float d = quantise(x, (long) n * columns, columns, u, 0);
            for (int o = 0; o < w.rows(); o++) {
                long products = 0;
                for (int i = 0; i < columns; i++) {
                    products += (long) u[i] * t[o][i];
                }
                put(y, (long) n * w.rows() + o, (double) d * f[o] * products, write);
            }
        }
    }

    private static float quantise(Tensor x, long first, int count, int[] u, int at) {
        float largest = 0;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, Math.abs(x.get(first + i)));
        }
        float d = largest / 127;
        float inverse = d == 0 ? 0 : 1 / d;
        for (int i = 0; i < count; i++) {
            float scaled = x.get(first + i) * inverse;
            u[at + i] = Math.clamp((int) (scaled + Math.copySign(0.5f, scaled)), -127, 127);
        }
        return d;
    }

    private static float requantise(Tensor w, int row, int[] t) {
        float largest = 0;
        for (int i = 0; i < t.length; i++) {
            largest =
                    Math.max(
                            largest,
                            scale(w, row, i / BLOCK) == 0
                                    ? 0
                                    : Math.abs(scale(w, row, i / BLOCK))
                                            * Math.abs(integer(w, row, i)));
        }
        float f = largest / 127;
        float inverse = f == 0 ? 0 : 1 / f;
        for (int i = 0; i < t.length; i++) {
            float ratio = scale(w, row, i / BLOCK) * inverse;
            t[i] = (int) Math.rint(integer(w, row, i) * ratio);
        }
        return f;
    }

    private static float scale(Tensor w, long row, int block) {
        long at = row * w.type().bytesOf(w.columns()) + (long) block * w.type().blockBytes();
        return Float.float16ToFloat(w.data().get(HALF, at));
    }

    private static int integer(Tensor w, long row, int column) {
        long block =
                row * w.type().bytesOf(w.columns())
                        + (long) (column / BLOCK) * w.type().blockBytes()
                        + 2;
        int i = column % BLOCK;
        if (w.type() == DType.Q8_0) {
            return w.data().get(ValueLayout.JAVA_BYTE, block + i);
        }
        if (w.type() != DType.Q4_0) {
            throw new IllegalArgumentException(w + " is neither Q8_0 nor Q4_0");
        }
        int both = w.data().get(ValueLayout.JAVA_BYTE, block + i % 16);
        return (i < 16 ? both & 15 : both >> 4 & 15) - 8;
    }

    private static void put(Tensor y, long i, double value, Write write) {
        y.set(i, (float) (write == Write.ADD ? y.get(i) + value : value));
    }
}
