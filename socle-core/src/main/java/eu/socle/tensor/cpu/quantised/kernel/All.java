package eu.socle.tensor.cpu.quantised.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// All memory as one segment, so that C2 removes its bounds checks; callers check shapes before
/// they come here ([eu.socle.tensor.Shapes]). Files are little-endian, and so is every machine that
/// has vectors for this package.
public final class All {

    static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    @SuppressWarnings("restricted") // shapes are checked before
    public static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ORDER);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ORDER);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ORDER);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ORDER);

    private All() {}

    public static float getFloat(long address) {
        return MEMORY.get(FLOAT, address);
    }

    public static void setFloat(long address, float value) {
        MEMORY.set(FLOAT, address, value);
    }

    public static short getShort(long address) {
        return MEMORY.get(SHORT, address);
    }

    public static void setShort(long address, short value) {
        MEMORY.set(SHORT, address, value);
    }

    public static int getInt(long address) {
        return MEMORY.get(INT, address);
    }

    public static void setInt(long address, int value) {
        MEMORY.set(INT, address, value);
    }

    static void setLong(long address, long value) {
        MEMORY.set(LONG, address, value);
    }

    public static byte getByte(long address) {
        return MEMORY.get(ValueLayout.JAVA_BYTE, address);
    }

    static void setByte(long address, byte value) {
        MEMORY.set(ValueLayout.JAVA_BYTE, address, value);
    }

    /// A binary16 number.
    public static float getHalf(long address) {
        return Float.float16ToFloat(getShort(address));
    }
}
