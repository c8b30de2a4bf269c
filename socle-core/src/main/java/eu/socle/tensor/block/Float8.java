package eu.socle.tensor.block;

/// Eight-bit floating point e4m3 without infinities (OCP 8-bit Floating Point, 5.2.1): sign, four
/// bits of exponent with bias 7, three of fraction; 0x7f and 0xff are NaN. Numbers run from 2^-9 to
/// 448.
public final class Float8 {

    /// The largest number.
    public static final float LARGEST = 448;

    private static final float LEAST_NORMAL = 0x1p-6f;
    private static final int NAN = 0x7f;

    private Float8() {}

    /// The nearest number, ties to even; what is larger than 448 becomes 448, a NaN stays one.
    public static byte encode(float x) {
        int bits = Float.floatToRawIntBits(x);
        int sign = bits >>> 24 & 0x80;
        float magnitude = Math.abs(x);
        if (Float.isNaN(x)) {
            return (byte) (sign | NAN);
        }
        if (magnitude >= LARGEST) {
            return (byte) (sign | 0x7e);
        }
        if (magnitude < LEAST_NORMAL) {
            return (byte) (sign | (int) Math.rint(magnitude * 0x1p9f)); // 8 is 2^-6, normal already
        }
        int kept = bits & 0x7fffffff;
        int rounded = kept + 0x7ffff + (kept >>> 20 & 1); // ties to even at 20 dropped bits
        return (byte) (sign | (rounded - (120 << 23)) >>> 20); // from bias 127 to 7
    }

    /// The number of these bits.
    public static float decode(byte code) {
        int magnitude = code & 0x7f;
        float sign = code < 0 ? -1 : 1;
        if (magnitude == NAN) {
            return Float.NaN;
        }
        if (magnitude < 8) {
            return sign * (magnitude * 0x1p-9f);
        }
        return sign * Float.intBitsToFloat((magnitude << 20) + (120 << 23));
    }
}
