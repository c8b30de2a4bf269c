package eu.socle.token.shard;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/// The bytes of a token shard and of its index; everything little-endian.
///
/// | file | bytes | what |
/// |---|---|---|
/// | `train-00000.tokens` | 8 | `SOCLETOK` |
/// | | 4, 4 | version 1, bytes of a token (2 for a vocabulary below 65,536, else 4) |
/// | | 4, 4 | vocabulary, id that ends each document |
/// | | 8 | how many tokens |
/// | | 32 | SHA-256 of tokenizer.json |
/// | | 2 or 4 each | the tokens, unsigned; all bits set where one was erased |
/// | `train-00000.index` | 8 | `SOCLEIDX` |
/// | | 4, 4 | version 1, bytes of an entry (32) |
/// | | 8, 8 | how many documents, how many tokens |
/// | | 32 | SHA-256 of the .tokens file |
/// | | 8 x 4 each | document: first token, token after its last, row in documents.jsonl, bytes of its text in UTF-8 |
/// | | 32 | SHA-256 of everything above |
public final class ShardFormat {

    static final int HEADER_BYTES = 64;
    static final int ENTRY_BYTES = 32;
    static final int DIGEST_BYTES = 32;

    /// What a token is read as that was erased.
    static final int ERASED = -1;

    static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final String TOKENS_MAGIC = "SOCLETOK";
    private static final String INDEX_MAGIC = "SOCLEIDX";
    private static final int VERSION = 1;

    private ShardFormat() {}

    /// What all shards of one stage share.
    ///
    /// @param vocabulary every id is below it
    /// @param endOfDocument the id after each document's text
    /// @param tokenizer SHA-256 of tokenizer.json
    public record Coding(int vocabulary, int endOfDocument, Digest tokenizer) {
        /// 2 where that leaves one value for erased tokens, else 4.
        int tokenBytes() {
            return vocabulary < 1 << 16 ? 2 : 4;
        }
    }

    /// What the head of an index states.
    record IndexHead(long documents, long tokens, Digest tokensFile) {}

    public static Path tokensFile(Path folder, String split, int number) {
        return folder.resolve(name(split, number) + ".tokens");
    }

    public static Path indexFile(Path folder, String split, int number) {
        return folder.resolve(name(split, number) + ".index");
    }

    private static String name(String split, int number) {
        String digits = Integer.toString(number);
        return split + "-" + "0".repeat(Math.max(0, 5 - digits.length())) + digits;
    }

    /// The head of a .tokens file.
    static byte[] tokensHead(Coding coding, long tokens) {
        ByteBuffer head = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        head.put(TOKENS_MAGIC.getBytes(StandardCharsets.US_ASCII))
                .putInt(VERSION)
                .putInt(coding.tokenBytes());
        head.putInt(coding.vocabulary()).putInt(coding.endOfDocument()).putLong(tokens);
        return head.put(HexFormat.of().parseHex(coding.tokenizer().hex())).array();
    }

    /// The whole .index file; `entries` holds four longs for each document.
    static byte[] index(long[] entries, int documents, long tokens, Digest tokensFile) {
        ByteBuffer bytes =
                ByteBuffer.allocate(
                                Math.addExact(
                                        HEADER_BYTES + DIGEST_BYTES,
                                        Math.multiplyExact(ENTRY_BYTES, documents)))
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(INDEX_MAGIC.getBytes(StandardCharsets.US_ASCII))
                .putInt(VERSION)
                .putInt(ENTRY_BYTES);
        bytes.putLong(documents).putLong(tokens).put(HexFormat.of().parseHex(tokensFile.hex()));
        for (int i = 0; i < 4 * documents; i++) {
            bytes.putLong(entries[i]);
        }
        byte[] whole = bytes.array();
        var sha256 = Digest.sha256();
        sha256.update(whole, 0, bytes.position());
        return bytes.put(sha256.digest()).array();
    }

    /// Reads and checks the head and the size of a .tokens file.
    ///
    /// @throws Refusal naming the file and what is wrong
    static Coding coding(Path file, MemorySegment bytes) {
        head(file, bytes, TOKENS_MAGIC, HEADER_BYTES);
        Coding coding = new Coding(bytes.get(INT, 16), bytes.get(INT, 20), digest(bytes, 32));
        long tokens = bytes.get(LONG, 24);
        if (coding.vocabulary() < 1 || bytes.get(INT, 12) != coding.tokenBytes()) {
            throw damaged(file, "its vocabulary and the size of its tokens do not fit");
        }
        if (coding.endOfDocument() < 0 || coding.endOfDocument() >= coding.vocabulary()) {
            throw damaged(file, "its end of document is not in its vocabulary");
        }
        long expected = (bytes.byteSize() - HEADER_BYTES) / coding.tokenBytes();
        if (tokens != expected
                || bytes.byteSize() != HEADER_BYTES + expected * coding.tokenBytes()) {
            throw damaged(
                    file,
                    "it has "
                            + bytes.byteSize()
                            + " bytes, which do not hold the "
                            + tokens
                            + " tokens it states");
        }
        return coding;
    }

    /// Reads and checks a whole .index file.
    ///
    /// @throws Refusal naming the file and what is wrong
    static IndexHead indexHead(Path file, MemorySegment bytes) {
        head(file, bytes, INDEX_MAGIC, HEADER_BYTES + DIGEST_BYTES);
        IndexHead head = new IndexHead(bytes.get(LONG, 16), bytes.get(LONG, 24), digest(bytes, 32));
        long body = bytes.byteSize() - HEADER_BYTES - DIGEST_BYTES;
        if (bytes.get(INT, 12) != ENTRY_BYTES
                || body % ENTRY_BYTES != 0
                || head.documents() != body / ENTRY_BYTES) {
            throw damaged(
                    file, "its size does not fit the " + head.documents() + " documents it states");
        }
        var sha256 = Digest.sha256();
        sha256.update(bytes.asSlice(0, bytes.byteSize() - DIGEST_BYTES).asByteBuffer());
        if (!new Digest(HexFormat.of().formatHex(sha256.digest()))
                .equals(digest(bytes, bytes.byteSize() - DIGEST_BYTES))) {
            throw damaged(file, "its bytes are not those it was written with");
        }
        long end = 0;
        for (long i = 0; i < head.documents(); i++) {
            long at = HEADER_BYTES + i * ENTRY_BYTES;
            if (bytes.get(LONG, at) != end || bytes.get(LONG, at + 8) <= end) {
                throw damaged(file, "document " + i + " does not begin where the one before ends");
            }
            end = bytes.get(LONG, at + 8);
        }
        if (end != head.tokens()) {
            throw damaged(file, "its documents end at token " + end + " of " + head.tokens());
        }
        return head;
    }

    static Refusal damaged(Path file, String what) {
        return Refusal.failure(
                file
                        + " is damaged: "
                        + what
                        + "; remove the folder "
                        + file.toAbsolutePath().getParent()
                        + " and pack the tokens again.");
    }

    private static void head(Path file, MemorySegment bytes, String magic, int least) {
        if (bytes.byteSize() < least) {
            throw damaged(file, "it has " + bytes.byteSize() + " bytes, fewer than its head");
        }
        byte[] found = bytes.asSlice(0, 8).toArray(ValueLayout.JAVA_BYTE);
        if (!magic.equals(new String(found, StandardCharsets.ISO_8859_1))) {
            throw damaged(file, "it does not begin with " + magic);
        }
        if (bytes.get(INT, 8) != VERSION) {
            throw damaged(
                    file,
                    "its version is "
                            + bytes.get(INT, 8)
                            + ", this program reads version "
                            + VERSION);
        }
    }

    private static Digest digest(MemorySegment bytes, long at) {
        return new Digest(
                HexFormat.of()
                        .formatHex(bytes.asSlice(at, DIGEST_BYTES).toArray(ValueLayout.JAVA_BYTE)));
    }
}
