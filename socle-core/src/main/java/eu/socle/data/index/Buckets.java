package eu.socle.data.index;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/// Sorts more records than memory holds: records of one size are dealt into 256 files by their
/// first byte, which for digests is even, and each file is then sorted by itself. Memory: a 256th
/// of the records.
public final class Buckets implements AutoCloseable {

    private static final int COUNT = 256;
    private static final int BUFFER = 1 << 14;

    private final Path folder;
    private final int keyBytes;
    private final int recordBytes;
    private final OutputStream[] out = new OutputStream[COUNT];

    /// Takes a sorted record: `length` bytes of `block` from `offset` on.
    @FunctionalInterface
    public interface Sink {
        void take(byte[] block, int offset) throws IOException;
    }

    /// No records yet.
    ///
    /// @param folder for the files, made here and gone at the end
    /// @param keyBytes first bytes of a record that decide the order, as unsigned numbers
    /// @throws IOException if the folder cannot be written
    public Buckets(Path folder, int keyBytes, int recordBytes) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.keyBytes = keyBytes;
        this.recordBytes = recordBytes;
        for (int i = 0; i < COUNT; i++) {
            out[i] = new BufferedOutputStream(Files.newOutputStream(file(i)), BUFFER);
        }
    }

    private Path file(int bucket) {
        return folder.resolve(String.format(Locale.ROOT, "bucket-%02x.tmp", bucket));
    }

    /// Adds a record.
    public void add(byte[] record) throws IOException {
        out[record[0] & 0xff].write(record, 0, recordBytes);
    }

    /// Hands over all records in order; equal keys follow each other in the order of the whole
    /// record.
    public void sorted(Sink sink) throws IOException {
        for (int bucket = 0; bucket < COUNT; bucket++) {
            out[bucket].close();
            byte[] block = Files.readAllBytes(file(bucket));
            Files.delete(file(bucket));
            for (int record : order(block)) {
                sink.take(block, record * recordBytes);
            }
        }
    }

    /// Numbers of the records of a block in their order.
    private int[] order(byte[] block) {
        int count = block.length / recordBytes;
        Integer[] numbers = new Integer[count];
        Arrays.setAll(numbers, i -> i);
        Arrays.sort(numbers, (a, b) -> compare(block, a, b));
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = numbers[i];
        }
        return order;
    }

    private int compare(byte[] block, int a, int b) {
        int byKey =
                Arrays.compareUnsigned(
                        block,
                        a * recordBytes,
                        a * recordBytes + keyBytes,
                        block,
                        b * recordBytes,
                        b * recordBytes + keyBytes);
        return byKey != 0
                ? byKey
                : Arrays.compareUnsigned(
                        block,
                        a * recordBytes,
                        (a + 1) * recordBytes,
                        block,
                        b * recordBytes,
                        (b + 1) * recordBytes);
    }

    @Override
    public void close() throws IOException {
        for (int i = 0; i < COUNT; i++) {
            out[i].close();
            Files.deleteIfExists(file(i));
        }
        Files.deleteIfExists(folder);
    }
}
