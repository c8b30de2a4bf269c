package eu.socle.data.export;

import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A row as bytes while it waits for its place: for each column whether it is there, and its value.
final class RowBytes {

    private RowBytes() {}

    /// What a column holds.
    enum Kind {
        TEXT,
        LONG,
        DECIMAL
    }

    /// A column.
    record Name(String name, Kind kind) {}

    /// The columns of a part.
    static List<Name> names(ParquetFileReader part) {
        return part.getFileSchema().getColumns().stream()
                .map(column -> new Name(column.name(), kind(column.name(), column.type())))
                .toList();
    }

    private static Kind kind(String name, PhysicalType type) {
        return switch (type) {
            case INT64 -> Kind.LONG;
            case DOUBLE -> Kind.DECIMAL;
            case BYTE_ARRAY -> Kind.TEXT;
            default ->
                    throw new IllegalArgumentException(
                            "the column " + name + " is of type " + type);
        };
    }

    static void write(RowReader row, List<Name> names, DataOutputStream out) throws IOException {
        for (Name column : names) {
            boolean there = !row.isNull(column.name());
            out.writeBoolean(there);
            if (!there) {
                continue;
            }
            switch (column.kind()) {
                case TEXT -> {
                    byte[] text = row.getString(column.name()).getBytes(StandardCharsets.UTF_8);
                    out.writeInt(text.length);
                    out.write(text);
                }
                case LONG -> out.writeLong(row.getLong(column.name()));
                case DECIMAL -> out.writeDouble(row.getDouble(column.name()));
            }
        }
    }

    /// Takes the values of a row in the order of its columns.
    interface Taker {
        void absent(int column);

        void text(int column, String value);

        void number(int column, long value);

        void number(int column, double value);
    }

    static void read(DataInputStream in, List<Name> names, Taker taker) throws IOException {
        for (int i = 0; i < names.size(); i++) {
            if (!in.readBoolean()) {
                taker.absent(i);
                continue;
            }
            switch (names.get(i).kind()) {
                case TEXT ->
                        taker.text(
                                i, new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
                case LONG -> taker.number(i, in.readLong());
                case DECIMAL -> taker.number(i, in.readDouble());
            }
        }
    }
}
