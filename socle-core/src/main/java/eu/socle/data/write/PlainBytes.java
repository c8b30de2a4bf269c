package eu.socle.data.write;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A growing array of bytes, little-endian.
public final class PlainBytes {

    private byte[] bytes = new byte[1 << 10];
    private int size;

    void put(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    void put(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    void putInt(int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += 8) {
            put(value >> shift);
        }
    }

    void putLong(long value) {
        for (int shift = 0; shift < Long.SIZE; shift += 8) {
            put((int) (value >> shift));
        }
    }

    /// Unsigned LEB128.
    void putVarint(int value) {
        int left = value;
        while ((left & ~0x7F) != 0) {
            put((left & 0x7F) | 0x80);
            left >>>= 7;
        }
        put(left);
    }

    int size() {
        return size;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    static byte[] of(long value) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }
}
