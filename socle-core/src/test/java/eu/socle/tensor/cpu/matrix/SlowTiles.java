package eu.socle.tensor.cpu.matrix;

/// What the machine code computes, one number after the other: the split, and the order of sums of
/// tdpbf16ps as Intel's manual gives it.
final class SlowTiles {

    private static final int[] LEFT = {2, 1, 1, 0, 0, 0}; // l h, m h, m m, h m, h l, h h
    private static final int[] RIGHT = {0, 0, 1, 1, 2, 0};

    private SlowTiles() {}

    /// h, m, l as bits of bfloat16.
    static short[] parts(float x) {
        float h = rounded(x);
        float m = rounded(x - h);
        float l = x - h - m;
        return new short[] {upper(h), upper(m), upper(l)};
    }

    private static float rounded(float x) {
        return Float.intBitsToFloat((Float.floatToRawIntBits(x) + 0x8000) & 0xffff0000);
    }

    private static short upper(float x) {
        return (short) (Float.floatToRawIntBits(x) >>> 16);
    }

    static float value(short part) {
        return Float.intBitsToFloat(part << 16);
    }

    private static float flushed(float x) {
        return Math.abs(x) < Float.MIN_NORMAL ? Math.copySign(0f, x) : x;
    }

    /// c + the inner product of a and b.
    static float dot(float c, float[] a, float[] b) {
        float sum = c;
        for (int from = 0; from < a.length; from += 32) {
            for (int step = 0; step < 6; step++) {
                float low = 0; // the pairs (i, i + 16) of k are even and odd columns of a register
                float high = 0;
                for (int i = 0; i < 16; i++) {
                    low = term(low, a, b, from + i, step);
                    high = term(high, a, b, from + 16 + i, step);
                }
                sum = flushed(sum + flushed(low + high));
            }
        }
        return sum;
    }

    private static float term(float sum, float[] a, float[] b, int k, int step) {
        float x = k < a.length ? a[k] : 0;
        float y = k < b.length ? b[k] : 0;
        float left = flushed(value(parts(x)[LEFT[step]]));
        float right = flushed(value(parts(y)[RIGHT[step]]));
        return flushed(Math.fma(left, right, sum));
    }
}
