package eu.socle.data.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the footer of a file that [ParquetWriter] wrote says: columns and row groups, so that a few
/// groups can be written anew and the others copied as they are.
///
/// @param columns names in order
/// @param groups in order
public record ParquetFooter(List<String> columns, List<RowGroup> groups) {

    private static final int TAIL = 8; // length and magic

    public ParquetFooter {
        columns = List.copyOf(columns);
        groups = List.copyOf(groups);
    }

    /// Reads the footer.
    ///
    /// @throws IOException if the file has no such footer
    public static ParquetFooter read(FileChannel file) throws IOException {
        long size = file.size();
        if (size < TAIL + 4) {
            throw new IOException("too short for a Parquet file");
        }
        ByteBuffer tail = bytes(file, size - TAIL, TAIL).order(ByteOrder.LITTLE_ENDIAN);
        int length = tail.getInt();
        byte[] magic = new byte[4];
        tail.get(magic);
        if (!new String(magic, StandardCharsets.US_ASCII).equals("PAR1")
                || length < 0
                || length > size - TAIL - 4) {
            throw new IOException("no Parquet file ends like this");
        }
        ThriftStruct footer = ThriftStruct.read(bytes(file, size - TAIL - length, length).array());
        List<String> columns = new ArrayList<>();
        List<ThriftStruct.Value> schema = footer.items(2);
        for (ThriftStruct.Value element : schema.subList(1, schema.size())) {
            columns.add(text(struct(element), 4));
        }
        List<RowGroup> groups = new ArrayList<>();
        for (ThriftStruct.Value group : footer.items(4)) {
            groups.add(group(struct(group)));
        }
        return new ParquetFooter(columns, groups);
    }

    private static RowGroup group(ThriftStruct group) throws IOException {
        List<RowGroup.Chunk> chunks = new ArrayList<>();
        for (ThriftStruct.Value column : group.items(1)) {
            chunks.add(chunk(struct(column).struct(3)));
        }
        return new RowGroup(group.whole(3), group.whole(5), chunks);
    }

    private static RowGroup.Chunk chunk(ThriftStruct meta) throws IOException {
        List<ThriftStruct.Value> named = meta.items(2);
        int[] encodings = new int[named.size()];
        for (int i = 0; i < encodings.length; i++) {
            encodings[i] =
                    named.get(i) instanceof ThriftStruct.Whole(long code)
                            ? Math.toIntExact(code)
                            : -1;
        }
        ThriftStruct statistics = meta.struct(12);
        Optional<Column.Bounds> bounds =
                statistics.fields().get(6) instanceof ThriftStruct.Bytes(byte[] least)
                                && statistics.fields().get(5)
                                        instanceof ThriftStruct.Bytes(byte[] greatest)
                        ? Optional.of(new Column.Bounds(least, greatest))
                        : Optional.empty();
        return new RowGroup.Chunk(
                encodings,
                meta.whole(5),
                statistics.whole(3),
                meta.whole(6),
                meta.whole(7),
                meta.whole(9),
                meta.whole(11, -1),
                bounds);
    }

    private static ThriftStruct struct(ThriftStruct.Value value) throws IOException {
        if (value instanceof ThriftStruct.Inner(ThriftStruct struct)) {
            return struct;
        }
        throw new IOException("the footer holds something else where a struct belongs");
    }

    private static String text(ThriftStruct struct, int id) throws IOException {
        if (struct.fields().get(id) instanceof ThriftStruct.Bytes(byte[] bytes)) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        throw new IOException("the footer has no text in field " + id);
    }

    private static ByteBuffer bytes(FileChannel file, long position, int length)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("the file ends early");
            }
        }
        return buffer.flip();
    }
}
