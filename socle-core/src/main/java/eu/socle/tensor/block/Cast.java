package eu.socle.tensor.block;

import eu.socle.tensor.Bf16;
import eu.socle.tensor.DType;
import eu.socle.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Copies numbers from one floating-point type to another, block types among them. Widening is
/// exact; narrowing rounds to nearest, ties to even; a block type rounds as its codec says.
public final class Cast {

    /// A multiple of every block length; small enough for the cache.
    private static final int CHUNK = 4096;

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Cast() {}

    /// True for the types that hold floating-point numbers, plain or in blocks.
    public static boolean isReal(DType type) {
        return switch (type) {
            case F64, F32, BF16, F16 -> true;
            case Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q4_K, Q5_K, Q6_K, MXFP4 -> true;
            case I64, I32, I16, I8, U8, BOOL -> false;
            case Q8_0_TILES, Q4_0_TILES, Q4_K_TILES, Q5_K_TILES, Q6_K_TILES -> false;
        };
    }

    /// True for the types that [#copy] can write.
    public static boolean canWrite(DType type) {
        return switch (type) {
            case F32, BF16, F16, Q4_0, Q8_0, Q4_K, Q6_K -> true;
            case F64, Q4_1, Q5_0, Q5_1, Q5_K, MXFP4 -> false;
            case I64, I32, I16, I8, U8, BOOL -> false;
            case Q8_0_TILES, Q4_0_TILES, Q4_K_TILES, Q5_K_TILES, Q6_K_TILES -> false;
        };
    }

    /// Copies all elements, in row-major order; equal types are copied byte by byte.
    ///
    /// @throws IllegalArgumentException if sizes differ, a type holds no floating-point numbers, or
    ///   the target's type cannot be written
    public static void copy(Tensor from, Tensor to) {
        if (from.size() != to.size()) {
            throw new IllegalArgumentException("cannot cast " + from + " to " + to);
        }
        if (from.type() == to.type()) {
            to.data().copyFrom(from.data());
            return;
        }
        if (!isReal(from.type()) || !canWrite(to.type())) {
            throw new IllegalArgumentException("cannot cast " + from + " to " + to);
        }
        float[] chunk = new float[CHUNK];
        long size = from.size();
        for (long at = 0; at < size; at += CHUNK) {
            int n = (int) Math.min(CHUNK, size - at);
            read(from.type(), from.data(), at, chunk, n);
            write(chunk, n, to.type(), to.data(), at);
        }
    }

    /// Reads `n` elements from element `at` on, both at the border of a block.
    private static void read(DType type, MemorySegment data, long at, float[] x, int n) {
        switch (type) {
            case F64 -> {
                for (int i = 0; i < n; i++) {
                    x[i] = (float) data.getAtIndex(DOUBLE, at + i);
                }
            }
            case F32 -> {
                for (int i = 0; i < n; i++) {
                    x[i] = data.getAtIndex(FLOAT, at + i);
                }
            }
            case BF16 -> {
                for (int i = 0; i < n; i++) {
                    x[i] = Float.intBitsToFloat(data.getAtIndex(SHORT, at + i) << 16);
                }
            }
            case F16 -> {
                for (int i = 0; i < n; i++) {
                    x[i] = Float.float16ToFloat(data.getAtIndex(SHORT, at + i));
                }
            }
            case Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q4_K, Q5_K, Q6_K, MXFP4 -> {
                for (int i = 0; i < n; i += type.blockElements()) {
                    Blocks.decode(type, data, type.bytesOf(at + i), x, i);
                }
            }
            case I64, I32, I16, I8, U8, BOOL -> throw new IllegalArgumentException("" + type);
            case Q8_0_TILES, Q4_0_TILES, Q4_K_TILES, Q5_K_TILES, Q6_K_TILES ->
                    throw new IllegalArgumentException("" + type);
        }
    }

    private static void write(float[] x, int n, DType type, MemorySegment data, long at) {
        switch (type) {
            case F32 -> {
                for (int i = 0; i < n; i++) {
                    data.setAtIndex(FLOAT, at + i, x[i]);
                }
            }
            case BF16 -> {
                for (int i = 0; i < n; i++) {
                    data.setAtIndex(SHORT, at + i, Bf16.bits(x[i]));
                }
            }
            case F16 -> {
                for (int i = 0; i < n; i++) {
                    data.setAtIndex(SHORT, at + i, Float.floatToFloat16(x[i]));
                }
            }
            case Q4_0, Q8_0, Q4_K, Q6_K -> {
                for (int i = 0; i < n; i += type.blockElements()) {
                    Blocks.encode(type, x, i, data, type.bytesOf(at + i));
                }
            }
            case F64, Q4_1, Q5_0, Q5_1, Q5_K, MXFP4 ->
                    throw new IllegalArgumentException("" + type);
            case I64, I32, I16, I8, U8, BOOL -> throw new IllegalArgumentException("" + type);
            case Q8_0_TILES, Q4_0_TILES, Q4_K_TILES, Q5_K_TILES, Q6_K_TILES ->
                    throw new IllegalArgumentException("" + type);
        }
    }
}
