package eu.socle.tensor.block;

import eu.socle.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// One super-block of 256 elements, decoded and encoded as GGUF lays it out; Q6_K is [SixBits].
///
/// ```
/// Q4_K  f16 d | f16 dmin | 12 bytes s | 128 bytes: 32 bytes carry sub-blocks 2i (low half) and 2i + 1
///       8 sub-blocks of 32: x = d sc q - dmin m
/// Q5_K  f16 d | f16 dmin | 12 bytes s | 32 bytes h: bit b of byte l is the fifth bit of element l of
///       sub-block b | 128 bytes as Q4_K
/// s     6-bit scales and minima; j < 4: sc = s[j] & 63, m = s[j + 4] & 63; else their low four bits
///       share s[j + 4], and their high two bits lie above those of s[j - 4] and s[j]
/// ```
final class SuperBlocks {

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final int PARTS = 8; // sub-blocks of Q4_K and Q5_K
    private static final int PART = 32; // their elements
    private static final int LARGEST_SCALE = 63;
    private static final int LARGEST_FOUR_BITS = 15;

    private SuperBlocks() {}

    static void decodeFourBits(MemorySegment data, long at, float[] x, int first) {
        float d = Blocks.half(data, at);
        float least = Blocks.half(data, at + 2);
        for (int part = 0; part < PARTS; part++) {
            float scale = d * scale(data, at + 4, part);
            float offset = least * minimum(data, at + 4, part);
            long bytes = at + 16 + part / 2 * (long) PART;
            int shift = part % 2 * 4;
            for (int l = 0; l < PART; l++) {
                int q = data.get(BYTE, bytes + l) >> shift & 15;
                x[first + part * PART + l] = scale * q - offset;
            }
        }
    }

    static void decodeFiveBits(MemorySegment data, long at, float[] x, int first) {
        float d = Blocks.half(data, at);
        float least = Blocks.half(data, at + 2);
        for (int part = 0; part < PARTS; part++) {
            float scale = d * scale(data, at + 4, part);
            float offset = least * minimum(data, at + 4, part);
            long bytes = at + 48 + part / 2 * (long) PART;
            int shift = part % 2 * 4;
            for (int l = 0; l < PART; l++) {
                int fifth = (data.get(BYTE, at + 16 + l) >> part & 1) << 4;
                int q = (data.get(BYTE, bytes + l) >> shift & 15) | fifth;
                x[first + part * PART + l] = scale * q - offset;
            }
        }
    }

    /// The integer q of element i of a block: 0..15, 0..31 or 0..63.
    static int integer(DType type, MemorySegment data, long at, int i) {
        int part = i / PART;
        int l = i % PART;
        int shift = part % 2 * 4;
        if (type == DType.Q4_K) {
            return data.get(BYTE, at + 16 + (long) PART * (part / 2) + l) >> shift & 15;
        }
        if (type == DType.Q5_K) {
            int fifth = (data.get(BYTE, at + 16 + l) >> part & 1) << 4;
            return (data.get(BYTE, at + 48 + (long) PART * (part / 2) + l) >> shift & 15) | fifth;
        }
        int half = i / 128;
        int quarter = part % 4;
        int four = data.get(BYTE, at + 64L * half + l + 32L * (quarter % 2)) >> (quarter / 2 * 4);
        int two = data.get(BYTE, at + 128 + 32L * half + l) >> (2 * quarter) & 3;
        return (four & 15) | (two << 4);
    }

    /// The integer scale of element i: 6 bits, or a signed byte (Q6_K).
    static int scale(DType type, MemorySegment data, long at, int i) {
        return type == DType.Q6_K
                ? data.get(BYTE, at + 192 + i / 16)
                : scale(data, at + 4, i / PART);
    }

    /// The integer minimum of element i of Q4_K and Q5_K.
    static int minimumOf(MemorySegment data, long at, int i) {
        return minimum(data, at + 4, i / PART);
    }

    /// Where the binary16 scale of a block lies.
    static long factor(DType type, long at) {
        return type == DType.Q6_K ? at + 208 : at;
    }

    private static int scale(MemorySegment data, long s, int j) {
        if (j < 4) {
            return data.get(BYTE, s + j) & 63;
        }
        return (data.get(BYTE, s + j + 4) & 15) | (data.get(BYTE, s + j - 4) >> 6 & 3) << 4;
    }

    private static int minimum(MemorySegment data, long s, int j) {
        if (j < 4) {
            return data.get(BYTE, s + j + 4) & 63;
        }
        return (data.get(BYTE, s + j + 4) >> 4 & 15) | (data.get(BYTE, s + j) >> 6 & 3) << 4;
    }

    /// Each sub-block gets the scale and minimum of least squared error ([#fit]); these are rounded
    /// to 6 bits of the largest of each, and the elements to the grid that then stands.
    static void encodeFourBits(float[] x, int first, MemorySegment data, long at) {
        float[] scales = new float[PARTS];
        float[] minima = new float[PARTS];
        float largestScale = 0;
        float largestMinimum = 0;
        for (int part = 0; part < PARTS; part++) {
            fit(x, first + part * PART, part, scales, minima);
            largestScale = Math.max(largestScale, scales[part]);
            largestMinimum = Math.max(largestMinimum, minima[part]);
        }
        short d = Float.floatToFloat16(largestScale / LARGEST_SCALE);
        short least = Float.floatToFloat16(largestMinimum / LARGEST_SCALE);
        data.set(Blocks.SHORT, at, d);
        data.set(Blocks.SHORT, at + 2, least);
        MemorySegment.copy(new byte[12], 0, data, BYTE, at + 4, 12);
        for (int part = 0; part < PARTS; part++) {
            int sc = sixBits(scales[part], Float.float16ToFloat(d));
            int m = sixBits(minima[part], Float.float16ToFloat(least));
            putScales(data, at + 4, part, sc, m);
            float scale = Float.float16ToFloat(d) * sc;
            float offset = Float.float16ToFloat(least) * m;
            long bytes = at + 16 + part / 2 * (long) PART;
            for (int l = 0; l < PART; l++) {
                int q = level(x[first + part * PART + l], scale, offset);
                byte other = part % 2 == 0 ? 0 : data.get(BYTE, bytes + l);
                data.set(BYTE, bytes + l, (byte) (other | (q << (part % 2 * 4))));
            }
        }
    }

    private static int sixBits(float value, float unit) {
        return unit == 0 ? 0 : Math.clamp(Math.round(value / unit), 0, LARGEST_SCALE);
    }

    private static int level(float x, float scale, float offset) {
        return scale == 0 ? 0 : Math.clamp(Math.round((x + offset) / scale), 0, LARGEST_FOUR_BITS);
    }

    private static void putScales(MemorySegment data, long s, int j, int sc, int m) {
        if (j < 4) {
            data.set(BYTE, s + j, (byte) sc);
            data.set(BYTE, s + j + 4, (byte) m);
            return;
        }
        data.set(BYTE, s + j + 4, (byte) ((sc & 15) | (m << 4)));
        data.set(BYTE, s + j - 4, (byte) (data.get(BYTE, s + j - 4) | (sc >> 4 << 6)));
        data.set(BYTE, s + j, (byte) (data.get(BYTE, s + j) | (m >> 4 << 6)));
    }

    /// Scale a and minimum b >= 0 of x = a q - b, q in 0..15: for 21 grids of slightly different
    /// widths the line of least squares through (q, x), and of these the one whose own grid errs
    /// least.
    private static void fit(float[] x, int first, int part, float[] scales, float[] minima) {
        float low = 0; // the grid always holds 0 or lies above it
        float high = x[first];
        for (int l = 0; l < PART; l++) {
            low = Math.min(low, x[first + l]);
            high = Math.max(high, x[first + l]);
        }
        if (high <= low) { // constant and not above 0
            minima[part] = -low;
            return;
        }
        double bestError = Double.POSITIVE_INFINITY;
        for (int step = -10; step <= 10; step++) {
            double width = (high - low) / (LARGEST_FOUR_BITS + 0.1 * step);
            double[] line = line(x, first, low, width);
            double error = error(x, first, line[0], line[1]);
            if (error < bestError) {
                bestError = error;
                scales[part] = (float) line[0];
                minima[part] = (float) line[1];
            }
        }
    }

    /// {a, b} of least squares for the levels of the grid low, low + width, ...
    private static double[] line(float[] x, int first, double low, double width) {
        double sumQ = 0;
        double sumQq = 0;
        double sumX = 0;
        double sumQx = 0;
        for (int l = 0; l < PART; l++) {
            double q = Math.clamp(Math.rint((x[first + l] - low) / width), 0, LARGEST_FOUR_BITS);
            sumQ += q;
            sumQq += q * q;
            sumX += x[first + l];
            sumQx += q * x[first + l];
        }
        double determinant = PART * sumQq - sumQ * sumQ;
        double a = determinant == 0 ? width : (PART * sumQx - sumQ * sumX) / determinant;
        double b = determinant == 0 ? -low : (sumQ * sumQx - sumQq * sumX) / determinant;
        if (b < 0 || a <= 0) { // a minimum above 0 cannot be stored: a line through 0
            return new double[] {sumQq == 0 ? width : Math.max(sumQx / sumQq, 0), 0};
        }
        return new double[] {a, b};
    }

    private static double error(float[] x, int first, double a, double b) {
        double error = 0;
        for (int l = 0; l < PART; l++) {
            double q =
                    a == 0
                            ? 0
                            : Math.clamp(Math.rint((x[first + l] + b) / a), 0, LARGEST_FOUR_BITS);
            double e = a * q - b - x[first + l];
            error += e * e;
        }
        return error;
    }
}
