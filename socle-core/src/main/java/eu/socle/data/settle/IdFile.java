package eu.socle.data.settle;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Document ids by their numbers, on disk.
final class IdFile implements AutoCloseable {

    private final RandomAccessFile ids;
    private final RandomAccessFile offsets; // of each id, and the end of the last

    private IdFile(RandomAccessFile ids, RandomAccessFile offsets) {
        this.ids = ids;
        this.offsets = offsets;
    }

    private static Path offsets(Path folder, String name) {
        return folder.resolve(name + ".offsets");
    }

    /// Writes ids in the order of their numbers, which begin at 0.
    static final class Writer implements AutoCloseable {
        private final DataOutputStream ids;
        private final DataOutputStream offsets;
        private long offset;

        /// @throws IOException if the files cannot be written
        Writer(Path folder, String name) throws IOException {
            ids = out(folder.resolve(name));
            offsets = out(offsets(folder, name));
        }

        private static DataOutputStream out(Path file) throws IOException {
            return new DataOutputStream(
                    new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
        }

        /// @throws IOException if it cannot be written
        void add(String id) throws IOException {
            byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
            ids.write(bytes);
            offsets.writeLong(offset);
            offset += bytes.length;
        }

        @Override
        public void close() throws IOException {
            try (ids;
                    offsets) {
                offsets.writeLong(offset);
            }
        }
    }

    /// @throws IOException if the files cannot be opened
    static IdFile open(Path folder, String name) throws IOException {
        return new IdFile(
                new RandomAccessFile(folder.resolve(name).toFile(), "r"),
                new RandomAccessFile(offsets(folder, name).toFile(), "r"));
    }

    /// The id with this number.
    ///
    /// @throws IOException if it cannot be read
    String get(long number) throws IOException {
        offsets.seek(number * Long.BYTES);
        long from = offsets.readLong();
        long to = offsets.readLong();
        byte[] id = new byte[(int) (to - from)];
        ids.seek(from);
        ids.readFully(id);
        return new String(id, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        try (ids) {
            offsets.close();
        }
    }
}
