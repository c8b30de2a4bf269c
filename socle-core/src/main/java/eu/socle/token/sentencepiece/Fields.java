package eu.socle.token.sentencepiece;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The fields of one protocol buffers message, one after the other (wire types 0, 1, 2 and 5).
/// Lengths are checked before they are used.
final class Fields {

    /// The bytes are not a message.
    static final class Damaged extends Exception {
        private static final long serialVersionUID = 1L;

        private final String what;

        Damaged(String what) {
            super(what);
            this.what = what;
        }

        String what() {
            return what;
        }
    }

    private final ByteBuffer bytes;
    private int wire;
    private long value;
    private ByteBuffer content;

    Fields(ByteBuffer bytes) {
        this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        this.content = this.bytes;
    }

    /// Reads the next field.
    ///
    /// @return its number, 0 at the end
    int next() throws Damaged {
        if (!bytes.hasRemaining()) {
            return 0;
        }
        long tag = varint();
        long number = tag >>> 3;
        if (number < 1 || number > 536_870_911) {
            throw new Damaged("a field with the number " + number);
        }
        wire = (int) (tag & 7);
        switch (wire) {
            case 0 -> value = varint();
            case 1 -> value = fixed(8).getLong();
            case 2 -> {
                long length = varint();
                if (length < 0 || length > bytes.remaining()) {
                    throw new Damaged("a field longer than what is left");
                }
                content = bytes.slice(bytes.position(), (int) length);
                bytes.position(bytes.position() + (int) length);
            }
            case 5 -> value = fixed(4).getInt();
            default -> throw new Damaged("a field of the wire type " + wire);
        }
        return (int) number;
    }

    /// The number that the field holds.
    int number() throws Damaged {
        if (wire != 0) {
            throw new Damaged("a number of the wire type " + wire);
        }
        return (int) value;
    }

    /// The number that the field holds, of four bytes.
    float decimal() throws Damaged {
        if (wire != 5) {
            throw new Damaged("a decimal number of the wire type " + wire);
        }
        return Float.intBitsToFloat((int) value);
    }

    /// The bytes, text or message that the field holds.
    ByteBuffer content() throws Damaged {
        if (wire != 2) {
            throw new Damaged("bytes of the wire type " + wire);
        }
        return content;
    }

    private ByteBuffer fixed(int size) throws Damaged {
        if (bytes.remaining() < size) {
            throw new Damaged("a field longer than what is left");
        }
        return bytes;
    }

    private long varint() throws Damaged {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (!bytes.hasRemaining()) {
                throw new Damaged("a number that does not end");
            }
            byte b = bytes.get();
            result |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return result;
            }
        }
        throw new Damaged("a number that does not end");
    }
}
