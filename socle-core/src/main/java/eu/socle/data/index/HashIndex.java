package eu.socle.data.index;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import eu.socle.data.dedup.disk.RecordCursor;
import eu.socle.data.dedup.disk.RecordSorter;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.LongPredicate;

/// Pairs of a 64-bit hash and a 64-bit value, sorted by hash in one file and found as
/// [SortedRecords] are: two or three reads at any size.
///
/// Two keys may share a hash (one pair in 2^64), so whoever finds a value compares the key itself.
///
/// Layout: big-endian, 16 bytes a pair, no header.
public final class HashIndex implements AutoCloseable {

    private static final int RECORD = 16;
    private static final long SORTING_BYTES = 32 << 20; // what does not fit is sorted on disk

    private final FileChannel file;
    private final SortedRecords records;

    private HashIndex(FileChannel file, long size) {
        this.file = file;
        this.records = new SortedRecords(file, 0, RECORD, size);
    }

    /// The first eight bytes of the key's SHA-256.
    public static long hash(String key) {
        return ByteBuffer.wrap(Digest.sha256().digest(key.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    /// Gathers pairs in any order and writes the file.
    public static final class Builder implements AutoCloseable {
        private final Path file;
        private final RecordSorter pairs;

        /// An empty index.
        ///
        /// @throws IOException if the file's folder cannot be written
        public Builder(Path file) throws IOException {
            this.file = file;
            Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
            this.pairs =
                    new RecordSorter(
                            Files.createDirectories(folder),
                            file.getFileName() + ".sorting",
                            2,
                            SORTING_BYTES);
        }

        /// Adds a pair.
        public void add(long hash, long value) {
            pairs.add(hash, value);
        }

        /// Writes the file; the same pair twice is one.
        ///
        /// @throws IOException if it cannot be written
        public void finish() throws IOException {
            Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
            long hash = 0;
            long value = 0;
            boolean any = false;
            try (DataOutputStream out =
                            new DataOutputStream(
                                    new BufferedOutputStream(
                                            Files.newOutputStream(temporary), 1 << 16));
                    RecordCursor all = pairs.sorted()) {
                while (all.next()) {
                    if (any && all.get(0) == hash && all.get(1) == value) {
                        continue;
                    }
                    hash = all.get(0);
                    value = all.get(1);
                    any = true;
                    out.writeLong(hash);
                    out.writeLong(value);
                }
            }
            AtomicFile.publish(temporary, file);
        }

        @Override
        public void close() {
            pairs.close();
        }
    }

    /// Opens an index.
    ///
    /// @throws Refusal if it is not there or was cut
    public static HashIndex open(Path file) {
        try {
            FileChannel channel = FileChannel.open(file);
            long bytes = channel.size();
            if (bytes % RECORD != 0) {
                channel.close();
                throw Refusal.failure(file + " was cut; make the dataset again with: socle data.");
            }
            return new HashIndex(channel, bytes / RECORD);
        } catch (IOException e) {
            throw Refusal.failure(
                    file + " cannot be read; make the dataset again with: socle data.", e);
        }
    }

    /// Leaves out the pairs whose value is not to stay; the file is read and written once.
    ///
    /// @throws IOException if it cannot be read or written
    static void retain(Path file, LongPredicate stays) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        byte[] block = new byte[RECORD << 12];
        try (InputStream in = Files.newInputStream(file);
                OutputStream out =
                        new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
            for (int n = in.readNBytes(block, 0, block.length);
                    n > 0;
                    n = in.readNBytes(block, 0, block.length)) {
                ByteBuffer records = ByteBuffer.wrap(block, 0, n);
                for (int at = 0; at < n; at += RECORD) {
                    if (stays.test(records.getLong(at + Long.BYTES))) {
                        out.write(block, at, RECORD);
                    }
                }
            }
        }
        AtomicFile.publish(temporary, file);
    }

    /// How many pairs.
    public long size() {
        return records.size();
    }

    /// The values of a hash in their order; none when it is not there.
    ///
    /// @throws IOException if the file cannot be read
    public long[] find(long hash) throws IOException {
        long[] values = new long[4];
        int count = 0;
        for (long at = records.first(hash); at < records.size(); at += records.page()) {
            ByteBuffer page = records.read(at);
            while (page.hasRemaining()) {
                if (page.getLong() != hash) {
                    return Arrays.copyOf(values, count);
                }
                values = count == values.length ? Arrays.copyOf(values, 2 * count) : values;
                values[count++] = page.getLong();
            }
        }
        return Arrays.copyOf(values, count);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
