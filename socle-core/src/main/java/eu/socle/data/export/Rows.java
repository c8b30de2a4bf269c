package eu.socle.data.export;

import eu.socle.data.write.Column;
import eu.socle.data.write.ParquetWriter;
import io.airlift.compress.v3.zstd.ZstdJavaOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes rows that waited as bytes.
final class Rows {

    private static final int ROW_GROUP_ROWS = 10_000;
    private static final long ROW_GROUP_BYTES = 16 << 20;
    private static final int FRAME_BYTES =
            16 << 20; // of text, as readers of the data stage like it

    private Rows() {}

    /// One file; complete once it is closed.
    interface Writer extends AutoCloseable {
        /// Reads a row and writes it.
        ///
        /// @param bytes how many the row takes
        void add(DataInputStream row, int bytes) throws IOException;

        @Override
        void close() throws IOException;
    }

    /// A Parquet file.
    static final class Parquet implements Writer {
        private final List<RowBytes.Name> names;
        private final List<Column> columns;
        private final ParquetWriter out;
        private int rows;
        private long held;

        Parquet(Path file, List<RowBytes.Name> names) throws IOException {
            this.names = names;
            columns = names.stream().map(Parquet::column).toList();
            out = ParquetWriter.create(file, columns);
        }

        private static Column column(RowBytes.Name column) {
            return switch (column.kind()) {
                case TEXT -> new Column.Texts(column.name());
                case LONG -> new Column.Longs(column.name());
                case DECIMAL -> new Column.Doubles(column.name());
            };
        }

        @Override
        public void add(DataInputStream row, int bytes) throws IOException {
            RowBytes.read(row, names, new Filling(columns));
            rows++;
            held += bytes;
            if (rows == ROW_GROUP_ROWS || held >= ROW_GROUP_BYTES) {
                out.writeRowGroup();
                rows = 0;
                held = 0;
            }
        }

        @Override
        public void close() throws IOException {
            out.writeRowGroup();
            out.close();
        }
    }

    private record Filling(List<Column> columns) implements RowBytes.Taker {
        @Override
        public void absent(int column) {
            columns.get(column).addAbsent();
        }

        @Override
        public void text(int column, String value) {
            ((Column.Texts) columns.get(column)).add(value);
        }

        @Override
        public void number(int column, long value) {
            ((Column.Longs) columns.get(column)).add(value);
        }

        @Override
        public void number(int column, double value) {
            ((Column.Doubles) columns.get(column)).add(value);
        }
    }

    /// JSON Lines in zstd frames.
    static final class JsonLines implements Writer {
        private final List<RowBytes.Name> names;
        private final OutputStream out;
        private final JsonMapper json = JsonMapper.builder().build();
        private final ByteArrayOutputStream frame = new ByteArrayOutputStream();

        JsonLines(Path file, List<RowBytes.Name> names) throws IOException {
            this.names = names;
            out = Files.newOutputStream(file);
        }

        @Override
        public void add(DataInputStream row, int bytes) throws IOException {
            ObjectNode line = json.createObjectNode();
            RowBytes.read(row, names, new Line(line, names));
            frame.writeBytes(json.writeValueAsString(line).getBytes(StandardCharsets.UTF_8));
            frame.write('\n');
            if (frame.size() >= FRAME_BYTES) {
                writeFrame();
            }
        }

        private void writeFrame() throws IOException {
            ByteArrayOutputStream stored = new ByteArrayOutputStream();
            try (ZstdJavaOutputStream zstd = new ZstdJavaOutputStream(stored)) {
                frame.writeTo(zstd);
            }
            frame.reset();
            stored.writeTo(out);
        }

        @Override
        public void close() throws IOException {
            try (out) {
                if (frame.size() > 0) {
                    writeFrame();
                }
            }
        }
    }

    private record Line(ObjectNode line, List<RowBytes.Name> names) implements RowBytes.Taker {
        @Override
        public void absent(int column) {}

        @Override
        public void text(int column, String value) {
            line.put(names.get(column).name(), value);
        }

        @Override
        public void number(int column, long value) {
            line.put(names.get(column).name(), value);
        }

        @Override
        public void number(int column, double value) {
            line.put(names.get(column).name(), value);
        }
    }
}
