package eu.socle.token.shard;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Writes the shards of one split. A document lies in one shard; a shard ends with the document
/// that fills it. Shards that an earlier attempt finished are kept: their documents are skipped, in
/// the same order.
public final class ShardWriter implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 20;

    private final Path folder;
    private final String split;
    private final ShardFormat.Coding coding;
    private final long shardTokens;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final Arena arena = Arena.ofShared();
    private @Nullable Shard finished; // the finished shard whose documents are being skipped
    private long skipped;
    private @Nullable FileChannel channel;
    private int number;
    private long[] entries = new long[256];
    private int documents;
    private long tokens;
    private long allDocuments;
    private long allTokens;
    private long allBytes;

    /// Begins, or goes on behind the shards that an earlier attempt finished.
    ///
    /// @param shardTokens a shard ends with the document that brings it to this many tokens
    public ShardWriter(Path folder, String split, ShardFormat.Coding coding, long shardTokens)
            throws IOException {
        this.folder = folder;
        this.split = split;
        this.coding = coding;
        this.shardTokens = shardTokens;
        this.finished = nextFinished();
    }

    /// Skips this document if a finished shard holds it.
    ///
    /// @return how many tokens it has there, -1 when no finished shard holds it and it must be
    ///   added
    public long skip(long row) throws IOException {
        Shard shard = finished;
        if (shard == null) {
            return -1;
        }
        long document = skipped++;
        long size = shard.end(document) - shard.start(document);
        if (shard.row(document) != row) {
            throw ShardFormat.damaged(
                    shard.file(),
                    "its document " + document + " is not row " + row + " of the dataset");
        }
        count(size, shard.bytes(document));
        if (skipped == shard.head().documents()) {
            number++;
            skipped = 0;
            finished = nextFinished();
        }
        return size;
    }

    /// Adds a document and its end.
    ///
    /// @param ids the tokens of its text
    /// @param row its row in documents.jsonl
    /// @param bytes bytes of its text in UTF-8
    public void add(int[] ids, long row, long bytes) throws IOException {
        FileChannel out = channel == null ? begin() : channel;
        for (int id : ids) {
            put(out, id);
        }
        put(out, coding.endOfDocument());
        if (4 * documents == entries.length) {
            entries = Arrays.copyOf(entries, 2 * entries.length);
        }
        long size = ids.length + 1L;
        long[] entry = {tokens, tokens + size, row, bytes};
        System.arraycopy(entry, 0, entries, 4 * documents, 4);
        documents++;
        tokens += size;
        count(size, bytes);
        if (tokens >= shardTokens) {
            publish(out);
        }
    }

    /// Publishes the last shard; a split without documents has one empty shard.
    public void finish() throws IOException {
        if (channel != null) {
            publish(channel);
        } else if (number == 0) {
            publish(begin());
        }
    }

    /// Documents of all shards.
    public long documents() {
        return allDocuments;
    }

    /// Tokens of all shards.
    public long tokens() {
        return allTokens;
    }

    /// Bytes of all documents' texts in UTF-8.
    public long bytes() {
        return allBytes;
    }

    /// Finished shards.
    public int shards() {
        return number;
    }

    @Override
    public void close() throws IOException {
        arena.close();
        if (channel != null) {
            channel.close();
        }
    }

    private void count(long size, long bytes) {
        allDocuments++;
        allTokens += size;
        allBytes += bytes;
    }

    /// The shard of the present number if an earlier attempt finished it. The index is published
    /// after the tokens, so it is the sign.
    private @Nullable Shard nextFinished() throws IOException {
        Path index = ShardFormat.indexFile(folder, split, number);
        if (!Files.exists(index)) {
            return null;
        }
        Shard shard = Shard.open(folder, split, number, arena);
        if (!shard.coding().equals(coding)
                || !Digest.ofFile(shard.file()).equals(shard.head().tokensFile())) {
            throw ShardFormat.damaged(
                    shard.file(), "its bytes are not those its index was written for");
        }
        if (shard.head().documents() == 0) { // the one shard of an empty split
            number++;
            return nextFinished();
        }
        return shard;
    }

    private FileChannel begin() throws IOException {
        FileChannel out =
                FileChannel.open(
                        temporary(),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
        channel = out;
        buffer.clear();
        buffer.put(
                new byte
                        [ShardFormat
                                .HEADER_BYTES]); // written again when the number of tokens is known
        return out;
    }

    private void put(FileChannel out, int id) throws IOException {
        if (buffer.remaining() < 4) {
            drain(out);
        }
        if (coding.tokenBytes() == 2) {
            buffer.putShort((short) id);
        } else {
            buffer.putInt(id);
        }
    }

    private void drain(FileChannel out) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
        buffer.clear();
    }

    private void publish(FileChannel out) throws IOException {
        drain(out);
        ByteBuffer head = ByteBuffer.wrap(ShardFormat.tokensHead(coding, tokens));
        while (head.hasRemaining()) {
            out.write(head, head.position());
        }
        out.close();
        channel = null;
        Path file = ShardFormat.tokensFile(folder, split, number);
        AtomicFile.publish(temporary(), file);
        byte[] index = ShardFormat.index(entries, documents, tokens, Digest.ofFile(file));
        AtomicFile.write(ShardFormat.indexFile(folder, split, number), index);
        number++;
        documents = 0;
        tokens = 0;
    }

    private Path temporary() {
        Path file = ShardFormat.tokensFile(folder, split, number);
        return file.resolveSibling(file.getFileName() + ".tmp");
    }
}
