package eu.socle.tensor;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Elements of a bfloat16 tensor: the upper half of an f32.
public final class Bf16 {

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Bf16() {}

    /// Element `i` of a bf16 tensor, counted in row-major order.
    public static float get(Tensor x, long i) {
        return Float.intBitsToFloat(x.data().getAtIndex(SHORT, i) << 16);
    }

    /// Sets element `i` of a bf16 tensor to the nearest bfloat16.
    public static void set(Tensor x, long i, float value) {
        x.data().setAtIndex(SHORT, i, bits(value));
    }

    /// The nearest bfloat16 as an f32.
    public static float round(float x) {
        return Float.intBitsToFloat(bits(x) << 16);
    }

    /// The bits of the nearest bfloat16, ties to even; a NaN stays one.
    public static short bits(float x) {
        int bits = Float.floatToRawIntBits(x);
        if (Float.isNaN(x)) {
            return (short) ((bits >>> 16) | 0x40);
        }
        return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
    }
}
