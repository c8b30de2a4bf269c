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
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PackingTest {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 15, 16, 17, 31, 33, 1000})
    void best_fit_holds_every_token_once_and_documents_whole_where_they_fit(int length)
            throws IOException {
        int[][] texts = texts(300, 120);
        write(300, 90, texts);
        try (TokenShards shards = TokenShards.open(folder, "train")) {
            Packing packing = Packing.bestFit(shards, length);
            List<List<Integer>> pieces = new ArrayList<>();
            for (long k = 0; k < packing.sequences(); k++) {
                TokenShards.Sequence sequence = packing.sequence(k);
                for (int t = 0; t < length; t++) {
                    int first = sequence.firstKey()[t];
                    assertThat(sequence.positions()[t]).isEqualTo(t - first);
                    if (first == t) {
                        pieces.add(new ArrayList<>());
                    }
                    pieces.getLast().add(sequence.ids()[t]);
                }
            }
            List<List<Integer>> expected = new ArrayList<>();
            for (int[] text : texts) {
                List<Integer> whole = new ArrayList<>(Arrays.stream(text).boxed().toList());
                whole.add(0);
                for (int from = 0; from < whole.size(); from += length) {
                    expected.add(whole.subList(from, Math.min(whole.size(), from + length)));
                }
            }
            for (List<Integer> piece : expected) {
                assertThat(pieces.remove(piece)).as(piece + " in " + length).isTrue();
            }
            assertThat(pieces).allMatch(rest -> rest.equals(List.of(0))); // places left empty
            long room = packing.sequences() * length - shards.tokens();
            assertThat(pieces).hasSize((int) room);
        }
    }

    @Test
    void best_fit_needs_no_more_sequences_than_two_more_than_a_perfect_packing_of_many_texts()
            throws IOException {
        write(300, 1000, texts(300, 400));
        try (TokenShards shards = TokenShards.open(folder, "train")) {
            long perfect = (shards.tokens() + 63) / 64;
            assertThat(Packing.bestFit(shards, 64).sequences()).isBetween(perfect, perfect + 2);
        }
    }

    @Test
    void labels_in_a_packed_sequence_are_the_tokens_that_follow_in_the_document()
            throws IOException {
        write(100, 1000, new int[][] {{5, 6, 7}, {8}, {9, 10, 11, 12, 13}});
        try (TokenShards shards = TokenShards.open(folder, "train")) {
            Packing packing = Packing.bestFit(shards, 4);
            // 5 6 7 0 | 9 10 11 12 | 8 0 13 0 in the order of size, then of documents
            assertThat(packing.sequences()).isEqualTo(3);
            assertThat(packing.sequence(0).labels()).containsExactly(6, 7, 0, -100);
            assertThat(packing.sequence(1).ids()).containsExactly(9, 10, 11, 12);
            assertThat(packing.sequence(1).labels()).containsExactly(10, 11, 12, 13);
            assertThat(packing.sequence(2).ids()).containsExactly(8, 0, 13, 0);
            assertThat(packing.sequence(2).labels()).containsExactly(0, -100, 0, -100);
            assertThat(packing.sequence(2).positions()).containsExactly(0, 1, 0, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 65_535, 65_536, 200_000})
    void an_erased_document_is_never_read_nor_learnt_and_no_other_moves(int vocabulary)
            throws IOException {
        int[][] texts = texts(vocabulary, 80);
        texts[3] =
                new int[] {vocabulary - 1, vocabulary - 1}; // the largest id is not an erased one
        write(vocabulary, 60, texts);
        Set<Long> gone = Set.of(0L, 17L, 41L, 79L, 500L);
        List<Integer> before = learnt(gone, texts, 0);
        long tokens =
                gone.stream().mapToLong(r -> r < 80 ? texts[r.intValue()].length + 1 : 0).sum();
        assertThat(Erasure.erase(folder, "train", gone)).isEqualTo(tokens);
        byte[] once = Files.readAllBytes(folder.resolve("train-00000.tokens"));
        Erasure.erase(folder, "train", gone);
        assertThat(Files.readAllBytes(folder.resolve("train-00000.tokens"))).isEqualTo(once);
        try (TokenShards shards = TokenShards.open(folder, "train")) {
            shards.verify();
            assertThat(shards.documents()).isEqualTo(80);
            assertThat(shards.stream().map(TokenShards.PackedDocument::row))
                    .hasSize(76)
                    .doesNotContain(0L, 17L, 41L, 79L);
            assertThat(shards.document(17).ids()).containsOnly(0);
            assertThat(shards.document(17).bytes()).isZero();
            assertThat(shards.document(3).ids()).startsWith(vocabulary - 1, vocabulary - 1);
            int whole = Math.toIntExact(shards.tokens());
            TokenShards.Sequence all = shards.sequence(0, whole);
            List<Integer> after = new ArrayList<>();
            for (int t = 0; t < whole; t++) {
                if (all.labels()[t] != TokenShards.IGNORED) {
                    after.add(all.labels()[t]);
                }
            }
            assertThat(after).isEqualTo(before);
            Packing packed = Packing.bestFit(shards, 16);
            long labels = 0;
            for (long k = 0; k < packed.sequences(); k++) {
                labels += Arrays.stream(packed.sequence(k).labels()).filter(l -> l >= 0).count();
            }
            assertThat(labels).isEqualTo(after.size());
        }
    }

    /// The labels of all documents but these.
    private static List<Integer> learnt(Set<Long> gone, int[][] texts, int end) {
        List<Integer> labels = new ArrayList<>();
        for (int row = 0; row < texts.length; row++) {
            if (!gone.contains((long) row)) {
                for (int i = 1; i < texts[row].length; i++) {
                    labels.add(texts[row][i]);
                }
                if (texts[row].length > 0) {
                    labels.add(end);
                }
            }
        }
        return labels;
    }

    private void write(int vocabulary, long shardTokens, int[][] texts) throws IOException {
        Path tokenizer = folder.resolve("tokenizer.json");
        Files.writeString(tokenizer, "the shards only keep its digest");
        ShardFormat.Coding coding = new ShardFormat.Coding(vocabulary, 0, Digest.ofFile(tokenizer));
        try (ShardWriter writer = new ShardWriter(folder, "train", coding, shardTokens)) {
            for (int row = 0; row < texts.length; row++) {
                writer.add(texts[row], row, 3L * texts[row].length);
            }
            writer.finish();
        }
    }

    private static int[][] texts(int vocabulary, int count) {
        int[][] texts = new int[count][];
        for (int i = 0; i < count; i++) {
            Seed seed = new Seed(31).of(i);
            texts[i] = new int[(int) seed.below(40, 0)];
            Arrays.setAll(texts[i], k -> (int) seed.below(vocabulary, k + 1));
        }
        return texts;
    }
}
