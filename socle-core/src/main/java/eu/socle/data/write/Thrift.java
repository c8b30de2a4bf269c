package eu.socle.data.write;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/// Writes Thrift's compact protocol (thrift-compact-protocol.md of Apache Thrift), the encoding of
/// Parquet's page headers and footer: fields as deltas of their ids, integers as zigzag varints.
/// Only what Parquet needs.
final class Thrift {

    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    static final int STRUCT = 12;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Deque<Integer> outer = new ArrayDeque<>();
    private int last;

    Thrift i32(int id, int value) {
        field(id, I32);
        varint(zigzag(value));
        return this;
    }

    Thrift i64(int id, long value) {
        field(id, I64);
        varint(zigzag(value));
        return this;
    }

    Thrift truth(int id, boolean value) {
        field(id, value ? TRUE : FALSE);
        return this;
    }

    Thrift text(int id, String value) {
        return binary(id, value.getBytes(StandardCharsets.UTF_8));
    }

    Thrift binary(int id, byte[] value) {
        field(id, BINARY);
        bytes(value);
        return this;
    }

    /// Begins a struct that is a field; [#end()] ends it.
    Thrift begin(int id) {
        field(id, STRUCT);
        return begin();
    }

    /// Begins a struct that is an element of a list.
    Thrift begin() {
        outer.push(last);
        last = 0;
        return this;
    }

    Thrift end() {
        out.write(0);
        last = outer.pop();
        return this;
    }

    /// An empty struct: a choice of a union that carries nothing.
    Thrift chosen(int id) {
        return begin(id).end();
    }

    /// Begins a list of structs; each follows between [#begin()] and [#end()].
    Thrift structs(int id, int size) {
        list(id, STRUCT, size);
        return this;
    }

    Thrift i32s(int id, int... values) {
        list(id, I32, values.length);
        for (int value : values) {
            varint(zigzag(value));
        }
        return this;
    }

    Thrift texts(int id, String... values) {
        list(id, BINARY, values.length);
        for (String value : values) {
            bytes(value.getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    /// The outermost struct's bytes.
    byte[] finish() {
        out.write(0);
        return out.toByteArray();
    }

    private void list(int id, int type, int size) {
        field(id, LIST);
        if (size < 15) {
            out.write(size << 4 | type);
        } else {
            out.write(0xF0 | type);
            varint(size);
        }
    }

    private void bytes(byte[] value) {
        varint(value.length);
        out.writeBytes(value);
    }

    private void field(int id, int type) {
        int delta = id - last;
        if (delta > 0 && delta <= 15) {
            out.write(delta << 4 | type);
        } else {
            out.write(type);
            varint(zigzag(id));
        }
        last = id;
    }

    private void varint(long value) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            out.write((int) ((left & 0x7F) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }

    private static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }
}
