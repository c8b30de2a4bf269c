package eu.socle.token.shard;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.List;

/// Writes a [DocumentOrder]: entries sorted by a key that is a hash, which is a shuffle that
/// depends on nothing but the keys. Entries go to files by the upper bits of their keys, and each
/// file is sorted in memory, so memory does not grow with their number.
public final class OrderWriter implements AutoCloseable {

    private static final long BUCKET_ENTRIES = 1 << 18; // some 16 MB while they are sorted
    private static final int MOST_BUCKETS = 1024; // open files, each with a buffer
    private static final int BUFFER_BYTES = 1 << 14;

    private final Path folder;
    private final String split;
    private final List<DataOutputStream> buckets = new ArrayList<>();
    private long entries;
    private long tokens;

    /// @param expected about how many entries there will be; decides how memory is used, never a
    ///   result
    /// @throws IOException if the folder cannot be written
    public OrderWriter(Path folder, String split, long expected) throws IOException {
        this.folder = folder;
        this.split = split;
        long count = Math.clamp(Math.ceilDiv(expected, BUCKET_ENTRIES), 1, MOST_BUCKETS);
        for (int bucket = 0; bucket < count; bucket++) {
            buckets.add(
                    new DataOutputStream(
                            new BufferedOutputStream(
                                    Files.newOutputStream(bucket(bucket)), BUFFER_BYTES)));
        }
    }

    private Path bucket(int bucket) {
        return folder.resolve(split + ".order." + bucket + ".tmp");
    }

    /// Adds one use of a document.
    ///
    /// @param key uniform in 64 bits; of equal keys the lower document comes first
    /// @param document its number in the split
    /// @param size its tokens, its end included
    /// @throws IOException if it cannot be written
    public void add(long key, long document, long size) throws IOException {
        DataOutputStream out = buckets.get((int) Math.unsignedMultiplyHigh(key, buckets.size()));
        out.writeLong(key);
        out.writeLong(document);
        out.writeLong(size);
        entries++;
        tokens += size;
    }

    private record Entry(long key, long document, long size) {}

    /// Sorts, and publishes the order.
    ///
    /// @param documents of the split
    /// @param splitTokens of the split
    /// @throws IOException if it cannot be written
    public void finish(long documents, long splitTokens) throws IOException {
        close();
        Path file = DocumentOrder.file(folder, split);
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try (OutputStream plain =
                        new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16);
                DigestOutputStream out = new DigestOutputStream(plain, Digest.sha256())) {
            ByteBuffer head =
                    ByteBuffer.allocate(DocumentOrder.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            head.put(DocumentOrder.MAGIC.getBytes(StandardCharsets.US_ASCII))
                    .putInt(DocumentOrder.VERSION)
                    .putInt(DocumentOrder.ENTRY_BYTES)
                    .putLong(entries)
                    .putLong(tokens)
                    .putLong(documents)
                    .putLong(splitTokens);
            out.write(head.array());
            ByteBuffer record =
                    ByteBuffer.allocate(DocumentOrder.ENTRY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            long end = 0;
            for (int bucket = 0; bucket < buckets.size(); bucket++) {
                for (Entry entry : sorted(bucket(bucket))) {
                    end += entry.size;
                    record.clear().putLong(entry.document).putLong(end);
                    out.write(record.array());
                }
                Files.delete(bucket(bucket));
            }
            byte[] sha256 = out.getMessageDigest().digest();
            plain.write(sha256);
        }
        AtomicFile.publish(temporary, file);
    }

    private static List<Entry> sorted(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            while (true) {
                entries.add(new Entry(in.readLong(), in.readLong(), in.readLong()));
            }
        } catch (EOFException e) {
            entries.sort((a, b) -> {
                int byKey = Long.compareUnsigned(a.key, b.key);
                return byKey != 0 ? byKey : Long.compare(a.document, b.document);
            });
            return entries;
        }
    }

    @Override
    public void close() throws IOException {
        for (DataOutputStream out : buckets) {
            out.close();
        }
    }
}
