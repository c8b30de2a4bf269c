package eu.socle.token.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenShardsTest {

    @TempDir Path folder;

    @Test
    void a_sequence_says_where_documents_begin_and_what_is_not_to_be_learnt() throws IOException {
        // Tokens: 5 6 0 | 0 | 7 5 8 9 0, cut at 4; 5 also ends nothing, and an end of document may
        // stand inside a text.
        write(100, 1000, new int[][] {{5, 6}, {}, {7, 0, 8, 9}});
        try (TokenShards shards = TokenShards.open(folder, "train")) {
            assertThat(shards.tokens()).isEqualTo(9);
            assertThat(shards.sequences(4)).isEqualTo(2);
            TokenShards.Sequence first = shards.sequence(0, 4);
            assertThat(first.ids()).containsExactly(5, 6, 0, 0);
            assertThat(first.labels()).containsExactly(6, 0, -100, -100);
            assertThat(first.firstKey()).containsExactly(0, 0, 0, 3);
            assertThat(first.positions()).containsExactly(0, 1, 2, 0);
            TokenShards.Sequence second = shards.sequence(1, 4);
            assertThat(second.ids()).containsExactly(7, 0, 8, 9);
            assertThat(second.labels()).containsExactly(0, 8, 9, 0);
            assertThat(second.firstKey()).containsExactly(0, 0, 0, 0);
            TokenShards.Sequence long0 = shards.sequence(1, 3);
            assertThat(long0.ids()).containsExactly(0, 7, 0);
            assertThat(long0.firstKey()).containsExactly(0, 1, 1);
            assertThat(shards.sequence(2, 3).labels()).containsExactly(9, 0, -100);
            assertThat(shards.sequence(2, 3).positions())
                    .containsExactly(0, 1, 2); // its document began earlier
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 65_536, 65_537, 200_000})
    void sequences_of_any_length_over_any_shards_are_those_of_one_list_of_tokens(int vocabulary)
            throws IOException {
        int[][] texts = texts(vocabulary, 200);
        int size = Arrays.stream(texts).mapToInt(t -> t.length + 1).sum();
        int[] all = new int[size];
        int[] start = new int[size];
        int[] end = new int[size];
        int at = 0;
        for (int[] text : texts) {
            System.arraycopy(text, 0, all, at, text.length); // the end of document is 0
            Arrays.fill(start, at, at + text.length + 1, at);
            Arrays.fill(end, at, at + text.length + 1, at + text.length + 1);
            at += text.length + 1;
        }
        write(vocabulary, 50, texts);
        try (TokenShards shards = TokenShards.open(folder, "train")) {
            assertThat(folder.resolve("train-00003.tokens")).exists();
            assertThat(
                            Files.size(folder.resolve("train-00000.tokens"))
                                    % (vocabulary <= 65_536 ? 2 : 4))
                    .isZero();
            for (int length : new int[] {1, 7, 8, 15, 16, 17, 31, 33, size}) {
                for (int k = 0; k < shards.sequences(length); k++) {
                    TokenShards.Sequence sequence = shards.sequence(k, length);
                    for (int t = 0; t < length; t++) {
                        int i = k * length + t;
                        int first = Math.max(0, start[i] - k * length);
                        assertThat(sequence.ids()[t]).isEqualTo(all[i]);
                        assertThat(sequence.labels()[t])
                                .isEqualTo(i + 1 < end[i] ? all[i + 1] : -100);
                        assertThat(sequence.firstKey()[t]).isEqualTo(first);
                        assertThat(sequence.positions()[t]).isEqualTo(t - first);
                    }
                }
                assertThatThrownBy(() -> shards.sequence(shards.sequences(length), length))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void damage_is_refused_with_the_file_and_the_reason() throws IOException {
        write(300, 1000, texts(300, 20));
        refused("train-00000.tokens", 0, "does not begin with SOCLETOK");
        refused("train-00000.tokens", 8, "its version is");
        refused("train-00000.tokens", 12, "do not fit");
        refused("train-00000.tokens", 24, "do not hold the");
        refused("train-00000.tokens", 40, "packed with the tokenizer");
        refused("train-00000.index", 0, "does not begin with SOCLEIDX");
        refused("train-00000.index", 80, "not those it was written with");
        refused("tokenizer.json", 0, "packed with the tokenizer");
    }

    @Test
    void a_missing_shard_between_others_is_refused() throws IOException {
        write(300, 50, texts(300, 60));
        Files.delete(folder.resolve("train-00001.tokens"));
        assertThatThrownBy(() -> TokenShards.open(folder, "train"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("train-00001.tokens");
        assertThatThrownBy(() -> TokenShards.open(folder, "held-out"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("held-out-00000.tokens");
    }

    @Test
    void any_damage_is_refused_or_harmless_never_another_failure() throws IOException {
        write(300, 60, texts(300, 30));
        for (int i = 0; i < 1500; i++) {
            Seed seed = new Seed(23).of(i);
            Path file =
                    folder.resolve(
                            "train-0000"
                                    + seed.below(2, 0)
                                    + (seed.below(2, 1) == 0 ? ".tokens" : ".index"));
            byte[] good = Files.readAllBytes(file);
            byte[] bad =
                    seed.below(4, 2) == 0
                            ? Arrays.copyOf(good, (int) seed.below(2L * good.length, 3))
                            : good.clone();
            for (long n = seed.below(4, 4); n > 0 && bad.length > 0; n--) {
                bad[(int) seed.below(bad.length, 10 + n)] = (byte) seed.bits(20 + n);
            }
            Files.write(file, bad);
            try (TokenShards shards = TokenShards.open(folder, "train")) {
                shards.stream()
                        .forEach(d ->
                                assertThat(Arrays.stream(d.ids()).max().orElse(0))
                                        .isLessThan(shards.vocabulary()));
                for (long k = 0; k < shards.sequences(16); k++) {
                    shards.sequence(k, 16);
                }
            } catch (Refusal refusal) {
                assertThat(refusal)
                        .hasMessageContaining(file.getFileName().toString().substring(0, 11));
            }
            Files.write(file, good);
        }
    }

    private void refused(String name, int at, String reason) throws IOException {
        Path file = folder.resolve(name);
        byte[] good = Files.readAllBytes(file);
        byte[] bad = good.clone();
        bad[at] ^= 0x55;
        Files.write(file, bad);
        assertThatThrownBy(() -> TokenShards.open(folder, "train"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(name.equals("tokenizer.json") ? "train-00000.tokens" : name)
                .hasMessageContaining(reason);
        Files.write(file, good);
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
            Seed seed = new Seed(29).of(i);
            texts[i] = new int[(int) seed.below(20, 0)];
            Arrays.setAll(texts[i], k -> (int) seed.below(vocabulary, k + 1));
        }
        return texts;
    }
}
