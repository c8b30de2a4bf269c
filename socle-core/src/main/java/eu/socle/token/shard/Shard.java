package eu.socle.token.shard;

import eu.socle.core.Refusal;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// One shard and its index, mapped into memory and checked. Positions count from the shard's first
/// token.
record Shard(
        Path file,
        ShardFormat.Coding coding,
        ShardFormat.IndexHead head,
        MemorySegment tokens,
        MemorySegment index) {

    /// Maps and checks both files.
    ///
    /// @throws Refusal if one of them is missing or damaged
    static Shard open(Path folder, String split, int number, Arena arena) {
        Path file = ShardFormat.tokensFile(folder, split, number);
        Path indexFile = ShardFormat.indexFile(folder, split, number);
        MemorySegment tokens = map(file, arena);
        MemorySegment index = map(indexFile, arena);
        ShardFormat.Coding coding = ShardFormat.coding(file, tokens);
        ShardFormat.IndexHead head = ShardFormat.indexHead(indexFile, index);
        if (tokens.get(ShardFormat.LONG, 24) != head.tokens()) {
            throw ShardFormat.damaged(file, "its index states another number of tokens");
        }
        return new Shard(file, coding, head, tokens, index);
    }

    /// The id at a position.
    ///
    /// @throws Refusal if it is not in the vocabulary
    int token(long position) {
        int id =
                coding.tokenBytes() == 2
                        ? tokens.get(ShardFormat.SHORT, ShardFormat.HEADER_BYTES + 2 * position)
                                & 0xffff
                        : tokens.get(ShardFormat.INT, ShardFormat.HEADER_BYTES + 4 * position);
        if (id < 0 || id >= coding.vocabulary()) {
            throw ShardFormat.damaged(
                    file, "token " + position + " is " + id + ", beyond its vocabulary");
        }
        return id;
    }

    /// First token of a document.
    long start(long document) {
        return entry(document, 0);
    }

    /// The position after a document's last token.
    long end(long document) {
        return entry(document, 8);
    }

    /// The document's row in documents.jsonl.
    long row(long document) {
        return entry(document, 16);
    }

    /// Bytes of the document's text in UTF-8.
    long bytes(long document) {
        return entry(document, 24);
    }

    /// The document that holds a position.
    long documentAt(long position) {
        long low = 0;
        long high = head.documents() - 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (end(middle) > position) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private long entry(long document, int offset) {
        return index.get(
                ShardFormat.LONG,
                ShardFormat.HEADER_BYTES + document * ShardFormat.ENTRY_BYTES + offset);
    }

    private static MemorySegment map(Path file, Arena arena) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        } catch (IOException e) {
            throw Refusal.failure(file + " cannot be read (" + e + "); pack the tokens again.", e);
        }
    }
}
