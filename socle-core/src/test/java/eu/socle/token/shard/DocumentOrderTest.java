package eu.socle.token.shard;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Digest;
import eu.socle.core.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DocumentOrderTest {

    private static final int DOCUMENTS = 90;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 16, 31, 64, 1000})
    void sequences_read_every_use_in_the_order_and_keep_documents_apart(int length)
            throws IOException {
        List<Integer> expected = write();
        try (TokenShards shards = TokenShards.open(folder, "train")) {
            Packing packing = Packing.cut(shards, length);
            assertThat(packing.sequences()).isEqualTo(expected.size() / length);
            assertThat(packing.padding()).isZero();
            int place = 0;
            for (long k = 0; k < packing.sequences(); k++) {
                TokenShards.Sequence sequence = packing.sequence(k);
                for (int t = 0; t < length; t++, place++) {
                    assertThat(sequence.ids()[t]).isEqualTo(expected.get(place));
                    boolean begins = t == 0 || expected.get(place - 1) == 0;
                    assertThat(sequence.positions()[t])
                            .isEqualTo(begins ? 0 : sequence.positions()[t - 1] + 1);
                    assertThat(sequence.firstKey()[t]).isEqualTo(t - sequence.positions()[t]);
                    int next = sequence.ids()[t] == 0 ? -100 : expected.get(place + 1);
                    assertThat(sequence.labels()[t]).isEqualTo(next);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 64})
    void holding_names_the_sequences_that_read_a_document_in_every_packing(int length)
            throws IOException {
        write();
        try (TokenShards shards = TokenShards.open(folder, "train")) {
            check(shards, Packing.cut(shards, length));
            check(shards, Packing.bestFit(shards, length));
        }
        Files.delete(DocumentOrder.file(folder, "train"));
        try (TokenShards shards = TokenShards.open(folder, "train")) {
            check(shards, Packing.cut(shards, length));
            check(shards, Packing.bestFit(shards, length));
        }
    }

    /// Every document's tokens name it.
    private static void check(TokenShards shards, Packing packing) {
        List<TreeSet<Long>> held = new ArrayList<>();
        for (int d = 0; d < DOCUMENTS; d++) {
            held.add(new TreeSet<>());
        }
        for (long k = 0; k < packing.sequences(); k++) {
            TokenShards.Sequence sequence = packing.sequence(k);
            for (int t = 0; t < sequence.ids().length; t++) {
                if (sequence.ids()[t] != 0) {
                    held.get(sequence.ids()[t] - 1).add(k);
                }
            }
        }
        for (int d = 0; d < DOCUMENTS; d++) {
            assertThat(packing.holding(d)).containsAll(held.get(d));
            // the end of the document may lie alone in a sequence
            assertThat(packing.holding(d).size()).isLessThanOrEqualTo(held.get(d).size() + 3);
            assertThat(shards.documentOf(shards.first(d))).isEqualTo(d);
        }
    }

    @Test
    void best_fit_reads_each_use_once() throws IOException {
        List<Integer> expected = write();
        try (TokenShards shards = TokenShards.open(folder, "train")) {
            Packing packing = Packing.bestFit(shards, 32);
            int[] counts = new int[DOCUMENTS + 1];
            for (long k = 0; k < packing.sequences(); k++) {
                Arrays.stream(packing.sequence(k).ids()).forEach(id -> counts[id]++);
            }
            int[] wanted = new int[DOCUMENTS + 1];
            expected.forEach(id -> wanted[id]++);
            assertThat(packing.padding()).isEqualTo(packing.sequences() * 32 - expected.size());
            wanted[0] += (int) packing.padding();
            assertThat(counts).isEqualTo(wanted);
        }
    }

    @Test
    void the_order_is_the_same_with_one_bucket_and_with_many() throws IOException {
        write();
        byte[] one = Files.readAllBytes(DocumentOrder.file(folder, "train"));
        try (TokenShards shards = TokenShards.open(folder, "train");
                OrderWriter order = new OrderWriter(folder, "train", 40_000_000)) {
            uses(shards, order);
        }
        assertThat(Files.readAllBytes(DocumentOrder.file(folder, "train"))).isEqualTo(one);
        try (var files = Files.list(folder)) {
            assertThat(files.filter(f -> f.toString().endsWith(".tmp"))).isEmpty();
        }
    }

    private static void uses(TokenShards shards, OrderWriter order) throws IOException {
        for (int d = 0; d < DOCUMENTS; d++) {
            for (int use = 0; use < d % 4; use++) {
                order.add(new Seed(3).of(d).bits(use), d, shards.length(d));
            }
        }
        order.finish(shards.documents(), shards.tokens());
    }

    /// Document d is d + 1 over and over, ended by 0; it is used d % 4 times.
    ///
    /// @return all tokens in the order
    private List<Integer> write() throws IOException {
        Path tokenizer = folder.resolve("tokenizer.json");
        Files.writeString(tokenizer, "the shards only keep its digest");
        ShardFormat.Coding coding = new ShardFormat.Coding(300, 0, Digest.ofFile(tokenizer));
        try (ShardWriter writer = new ShardWriter(folder, "train", coding, 200)) {
            for (int d = 0; d < DOCUMENTS; d++) {
                int[] ids = new int[(int) new Seed(31).of(d).below(40, 0)];
                Arrays.fill(ids, d + 1);
                writer.add(ids, d, 3L * ids.length);
            }
            writer.finish();
        }
        try (TokenShards shards = TokenShards.open(folder, "train");
                OrderWriter order = new OrderWriter(folder, "train", 1)) {
            uses(shards, order);
        }
        List<long[]> keys = new ArrayList<>();
        for (int d = 0; d < DOCUMENTS; d++) {
            for (int use = 0; use < d % 4; use++) {
                keys.add(new long[] {new Seed(3).of(d).bits(use), d});
            }
        }
        keys.sort((a, b) -> Long.compareUnsigned(a[0], b[0]));
        List<Integer> tokens = new ArrayList<>();
        try (TokenShards shards = TokenShards.open(folder, "train")) {
            for (long[] key : keys) {
                Arrays.stream(shards.document(key[1]).ids()).forEach(tokens::add);
            }
        }
        return tokens;
    }
}
