package eu.socle.tensor.cpu.machine;

/// e^x: its constants, which the vectors use too, and its machine code.
///
/// e^x = 2^k e^r, where k is x / ln 2 rounded to an integer and e^r a polynomial.
public final class Exponential {

    public static final float LOG2_E = 1.44269504088896341f;
    public static final float LN2_HIGH =
            0.693145751953125f; // few bits: k * LN2_HIGH is exact for |k| < 2^9
    public static final float LN2_LOW = 1.42860677e-6f;
    public static final float ROUND =
            12582912f + 127f; // 1.5 * 2^23: adding it rounds to an integer; 127 is the exponent's
    // bias
    public static final float LEAST =
            -87.33f; // below, the result would be subnormal: it is taken as exp(LEAST), 1.2e-38
    public static final float MOST = 88.37f;
    // exp(r) = 1 + r + r^2 (C2 + .. + C6 r^4) on |r| <= ln2 / 2, least relative error (Lawson's
    // iteration): 3.1e-9, where Taylor's has 1.2e-7
    public static final float C6 = 0.0013814539915f;
    public static final float C5 = 0.0083687454462f;
    public static final float C4 = 0.0416683889925f;
    public static final float C3 = 0.1666652113199f;
    public static final float C2 = 0.4999999403954f;

    /// Vectors that hold the constants: so many, from the first one on.
    static final int CONSTANTS = 12;

    private static final float[] VALUES = {
        LEAST, MOST, LOG2_E, ROUND, -LN2_HIGH, -LN2_LOW, C6, C5, C4, C3, C2, 1f
    };

    private Exponential() {}

    /// Fills [#CONSTANTS] vectors; the last one holds ones.
    static void constants(Assembler a, int first) {
        for (int i = 0; i < VALUES.length; i++) {
            a.constant(first + i, Float.floatToRawIntBits(VALUES[i]));
        }
    }

    /// Vector p = e^x, operation by operation as the vectors of the Vector API do; x and the two
    /// vectors behind p are lost. A NaN stays one.
    ///
    /// @param constants first vector of [#constants(Assembler, int)]
    static void of(Assembler a, int p, int x, int constants) {
        int shifted = p + 1;
        int k = p + 2;
        a.larger(x, constants, x);
        a.smaller(x, constants + 1, x);
        a.copy(shifted, constants + 3);
        a.multiplyAdd(shifted, x, constants + 2);
        a.subtract(k, shifted, constants + 3);
        a.multiplyAdd(x, k, constants + 4);
        a.multiplyAdd(x, k, constants + 5);
        a.copy(p, constants + 6);
        for (int i = 7; i < VALUES.length; i++) {
            a.multiplyThenAdd(p, x, constants + i);
        }
        a.multiplyThenAdd(p, x, constants + VALUES.length - 1);
        a.shiftLeft(shifted, shifted, 23);
        a.multiply(p, p, shifted);
    }
}
