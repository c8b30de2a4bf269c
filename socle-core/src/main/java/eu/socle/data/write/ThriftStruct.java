package eu.socle.data.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A struct of the Thrift compact protocol as it stands in a footer: numbers, bytes, truths, lists
/// and structs by field id. The counterpart of [Thrift], with limits, for files that may be
/// damaged.
///
/// @param fields by id; a value is a Long, a Boolean, a byte array, a list or a struct
record ThriftStruct(SortedMap<Integer, Value> fields) {

    private static final int DEEPEST = 20;

    sealed interface Value {}

    record Whole(long value) implements Value {}

    record Truth(boolean value) implements Value {}

    record Bytes(byte[] value) implements Value {}

    record Items(List<Value> values) implements Value {}

    record Inner(ThriftStruct value) implements Value {}

    /// @throws IOException if the bytes are no such struct
    static ThriftStruct read(byte[] bytes) throws IOException {
        try {
            return struct(ByteBuffer.wrap(bytes), 0);
        } catch (java.nio.BufferUnderflowException e) {
            throw new IOException("the footer ends early", e);
        }
    }

    long whole(int id) throws IOException {
        if (fields.get(id) instanceof Whole(long value)) {
            return value;
        }
        throw new IOException("the footer has no number in field " + id);
    }

    long whole(int id, long otherwise) {
        return fields.get(id) instanceof Whole(long value) ? value : otherwise;
    }

    ThriftStruct struct(int id) throws IOException {
        if (fields.get(id) instanceof Inner(ThriftStruct value)) {
            return value;
        }
        throw new IOException("the footer has no struct in field " + id);
    }

    List<Value> items(int id) throws IOException {
        if (fields.get(id) instanceof Items(List<Value> values)) {
            return values;
        }
        throw new IOException("the footer has no list in field " + id);
    }

    private static ThriftStruct struct(ByteBuffer in, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("the footer is nested too deep");
        }
        SortedMap<Integer, Value> fields = new TreeMap<>();
        int id = 0;
        for (int head = in.get() & 0xff; head != 0; head = in.get() & 0xff) {
            int delta = head >>> 4;
            id = delta == 0 ? (int) signed(in) : id + delta;
            fields.put(id, value(in, head & 0xf, depth));
        }
        return new ThriftStruct(fields);
    }

    private static Value value(ByteBuffer in, int type, int depth) throws IOException {
        return switch (type) {
            case 1 -> new Truth(true);
            case 2 -> new Truth(false);
            case 3 -> new Whole(in.get());
            case 4, 5, 6 -> new Whole(signed(in));
            case 8 -> new Bytes(bytes(in));
            case 9 -> items(in, depth);
            case 12 -> new Inner(struct(in, depth + 1));
            default -> throw new IOException("the footer holds the unknown type " + type);
        };
    }

    private static Items items(ByteBuffer in, int depth) throws IOException {
        int head = in.get() & 0xff;
        long size = head >>> 4 == 15 ? unsigned(in) : head >>> 4;
        if (size < 0 || size > in.remaining()) {
            throw new IOException("the footer holds a list longer than itself");
        }
        List<Value> values = new ArrayList<>((int) size);
        for (long i = 0; i < size; i++) {
            values.add(value(in, head & 0xf, depth + 1));
        }
        return new Items(values);
    }

    private static byte[] bytes(ByteBuffer in) throws IOException {
        long length = unsigned(in);
        if (length < 0 || length > in.remaining()) {
            throw new IOException("the footer holds bytes longer than itself");
        }
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }

    private static long signed(ByteBuffer in) throws IOException {
        long value = unsigned(in);
        return value >>> 1 ^ -(value & 1);
    }

    private static long unsigned(ByteBuffer in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = in.get();
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IOException("the footer holds a number without end");
    }
}
