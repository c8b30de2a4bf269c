package eu.socle.model.gguf;

import eu.socle.core.Refusal;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Reads a GGUF header from front to back and believes no length before it was compared with what
/// is left of the file.
final class GgufCursor {

    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final String where;
    private final MemorySegment bytes;
    private long at;

    /// @param where named in refusals
    GgufCursor(String where, MemorySegment bytes) {
        this.where = where;
        this.bytes = bytes;
    }

    long position() {
        return at;
    }

    long left() {
        return bytes.byteSize() - at;
    }

    int u8(String what) {
        return bytes.get(ValueLayout.JAVA_BYTE, take(1, what)) & 0xff;
    }

    int u16(String what) {
        return bytes.get(SHORT, take(2, what)) & 0xffff;
    }

    long u32(String what) {
        return bytes.get(INT, take(4, what)) & 0xffff_ffffL;
    }

    long u64(String what) {
        return bytes.get(LONG, take(8, what));
    }

    /// A count of things that take at least `each` bytes; at most `limit`.
    int count(String what, long each, int limit) {
        long count = u64(what);
        if (count < 0 || count > limit || count > left() / each) {
            throw damaged(
                    what
                            + " claims "
                            + Long.toUnsignedString(count)
                            + " items in the "
                            + left()
                            + " bytes that are left (at most "
                            + limit
                            + ")");
        }
        return (int) count;
    }

    String text(String what, int limit) {
        int length = count(what, 1, limit);
        byte[] text = new byte[length];
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, take(length, what), text, 0, length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(java.nio.ByteBuffer.wrap(text))
                    .toString();
        } catch (CharacterCodingException e) {
            throw damaged(what + " is not UTF-8");
        }
    }

    private long take(long length, String what) {
        if (length > left()) {
            throw damaged("it ends inside " + what);
        }
        long here = at;
        at += length;
        return here;
    }

    Refusal damaged(String why) {
        return Refusal.failure(
                where + " cannot be read as GGUF: " + why + "; fetch or write it again.");
    }
}
