package eu.socle.token.shard;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// The packed tokens of one split, mapped into memory: as sequences of one length for training, as
/// documents for evaluation. Any thread may read. Where documents begin is known from the index,
/// never from a token's value.
///
/// ```java
/// try (TokenShards train = TokenShards.open(run.directory().resolve("token"), "train")) {
///     TokenShards.Sequence sequence = train.sequence(order.permute(train.sequences(256), step), 256);
/// }
/// ```
public final class TokenShards implements AutoCloseable {

    /// The label of a token whose successor is not to be learnt.
    public static final int IGNORED = -100;

    private final Arena arena;
    private final List<Shard> shards;
    private final long[] firstToken; // of each shard, and of the end
    private final long[] firstDocument;
    private final long bytes;
    private final Optional<DocumentOrder> order;

    private TokenShards(Arena arena, List<Shard> shards, Path orderFile) {
        this.arena = arena;
        this.shards = List.copyOf(shards);
        this.firstToken = new long[shards.size() + 1];
        this.firstDocument = new long[shards.size() + 1];
        long sum = 0;
        for (int s = 0; s < shards.size(); s++) {
            Shard shard = shards.get(s);
            firstToken[s + 1] = firstToken[s] + shard.head().tokens();
            firstDocument[s + 1] = firstDocument[s] + shard.head().documents();
            for (long i = 0; i < shard.head().documents(); i++) {
                sum += shard.bytes(i);
            }
        }
        this.bytes = sum;
        this.order =
                Files.exists(orderFile)
                        ? Optional.of(DocumentOrder.open(orderFile, documents(), tokens(), arena))
                        : Optional.empty();
    }

    /// One training sequence; all arrays have its length.
    ///
    /// @param ids the tokens
    /// @param labels the token after each, or [#IGNORED] where that belongs to another document or
    ///   one of the two was erased
    /// @param firstKey index in the sequence where each token's document begins; 0 when it began in
    ///   an earlier sequence
    /// @param positions how far each token is from `firstKey`
    @SuppressWarnings("ArrayRecordComponent") // a bundle of buffers for the step, never compared
    public record Sequence(int[] ids, int[] labels, int[] firstKey, int[] positions) {}

    /// One document.
    ///
    /// @param row its line in documents.jsonl, from 0
    /// @param ids its tokens, the end of document last; erased ones are an end of document
    /// @param bytes bytes of its text in UTF-8; 0 when it was erased
    /// @param erased how many of its tokens were erased
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    public record PackedDocument(long row, int[] ids, long bytes, int erased) {}

    /// Opens every shard of a split (`train` or `held-out`) of a token folder, and checks heads,
    /// sizes, indexes and that they belong to the folder's tokenizer.json.
    ///
    /// @throws Refusal naming the file that is missing or damaged, and why
    @SuppressWarnings(
            "MustBeClosedChecker") // the arena goes to the object returned, whose close() closes it
    public static TokenShards open(Path folder, String split) {
        Arena arena = Arena.ofShared();
        try {
            Digest tokenizer = tokenizer(folder);
            List<Shard> shards = new ArrayList<>();
            while (shards.isEmpty()
                    || Files.exists(ShardFormat.tokensFile(folder, split, shards.size()))) {
                Shard shard = Shard.open(folder, split, shards.size(), arena);
                if (!shard.coding().tokenizer().equals(tokenizer)) {
                    throw ShardFormat.damaged(
                            shard.file(),
                            "it was packed with the tokenizer "
                                    + shard.coding().tokenizer().brief()
                                    + ", the folder holds "
                                    + tokenizer.brief());
                }
                if (!shard.coding()
                        .equals(shards.isEmpty() ? shard.coding() : shards.getFirst().coding())) {
                    throw ShardFormat.damaged(
                            shard.file(),
                            "its head does not agree with that of "
                                    + shards.getFirst().file().getFileName());
                }
                shards.add(shard);
            }
            refuseGap(folder, split, shards.size());
            return new TokenShards(arena, shards, DocumentOrder.file(folder, split));
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /// How many tokens there are, one end of document for each document included.
    public long tokens() {
        return firstToken[shards.size()];
    }

    /// Bytes of the split's text in UTF-8.
    public long bytes() {
        return bytes;
    }

    /// Every id is below this.
    public int vocabulary() {
        return shards.getFirst().coding().vocabulary();
    }

    /// The id that ends each document.
    public int endOfDocument() {
        return shards.getFirst().coding().endOfDocument();
    }

    /// How many whole sequences of this length there are; a shorter rest is not counted.
    public long sequences(int length) {
        return tokens() / length;
    }

    /// The tokens from `k * length` on, in the order of the shards ([Packing] has that of the
    /// training).
    ///
    /// @param k 0 .. sequences(length) - 1
    /// @throws Refusal if a token is not in the vocabulary
    public Sequence sequence(long k, int length) {
        if (k < 0 || k >= sequences(length)) {
            throw new IllegalArgumentException("sequence " + k + " of " + sequences(length));
        }
        int[] ids = new int[length];
        int[] labels = new int[length];
        int[] firstKey = new int[length];
        int[] positions = new int[length];
        for (int t = 0; t < length; ) {
            int s = shardOf(firstToken, k * length + t);
            Shard shard = shards.get(s);
            long offset =
                    k * length - firstToken[s]; // position in the shard of the sequence's token 0
            long document = shard.documentAt(offset + t);
            long end = shard.end(document);
            int first = (int) Math.max(0, shard.start(document) - offset);
            int last = (int) Math.min(length, end - offset);
            shard.copy(offset + t, offset + last, t, ids, labels);
            for (; t < last; t++) {
                firstKey[t] = first;
                positions[t] = t - first;
            }
        }
        return new Sequence(ids, labels, firstKey, positions);
    }

    /// How many documents there are.
    public long documents() {
        return firstDocument[shards.size()];
    }

    /// One document by its number in this split.
    ///
    /// @param number 0 .. documents() - 1
    /// @throws Refusal if a token is not in the vocabulary
    public PackedDocument document(long number) {
        if (number < 0 || number >= documents()) {
            throw new IllegalArgumentException("document " + number + " of " + documents());
        }
        int s = shardOf(firstDocument, number);
        Shard shard = shards.get(s);
        long document = number - firstDocument[s];
        long start = shard.start(document);
        int[] ids = new int[Math.toIntExact(shard.end(document) - start)];
        int erased = 0;
        for (int i = 0; i < ids.length; i++) {
            int id = shard.token(start + i);
            erased += id == ShardFormat.ERASED ? 1 : 0;
            ids[i] = id == ShardFormat.ERASED ? endOfDocument() : id;
        }
        return new PackedDocument(shard.row(document), ids, shard.bytes(document), erased);
    }

    /// The documents in their order, without those of which anything was erased.
    public Stream<PackedDocument> stream() {
        return LongStream.range(0, documents())
                .mapToObj(this::document)
                .filter(d -> d.erased() == 0);
    }

    /// How many tokens a document has, its end included, by its number in this split.
    public long length(long number) {
        int s = shardOf(firstDocument, number);
        long document = number - firstDocument[s];
        return shards.get(s).end(document) - shards.get(s).start(document);
    }

    /// The order in which training reads the documents; empty when that is their own.
    public Optional<DocumentOrder> order() {
        return order;
    }

    /// The number of the document that holds a token.
    ///
    /// @param token 0 .. tokens() - 1, counted over the shards
    public long documentOf(long token) {
        int s = shardOf(firstToken, token);
        return firstDocument[s] + shards.get(s).documentAt(token - firstToken[s]);
    }

    /// A document's first token, counted over the shards.
    long first(long number) {
        int s = shardOf(firstDocument, number);
        return firstToken[s] + shards.get(s).start(number - firstDocument[s]);
    }

    /// Writes the tokens `[from, to)` of one document to `ids` from index `at` on, and their
    /// labels, as [Sequence] has them.
    void copy(long number, long from, long to, int at, int[] ids, int[] labels) {
        int s = shardOf(firstDocument, number);
        long start = shards.get(s).start(number - firstDocument[s]);
        shards.get(s).copy(start + from, start + to, at, ids, labels);
    }

    /// Reads every shard through and compares it with the digest in its index.
    ///
    /// @throws Refusal naming the first shard whose bytes are not those it was written with
    public void verify() {
        for (Shard shard : shards) {
            try {
                if (!Digest.ofFile(shard.file()).equals(shard.head().tokensFile())) {
                    throw ShardFormat.damaged(
                            shard.file(), "its bytes are not those its index was written for");
                }
            } catch (IOException e) {
                throw Refusal.failure(shard.file() + " cannot be read: " + e.getMessage() + ".", e);
            }
        }
    }

    @Override
    public void close() {
        arena.close();
    }

    /// The shard that holds this number, where `firsts` has the first number of each; shards
    /// without any are passed over.
    private static int shardOf(long[] firsts, long number) {
        int found = Arrays.binarySearch(firsts, number);
        int shard = found >= 0 ? found : -found - 2;
        while (firsts[shard + 1] <= number) {
            shard++;
        }
        return shard;
    }

    private static Digest tokenizer(Path folder) {
        Path file = folder.resolve("tokenizer.json");
        try {
            return Digest.ofFile(file);
        } catch (IOException e) {
            throw Refusal.failure(
                    file
                            + " cannot be read ("
                            + e
                            + "); shards mean nothing without it, pack the tokens again.",
                    e);
        }
    }

    private static void refuseGap(Path folder, String split, int shards) {
        try (Stream<Path> inside = Files.list(folder)) {
            long there =
                    inside.map(p -> p.getFileName().toString())
                            .filter(n -> n.startsWith(split + "-") && n.endsWith(".tokens"))
                            .count();
            if (there != shards) {
                throw ShardFormat.damaged(
                        ShardFormat.tokensFile(folder, split, shards),
                        "it is missing, though later shards are there");
            }
        } catch (IOException e) {
            throw Refusal.failure(folder + " cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
