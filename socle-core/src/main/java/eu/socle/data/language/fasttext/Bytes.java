package eu.socle.data.language.fasttext;

import eu.socle.core.Refusal;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Reads a model file from its start to its end and refuses to read beyond it. The file is not
/// trusted: no count is believed before the bytes for it are there.
public final class Bytes {

    static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int LONGEST_WORD = 1 << 16; // bytes

    private final Path file;
    private final MemorySegment bytes;
    private long at;

    /// @param file named in refusals
    public Bytes(Path file, MemorySegment bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /// Bytes not read yet.
    public long left() {
        return bytes.byteSize() - at;
    }

    /// A refusal that names the file and the place.
    public Refusal damaged(String what) {
        return Refusal.failure(
                file
                        + " is no fastText model that can be used: "
                        + what
                        + " (before byte "
                        + at
                        + "); fetch or train it again.");
    }

    private long take(long count) {
        if (count < 0 || count > left()) {
            throw damaged("it ends before what it announces");
        }
        long from = at;
        at += count;
        return from;
    }

    public int int32() {
        return bytes.get(INT, take(4));
    }

    public long int64() {
        return bytes.get(LONG, take(8));
    }

    /// One byte that must be 0 or 1.
    public boolean flag() {
        byte value = bytes.get(ValueLayout.JAVA_BYTE, take(1));
        if (value != 0 && value != 1) {
            throw damaged("a yes or no has the value " + value);
        }
        return value == 1;
    }

    byte int8() {
        return bytes.get(ValueLayout.JAVA_BYTE, take(1));
    }

    public void skip(long count) {
        take(count);
    }

    /// A word that ends with a zero byte, one character a byte.
    String word() {
        long end = at;
        while (end < bytes.byteSize() && bytes.get(ValueLayout.JAVA_BYTE, end) != 0) {
            end++;
            if (end - at > LONGEST_WORD) {
                throw damaged("a word is longer than " + LONGEST_WORD + " bytes");
            }
        }
        int length = (int) (end - at);
        byte[] word = new byte[length];
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, take(length + 1L), word, 0, length);
        return new String(word, StandardCharsets.ISO_8859_1);
    }

    /// The next so many elements of so many bytes, not copied.
    MemorySegment block(long rows, long columns, int size) {
        if (rows < 0 || columns < 0 || (columns > 0 && rows > left() / columns / size)) {
            throw damaged(rows + " times " + columns + " elements are more than it holds");
        }
        long count = rows * columns * size;
        return bytes.asSlice(take(count), count);
    }
}
