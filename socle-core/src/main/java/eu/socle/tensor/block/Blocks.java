package eu.socle.tensor.block;

import eu.socle.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// One block of 32 elements at a time (super-blocks of 256: [SuperBlocks]), decoded and encoded as
/// GGUF lays it out. All numbers are little-endian; f16 is IEEE binary16.
///
/// ```
/// Q4_0   f16 d | 16 bytes: element j in the low half of byte j, j + 16 in the high half | x = d (q - 8)
/// Q4_1   f16 d | f16 m | 16 bytes as Q4_0                                               | x = d q + m
/// Q5_0   f16 d | u32 h: bit j is the fifth bit of element j | 16 bytes as Q4_0          | x = d (q - 16)
/// Q5_1   f16 d | f16 m | u32 h | 16 bytes as Q4_0                                       | x = d q + m
/// Q8_0   f16 d | 32 signed bytes                                                        | x = d q
/// MXFP4  u8 e | 16 bytes as Q4_0, each half an e2m1 float                               | x = 2^(e - 127) q
/// ```
public final class Blocks {

    static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private static final int N = 32; // elements of a block
    private static final int HALF = N / 2;
    private static final short NOT_A_NUMBER = 0x7e00; // as a binary16
    private static final float NOTHING = -0f; // x + -0 is x for every x, -0 among them

    /// The sixteen numbers of e2m1 (OCP Microscaling Formats, 5.3.3), without a negative zero.
    private static final float[] E2M1 = {
        0, 0.5f, 1, 1.5f, 2, 3, 4, 6, 0, -0.5f, -1, -1.5f, -2, -3, -4, -6
    };

    private Blocks() {}

    /// Decodes one block.
    ///
    /// @param at first byte of the block
    /// @param x receives [DType#blockElements()] numbers from index `first` on
    public static void decode(DType type, MemorySegment data, long at, float[] x, int first) {
        switch (type) {
            case Q4_0 -> fourBits(data, at + 2, half(data, at), -8, NOTHING, x, first);
            case Q4_1 -> fourBits(data, at + 4, half(data, at), 0, half(data, at + 2), x, first);
            case Q5_0 -> fiveBits(data, at + 2, half(data, at), -16, NOTHING, x, first);
            case Q5_1 -> fiveBits(data, at + 4, half(data, at), 0, half(data, at + 2), x, first);
            case Q8_0 -> {
                float d = half(data, at);
                for (int j = 0; j < N; j++) {
                    x[first + j] = d * data.get(BYTE, at + 2 + j);
                }
            }
            case Q4_K -> SuperBlocks.decodeFourBits(data, at, x, first);
            case Q5_K -> SuperBlocks.decodeFiveBits(data, at, x, first);
            case Q6_K -> SixBits.decode(data, at, x, first);
            case MXFP4 -> microscaled(data, at, x, first);
            case F64, F32, BF16, F16, I64, I32, I16, I8, U8, BOOL ->
                    throw new IllegalArgumentException(type + " has no blocks");
            case Q8_0_TILES, Q4_0_TILES, Q4_K_TILES, Q5_K_TILES, Q6_K_TILES ->
                    throw new IllegalArgumentException(type + " has no blocks");
        }
    }

    /// Encodes one block; numbers that are not finite give a block that is not either.
    ///
    /// @param x holds [DType#blockElements()] numbers from index `first` on
    /// @param at first byte of the block
    public static void encode(DType type, float[] x, int first, MemorySegment data, long at) {
        if (!finite(x, first, type.blockElements())) {
            data.asSlice(at, type.blockBytes()).fill((byte) 0);
            boolean isSuper = type.blockElements() > N;
            data.set(SHORT, isSuper ? SuperBlocks.factor(type, at) : at, NOT_A_NUMBER);
            return;
        }
        switch (type) {
            case Q4_0 -> encodeFourBits(x, first, data, at);
            case Q8_0 -> encodeEightBits(x, first, data, at);
            case Q4_K -> SuperBlocks.encodeFourBits(x, first, data, at);
            case Q6_K -> SixBits.encode(x, first, data, at);
            case Q4_1,
                    Q5_0,
                    Q5_1,
                    Q5_K,
                    MXFP4,
                    F64,
                    F32,
                    BF16,
                    F16,
                    I64,
                    I32,
                    I16,
                    I8,
                    U8,
                    BOOL,
                    Q8_0_TILES,
                    Q4_0_TILES,
                    Q4_K_TILES,
                    Q5_K_TILES,
                    Q6_K_TILES ->
                    throw new IllegalArgumentException(type + " blocks are only read");
        }
    }

    private static void fourBits(
            MemorySegment data, long at, float d, int shift, float m, float[] x, int first) {
        for (int j = 0; j < HALF; j++) {
            int both = data.get(BYTE, at + j);
            x[first + j] = d * ((both & 15) + shift) + m;
            x[first + j + HALF] = d * ((both >> 4 & 15) + shift) + m;
        }
    }

    private static void fiveBits(
            MemorySegment data, long at, float d, int shift, float m, float[] x, int first) {
        int high = data.get(INT, at);
        for (int j = 0; j < HALF; j++) {
            int both = data.get(BYTE, at + 4 + j);
            int low = (both & 15) | ((high >>> j & 1) << 4);
            int up = (both >> 4 & 15) | ((high >>> (j + HALF) & 1) << 4);
            x[first + j] = d * (low + shift) + m;
            x[first + j + HALF] = d * (up + shift) + m;
        }
    }

    private static void microscaled(MemorySegment data, long at, float[] x, int first) {
        float d = Math.scalb(1f, (data.get(BYTE, at) & 255) - 127);
        for (int j = 0; j < HALF; j++) {
            int both = data.get(BYTE, at + 1 + j);
            x[first + j] = d * E2M1[both & 15];
            x[first + j + HALF] = d * E2M1[both >> 4 & 15];
        }
    }

    private static boolean finite(float[] x, int first, int count) {
        boolean finite = true;
        for (int i = first; i < first + count; i++) {
            finite &= Float.isFinite(x[i]);
        }
        return finite;
    }

    /// d = the number of largest magnitude / -8, so that it becomes exactly -8; q = trunc(x / d +
    /// 8.5) at most 15, each step rounded to f32 as the peers do.
    private static void encodeFourBits(float[] x, int first, MemorySegment data, long at) {
        float largest = 0;
        for (int j = 0; j < N; j++) {
            largest = Math.abs(x[first + j]) > Math.abs(largest) ? x[first + j] : largest;
        }
        float d = largest / -8;
        float inverse = d == 0 ? 0 : 1 / d;
        data.set(SHORT, at, Float.floatToFloat16(d));
        for (int j = 0; j < HALF; j++) {
            int low = nibble(x[first + j], inverse);
            int high = nibble(x[first + j + HALF], inverse);
            data.set(BYTE, at + 2 + j, (byte) (low | (high << 4)));
        }
    }

    private static int nibble(float x, float inverse) {
        return Math.clamp((int) (x * inverse + 8.5f), 0, 15);
    }

    /// d = largest magnitude / 127, q = x / d rounded half away from zero.
    private static void encodeEightBits(float[] x, int first, MemorySegment data, long at) {
        float largest = 0;
        for (int j = 0; j < N; j++) {
            largest = Math.max(largest, Math.abs(x[first + j]));
        }
        float d = largest / 127;
        float inverse = d == 0 ? 0 : 1 / d;
        data.set(SHORT, at, Float.floatToFloat16(d));
        for (int j = 0; j < N; j++) {
            float scaled = x[first + j] * inverse;
            int q =
                    (int)
                            (Math.abs(scaled)
                                    + 0.5); // in double: exact, so no number below .5 rounds up
            data.set(BYTE, at + 2 + j, (byte) (scaled < 0 ? -q : q));
        }
    }

    static float half(MemorySegment data, long at) {
        return Float.float16ToFloat(data.get(SHORT, at));
    }
}
