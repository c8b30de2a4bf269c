package eu.socle.data.write;

import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/// Writes a flat Parquet file (apache/parquet-format 2.11): optional columns, data pages of version
/// 1, zstd, CRC and row group statistics; texts with few different values get a dictionary. The
/// same rows give the same bytes.
///
/// Layout: `PAR1`, for each row group the pages of each column, the footer, its length (u32),
/// `PAR1`.
public final class ParquetWriter implements AutoCloseable {

    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
    private static final String CREATED_BY =
            "socle version 0.1.0 (build 0)"; // the form that readers parse
    private static final int PAGE_BYTES = 1 << 20; // a page ends with the row that passes this
    private static final int DICTIONARY_BYTES =
            1 << 17; // a dictionary larger than this saves little

    private enum Type {
        INT64(2),
        DOUBLE(5),
        BYTE_ARRAY(6);

        private final int code;

        Type(int code) {
            this.code = code;
        }
    }

    private static final int OPTIONAL = 1;
    private static final int UTF8 = 0; // converted type
    private static final int ZSTD = 6;
    private static final int PLAIN = 0;
    private static final int RLE = 3;
    private static final int RLE_DICTIONARY = 8;
    private static final int DATA_PAGE = 0;
    private static final int DICTIONARY_PAGE = 2;

    private final OutputStream out;
    private final List<Column> columns;
    private final ZstdJavaCompressor zstd = new ZstdJavaCompressor();
    private final List<RowGroup> groups = new ArrayList<>();
    private long position;

    private ParquetWriter(OutputStream out, List<Column> columns) {
        this.out = out;
        this.columns = columns;
    }

    /// Begins a file of these columns. The columns are filled by the caller between calls of
    /// [#writeRowGroup()].
    ///
    /// @throws IOException if it cannot be written
    public static ParquetWriter create(Path file, List<Column> columns) throws IOException {
        return on(Files.newOutputStream(file), columns);
    }

    static ParquetWriter on(OutputStream out, List<Column> columns) throws IOException {
        ParquetWriter writer = new ParquetWriter(out, List.copyOf(columns));
        writer.emit(MAGIC);
        return writer;
    }

    /// Writes the rows added since the last call and clears the columns; no rows, no row group.
    ///
    /// @throws IllegalArgumentException if the columns hold different numbers of rows
    /// @throws IOException if the file cannot be written
    public void writeRowGroup() throws IOException {
        int rows = columns.getFirst().rows();
        if (columns.stream().anyMatch(column -> column.rows() != rows)) {
            throw new IllegalArgumentException("the columns hold different numbers of rows");
        }
        if (rows == 0) {
            return;
        }
        long start = position;
        List<RowGroup.Chunk> chunks = new ArrayList<>();
        for (Column column : columns) {
            chunks.add(writeChunk(column, rows));
            column.clear();
        }
        groups.add(new RowGroup(rows, start, chunks));
    }

    /// Copies a row group of another file of the same columns, byte for byte.
    ///
    /// @param file the other file
    /// @param group as its footer describes it
    /// @throws IOException if it cannot be read or written
    public void copy(FileChannel file, RowGroup group) throws IOException {
        long start = position;
        long left = group.chunks().stream().mapToLong(RowGroup.Chunk::compressed).sum();
        ByteBuffer block = ByteBuffer.allocate(1 << 16);
        for (long at = group.start(); left > 0; ) {
            block.clear().limit((int) Math.min(block.capacity(), left));
            int read = file.read(block, at);
            if (read < 0) {
                throw new EOFException("the file ends inside a row group");
            }
            out.write(block.array(), 0, read);
            position += read;
            at += read;
            left -= read;
        }
        groups.add(group.movedBy(start - group.start()));
    }

    private RowGroup.Chunk writeChunk(Column column, int rows) throws IOException {
        long start = position;
        Dictionary dictionary = Dictionary.of(column, rows);
        long uncompressed = 0;
        if (dictionary.useful()) {
            byte[] header = dictionaryHeader(dictionary);
            uncompressed += header.length;
            uncompressed += dictionary.plain.size();
        }
        long dataPage = position;
        int from = 0;
        while (from < rows) {
            int to = from;
            long bytes = 0;
            while (to < rows && bytes < PAGE_BYTES) {
                bytes += dictionary.useful() ? 1 : column.plainSize(to);
                to++;
            }
            uncompressed += writeDataPage(column, dictionary, from, to);
            from = to;
        }
        long absent = 0;
        for (int row = 0; row < rows; row++) {
            absent += column.present(row) ? 0 : 1;
        }
        int[] encodings =
                dictionary.useful()
                        ? new int[] {PLAIN, RLE, RLE_DICTIONARY}
                        : new int[] {PLAIN, RLE};
        return new RowGroup.Chunk(
                encodings,
                rows,
                absent,
                uncompressed,
                position - start,
                dataPage,
                dictionary.useful() ? start : -1,
                column.bounds());
    }

    private byte[] dictionaryHeader(Dictionary dictionary) throws IOException {
        byte[] plain = dictionary.plain.toArray();
        byte[] compressed = compress(plain);
        byte[] header =
                pageHeader(DICTIONARY_PAGE, plain.length, compressed)
                        .begin(7)
                        .i32(1, dictionary.indexes.size())
                        .i32(2, PLAIN)
                        .end()
                        .finish();
        emit(header);
        emit(compressed);
        return header;
    }

    /// Definition levels with their length, then the values that are there.
    ///
    /// @return size of header and page before compression
    private long writeDataPage(Column column, Dictionary dictionary, int from, int to)
            throws IOException {
        PlainBytes page = new PlainBytes();
        int[] levels = new int[to - from];
        int present = 0;
        for (int row = from; row < to; row++) {
            levels[row - from] = column.present(row) ? 1 : 0;
            present += levels[row - from];
        }
        PlainBytes encoded = new PlainBytes();
        RunLengths.encode(levels, levels.length, 1, encoded);
        page.putInt(encoded.size());
        page.put(encoded.toArray());
        if (dictionary.useful()) {
            int[] indexes = new int[present];
            int next = 0;
            for (int row = from; row < to; row++) {
                if (column.present(row)) {
                    indexes[next++] = dictionary.rows[row];
                }
            }
            int width = RunLengths.width(dictionary.indexes.size() - 1);
            page.put(width);
            RunLengths.encode(indexes, present, width, page);
        } else {
            for (int row = from; row < to; row++) {
                if (column.present(row)) {
                    column.plain(row, page);
                }
            }
        }
        byte[] plain = page.toArray();
        byte[] compressed = compress(plain);
        byte[] header =
                pageHeader(DATA_PAGE, plain.length, compressed)
                        .begin(5)
                        .i32(1, to - from)
                        .i32(2, dictionary.useful() ? RLE_DICTIONARY : PLAIN)
                        .i32(3, RLE)
                        .i32(4, RLE)
                        .end()
                        .finish();
        emit(header);
        emit(compressed);
        return header.length + (long) plain.length;
    }

    private static Thrift pageHeader(int type, int plainSize, byte[] compressed) {
        CRC32 crc = new CRC32();
        crc.update(compressed);
        return new Thrift()
                .i32(1, type)
                .i32(2, plainSize)
                .i32(3, compressed.length)
                .i32(4, (int) crc.getValue());
    }

    private byte[] compress(byte[] plain) {
        byte[] room = new byte[zstd.maxCompressedLength(plain.length)];
        int length = zstd.compress(plain, 0, plain.length, room, 0, room.length);
        return Arrays.copyOf(room, length);
    }

    private void emit(byte[] bytes) throws IOException {
        out.write(bytes);
        position += bytes.length;
    }

    /// Writes the footer and closes the file.
    @Override
    public void close() throws IOException {
        try (out) {
            byte[] footer = footer();
            emit(footer);
            PlainBytes length = new PlainBytes();
            length.putInt(footer.length);
            emit(length.toArray());
            emit(MAGIC);
        }
    }

    private byte[] footer() {
        Thrift footer = new Thrift().i32(1, 2).structs(2, columns.size() + 1);
        footer.begin().text(4, "schema").i32(5, columns.size()).end();
        for (Column column : columns) {
            footer.begin().i32(1, type(column).code).i32(3, OPTIONAL).text(4, column.name());
            if (type(column) == Type.BYTE_ARRAY) {
                footer.i32(6, UTF8).begin(10).chosen(1).end(); // logical type STRING
            }
            footer.end();
        }
        footer.i64(3, groups.stream().mapToLong(RowGroup::rows).sum()).structs(4, groups.size());
        for (RowGroup group : groups) {
            rowGroup(footer, group);
        }
        footer.text(6, CREATED_BY).structs(7, columns.size());
        for (int i = 0; i < columns.size(); i++) {
            footer.begin().chosen(1).end(); // order defined by the type
        }
        return footer.finish();
    }

    private void rowGroup(Thrift footer, RowGroup group) {
        footer.begin().structs(1, columns.size());
        for (int i = 0; i < columns.size(); i++) {
            RowGroup.Chunk chunk = group.chunks().get(i);
            long first = chunk.dictionaryPage() >= 0 ? chunk.dictionaryPage() : chunk.dataPage();
            footer.begin().i64(2, first).begin(3);
            footer.i32(1, type(columns.get(i)).code)
                    .i32s(2, chunk.encodings())
                    .texts(3, columns.get(i).name())
                    .i32(4, ZSTD);
            footer.i64(5, chunk.values())
                    .i64(6, chunk.uncompressed())
                    .i64(7, chunk.compressed())
                    .i64(9, chunk.dataPage());
            if (chunk.dictionaryPage() >= 0) {
                footer.i64(11, chunk.dictionaryPage());
            }
            footer.begin(12).i64(3, chunk.absent());
            chunk.bounds()
                    .ifPresent(bounds ->
                            footer.binary(5, bounds.greatest())
                                    .binary(6, bounds.least())
                                    .truth(7, true)
                                    .truth(8, true));
            footer.end().end().end();
        }
        footer.i64(2, group.chunks().stream().mapToLong(RowGroup.Chunk::uncompressed).sum());
        footer.i64(3, group.rows()).i64(5, group.start());
        footer.i64(6, group.chunks().stream().mapToLong(RowGroup.Chunk::compressed).sum()).end();
    }

    private static Type type(Column column) {
        return switch (column) {
            case Column.Texts _ -> Type.BYTE_ARRAY;
            case Column.Longs _ -> Type.INT64;
            case Column.Doubles _ -> Type.DOUBLE;
        };
    }

    /// The different texts of a column in the order they first come, and the index of each row's.
    private static final class Dictionary {
        private final Map<ByteBuffer, Integer> indexes = new LinkedHashMap<>();
        private final PlainBytes plain = new PlainBytes();
        private final int[] rows;
        private boolean useful;

        private Dictionary(int size) {
            rows = new int[size];
        }

        static Dictionary of(Column column, int size) {
            Dictionary dictionary = new Dictionary(column instanceof Column.Texts ? size : 0);
            if (column instanceof Column.Texts texts) {
                dictionary.fill(texts, size);
            }
            return dictionary;
        }

        /// Useful when texts repeat at least twice on average and the dictionary stays small.
        private void fill(Column.Texts texts, int size) {
            int present = 0;
            for (int row = 0; row < size; row++) {
                if (texts.present(row)) {
                    present++;
                    rows[row] = index(texts, row);
                    if (plain.size() > DICTIONARY_BYTES) {
                        return;
                    }
                }
            }
            useful = present > 0 && indexes.size() * 2 <= present;
        }

        private int index(Column.Texts texts, int row) {
            ByteBuffer key = ByteBuffer.wrap(texts.value(row));
            Integer known = indexes.get(key);
            if (known != null) {
                return known;
            }
            texts.plain(row, plain);
            indexes.put(key, indexes.size());
            return indexes.size() - 1;
        }

        boolean useful() {
            return useful;
        }
    }
}
