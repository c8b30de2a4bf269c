package eu.socle.token.shard;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;

/// Erases documents from shards that are there: their tokens are overwritten, their places stay, so
/// that no other document moves. What is read afterwards is never learnt.
public final class Erasure {

    private static final int BUFFER_BYTES = 1 << 16;

    private Erasure() {}

    /// Overwrites the tokens of documents in every shard of a split. Doing it twice is doing it
    /// once; an interruption leaves each shard as it was or without the documents, and is mended by
    /// doing it again.
    ///
    /// @param rows rows of documents.jsonl
    /// @return how many tokens were overwritten
    /// @throws Refusal if a shard is missing or damaged, or cannot be written
    public static long erase(Path folder, String split, Set<Long> rows) {
        long erased = 0;
        for (int number = 0;
                Files.exists(ShardFormat.tokensFile(folder, split, number));
                number++) {
            erased += eraseFrom(folder, split, number, rows);
        }
        return erased;
    }

    private static long eraseFrom(Path folder, String split, int number, Set<Long> rows) {
        Path file = ShardFormat.tokensFile(folder, split, number);
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try (Arena arena = Arena.ofConfined()) {
            Shard shard = Shard.open(folder, split, number, arena);
            int documents = Math.toIntExact(shard.head().documents());
            long[] entries = new long[4 * documents];
            long erased = 0;
            boolean found = false;
            for (int d = 0; d < documents; d++) {
                boolean gone = rows.contains(shard.row(d));
                entries[4 * d] = shard.start(d);
                entries[4 * d + 1] = shard.end(d);
                entries[4 * d + 2] = shard.row(d);
                entries[4 * d + 3] = gone ? 0 : shard.bytes(d);
                erased += gone ? shard.end(d) - shard.start(d) : 0;
                found |= gone;
            }
            if (!found) {
                return 0;
            }
            Files.copy(file, temporary, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                for (int d = 0; d < documents; d++) {
                    if (rows.contains(entries[4 * d + 2])) {
                        overwrite(out, shard.coding(), entries[4 * d], entries[4 * d + 1]);
                    }
                }
            }
            byte[] index =
                    ShardFormat.index(
                            entries, documents, shard.head().tokens(), Digest.ofFile(temporary));
            AtomicFile.publish(temporary, file);
            AtomicFile.write(ShardFormat.indexFile(folder, split, number), index);
            return erased;
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(file, e);
        }
    }

    private static void overwrite(FileChannel out, ShardFormat.Coding coding, long from, long to)
            throws IOException {
        long at = ShardFormat.HEADER_BYTES + from * coding.tokenBytes();
        long end = ShardFormat.HEADER_BYTES + to * coding.tokenBytes();
        byte[] ones = new byte[BUFFER_BYTES];
        Arrays.fill(ones, (byte) 0xff);
        while (at < end) {
            at += out.write(ByteBuffer.wrap(ones, 0, (int) Math.min(ones.length, end - at)), at);
        }
    }
}
