package eu.socle.tensor.block;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// One super-block of Q6_K, 256 elements, as GGUF lays it out.
///
/// ```
/// 128 bytes low | 64 bytes high | 16 signed bytes sc | f16 d
/// halves of 128: byte l of 32 high bytes carries two bits each of elements l, l + 32, l + 64,
/// l + 96; 16 sub-blocks of 16: x = d sc (q - 32)
/// ```
final class SixBits {

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final int ELEMENTS = 256;
    private static final int PARTS = 16; // sub-blocks
    private static final int PART = 16; // their elements
    private static final int LOWEST = -32; // of q - 32
    private static final int HIGHEST = 31;
    private static final int SCALE = -128; // of the sub-block with the largest: its sign is d's

    private SixBits() {}

    static void decode(MemorySegment data, long at, float[] x, int first) {
        float d = Blocks.half(data, at + 208);
        for (int half = 0; half < 2; half++) {
            long low = at + 64L * half;
            long high = at + 128 + 32L * half;
            long scales = at + 192 + 8L * half;
            for (int quarter = 0; quarter < 4; quarter++) {
                int shift = quarter / 2 * 4;
                for (int l = 0; l < 32; l++) {
                    int four = data.get(BYTE, low + l + 32L * (quarter % 2)) >> shift & 15;
                    int two = data.get(BYTE, high + l) >> (2 * quarter) & 3;
                    int scale = data.get(BYTE, scales + l / 16 + 2L * quarter);
                    x[first + 128 * half + 32 * quarter + l] =
                            d * scale * ((four | (two << 4)) - 32);
                }
            }
        }
    }

    /// Each sub-block gets the scale of least squared error ([#fit]); these are rounded to eight
    /// bits of the largest, and the elements to the grid that then stands.
    static void encode(float[] x, int first, MemorySegment data, long at) {
        double[] scales = new double[PARTS];
        double largest = 0;
        for (int part = 0; part < PARTS; part++) {
            scales[part] = fit(x, first + part * PART);
            largest = Math.abs(scales[part]) > Math.abs(largest) ? scales[part] : largest;
        }
        short stored = Float.floatToFloat16((float) (largest / SCALE));
        float d = Float.float16ToFloat(stored);
        data.set(Blocks.SHORT, at + 208, stored);
        int[] levels = new int[ELEMENTS];
        for (int part = 0; part < PARTS; part++) {
            int sc = d == 0 ? 0 : Math.clamp(Math.round(scales[part] / d), SCALE, -SCALE - 1);
            data.set(BYTE, at + 192 + part, (byte) sc);
            for (int l = 0; l < PART; l++) {
                int i = part * PART + l;
                levels[i] = level(x[first + i], d * sc) - LOWEST;
            }
        }
        put(levels, data, at);
    }

    private static void put(int[] levels, MemorySegment data, long at) {
        for (int half = 0; half < 2; half++) {
            int base = 128 * half;
            for (int l = 0; l < 32; l++) {
                int a = levels[base + l];
                int b = levels[base + 32 + l];
                int c = levels[base + 64 + l];
                int e = levels[base + 96 + l];
                data.set(BYTE, at + 64L * half + l, (byte) ((a & 15) | (c & 15) << 4));
                data.set(BYTE, at + 64L * half + 32 + l, (byte) ((b & 15) | (e & 15) << 4));
                data.set(
                        BYTE,
                        at + 128 + 32L * half + l,
                        (byte) (a >> 4 | b >> 4 << 2 | c >> 4 << 4 | e >> 4 << 6));
            }
        }
    }

    private static int level(double x, double scale) {
        return scale == 0 ? 0 : (int) Math.clamp(Math.rint(x / scale), LOWEST, HIGHEST);
    }

    /// Scale a of x = a q, q in -32..31: for 19 slightly different scales that put the element of
    /// largest magnitude near -32 the one of least squares for the levels it gives, and of these
    /// the one that errs least.
    private static double fit(float[] x, int first) {
        float largest = 0;
        for (int l = 0; l < PART; l++) {
            largest = Math.abs(x[first + l]) > Math.abs(largest) ? x[first + l] : largest;
        }
        double best = 0;
        double leastError = Double.POSITIVE_INFINITY;
        for (int step = -9; step <= 9 && largest != 0; step++) {
            double scale = squares(x, first, largest / (LOWEST - 0.1 * step));
            double error = 0;
            for (int l = 0; l < PART; l++) {
                double e = scale * level(x[first + l], scale) - x[first + l];
                error += e * e;
            }
            if (error < leastError) {
                leastError = error;
                best = scale;
            }
        }
        return best;
    }

    /// The scale of least squares for the levels of another.
    private static double squares(float[] x, int first, double scale) {
        double sumQq = 0;
        double sumQx = 0;
        for (int l = 0; l < PART; l++) {
            double q = level(x[first + l], scale);
            sumQq += q * q;
            sumQx += q * x[first + l];
        }
        return sumQq == 0 ? scale : sumQx / sumQq;
    }
}
