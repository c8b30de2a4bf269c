package eu.socle.token.shard;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/// The order in which training reads the documents of a split: some several times, some never. The
/// shards hold each once, so a repeated document costs 16 bytes, and one that is erased is gone
/// from every place. Everything little-endian:
///
/// | bytes of `train.order` | what |
/// |---|---|
/// | 8 | `SOCLEORD` |
/// | 4, 4 | version 1, bytes of an entry (16) |
/// | 8, 8 | how many entries, how many tokens they read |
/// | 8, 8 | how many documents and tokens the split has |
/// | 16 | zero |
/// | 8 x 2 each | entry: number of the document in its split; the token after its last, counted over the entries |
/// | 32 | SHA-256 of everything above |
public final class DocumentOrder {

    static final int HEADER_BYTES = 64;
    static final int ENTRY_BYTES = 16;
    static final int VERSION = 1;
    static final String MAGIC = "SOCLEORD";

    private final MemorySegment bytes;
    private final long size;
    private final long tokens;

    private DocumentOrder(MemorySegment bytes, long size, long tokens) {
        this.bytes = bytes;
        this.size = size;
        this.tokens = tokens;
    }

    /// The file of a split's order; it is not there when documents are read in their own order.
    public static Path file(Path folder, String split) {
        return folder.resolve(split + ".order");
    }

    /// Maps and checks the file.
    ///
    /// @param documents of the split
    /// @param splitTokens of the split
    /// @throws Refusal if it is damaged or belongs to other shards
    static DocumentOrder open(Path file, long documents, long splitTokens, Arena arena) {
        MemorySegment bytes;
        try (FileChannel channel = FileChannel.open(file)) {
            bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        } catch (IOException e) {
            throw Refusal.failure(file + " cannot be read (" + e + "); pack the tokens again.", e);
        }
        long entries = (bytes.byteSize() - HEADER_BYTES - ShardFormat.DIGEST_BYTES) / ENTRY_BYTES;
        long whole = HEADER_BYTES + entries * ENTRY_BYTES + ShardFormat.DIGEST_BYTES;
        if (bytes.byteSize() < HEADER_BYTES + ShardFormat.DIGEST_BYTES
                || bytes.byteSize() != whole) {
            throw ShardFormat.damaged(file, "it has " + bytes.byteSize() + " bytes");
        }
        byte[] magic = bytes.asSlice(0, 8).toArray(ValueLayout.JAVA_BYTE);
        if (!MAGIC.equals(new String(magic, StandardCharsets.ISO_8859_1))
                || bytes.get(ShardFormat.INT, 8) != VERSION
                || bytes.get(ShardFormat.INT, 12) != ENTRY_BYTES
                || bytes.get(ShardFormat.LONG, 16) != entries) {
            throw ShardFormat.damaged(file, "its head is not that of an order of documents");
        }
        var sha256 = Digest.sha256();
        sha256.update(bytes.asSlice(0, whole - ShardFormat.DIGEST_BYTES).asByteBuffer());
        byte[] stated =
                bytes.asSlice(whole - ShardFormat.DIGEST_BYTES).toArray(ValueLayout.JAVA_BYTE);
        if (!HexFormat.of().formatHex(sha256.digest()).equals(HexFormat.of().formatHex(stated))) {
            throw ShardFormat.damaged(file, "its bytes are not those it was written with");
        }
        if (bytes.get(ShardFormat.LONG, 32) != documents
                || bytes.get(ShardFormat.LONG, 40) != splitTokens) {
            throw ShardFormat.damaged(file, "it was made for other shards than those beside it");
        }
        return new DocumentOrder(bytes, entries, bytes.get(ShardFormat.LONG, 24));
    }

    /// How many entries there are.
    public long size() {
        return size;
    }

    /// How many tokens they read.
    public long tokens() {
        return tokens;
    }

    /// The document at an entry, by its number in the split.
    public long document(long entry) {
        return bytes.get(ShardFormat.LONG, HEADER_BYTES + entry * ENTRY_BYTES);
    }

    /// The place of an entry's first token among all that are read.
    long start(long entry) {
        return entry == 0 ? 0 : end(entry - 1);
    }

    /// The place after an entry's last token.
    long end(long entry) {
        return bytes.get(ShardFormat.LONG, HEADER_BYTES + entry * ENTRY_BYTES + 8);
    }

    /// The entry that holds a place.
    long at(long place) {
        long low = 0;
        long high = size - 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (end(middle) > place) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
