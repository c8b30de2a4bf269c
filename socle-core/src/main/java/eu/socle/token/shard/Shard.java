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

    /// The id at a position, or [ShardFormat#ERASED].
    ///
    /// @throws Refusal if it is neither that nor in the vocabulary
    int token(long position) {
        int id;
        if (coding.tokenBytes() == 2) {
            short value = tokens.get(ShardFormat.SHORT, ShardFormat.HEADER_BYTES + 2 * position);
            id = value == ShardFormat.ERASED ? ShardFormat.ERASED : value & 0xffff;
        } else {
            id = tokens.get(ShardFormat.INT, ShardFormat.HEADER_BYTES + 4 * position);
        }
        if (id == ShardFormat.ERASED) {
            return id;
        }
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

    /// Writes the tokens `[from, to)`, which lie in one document, to `into` from index `at` on, and
    /// the token after each as its label. Erased tokens become the end of document, and neither
    /// they nor what follows them is to be learnt.
    void copy(long from, long to, int at, int[] ids, int[] labels) {
        long end = end(documentAt(from));
        int id = token(from);
        for (long i = from; i < to; i++) {
            int next = i + 1 < end ? token(i + 1) : ShardFormat.ERASED;
            int t = at + (int) (i - from);
            boolean learnt = id != ShardFormat.ERASED && next != ShardFormat.ERASED;
            ids[t] = id == ShardFormat.ERASED ? coding.endOfDocument() : id;
            labels[t] = learnt ? next : TokenShards.IGNORED;
            id = next;
        }
    }

    private static MemorySegment map(Path file, Arena arena) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        } catch (IOException e) {
            throw Refusal.failure(file + " cannot be read (" + e + "); pack the tokens again.", e);
        }
    }
}
