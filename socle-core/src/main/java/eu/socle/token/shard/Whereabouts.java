package eu.socle.token.shard;

import eu.socle.core.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where the tokens of one document lie, found from the indexes of the shards without reading
/// tokens: a few reads in each shard until the one that holds it.
///
/// @param split `train` or `held-out`
/// @param shard number of the shard in its split
/// @param row of the document in documents.jsonl
/// @param first its first token, counted over all shards of the split
/// @param tokens how many it has, its end included
public record Whereabouts(String split, int shard, long row, long first, long tokens) {

    /// Looks for a document in every shard of a split.
    ///
    /// @param row in documents.jsonl
    /// @throws Refusal if a shard is missing or damaged
    public static Optional<Whereabouts> find(Path folder, String split, long row) {
        long before = 0;
        for (int shard = 0; Files.exists(ShardFormat.indexFile(folder, split, shard)); shard++) {
            Path file = ShardFormat.indexFile(folder, split, shard);
            try (FileChannel index = FileChannel.open(file)) {
                long documents = read(index, 16, Long.BYTES).getLong();
                long tokens = read(index, 24, Long.BYTES).getLong();
                long found = find(index, documents, row);
                if (found >= 0) {
                    ByteBuffer entry = entry(index, found);
                    long start = entry.getLong();
                    return Optional.of(
                            new Whereabouts(
                                    split, shard, row, before + start, entry.getLong() - start));
                }
                before += tokens;
            } catch (IOException e) {
                throw Refusal.failure(file + " cannot be read (" + e + ").", e);
            }
        }
        return Optional.empty();
    }

    /// The number of the entry of this row, -1 when it is not there; rows ascend.
    private static long find(FileChannel index, long documents, long row) throws IOException {
        long low = 0;
        long high = documents;
        while (low < high) {
            long middle = (low + high) >>> 1;
            long there = entry(index, middle).getLong(16);
            if (there == row) {
                return middle;
            }
            if (there < row) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return -1;
    }

    private static ByteBuffer entry(FileChannel index, long number) throws IOException {
        return read(
                index,
                ShardFormat.HEADER_BYTES + number * ShardFormat.ENTRY_BYTES,
                ShardFormat.ENTRY_BYTES);
    }

    private static ByteBuffer read(FileChannel index, long at, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (index.read(buffer, at + buffer.position()) < 0) {
                throw new IOException("it ends early");
            }
        }
        return buffer.flip();
    }
}
