package eu.socle.data.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NearIndexTest {

    @TempDir Path folder;

    private Path index(List<String> texts) throws IOException {
        Path file = folder.resolve("index.near");
        try (NearIndex.Builder builder = new NearIndex.Builder(file)) {
            int task = 0;
            for (int from = 0; from < texts.size(); from += 100, task++) { // tasks of 100 documents
                Path keys = folder.resolve("task-" + task);
                try (NearIndex.Keys out = new NearIndex.Keys(keys)) {
                    for (String text : texts.subList(from, Math.min(from + 100, texts.size()))) {
                        out.add(text);
                    }
                }
                builder.addAll(keys, from);
                Files.delete(keys);
            }
            builder.finish();
        }
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
        return file;
    }

    private static List<String> words(long number, int count) {
        Seed seed = new Seed(number).of("words");
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder word = new StringBuilder();
            for (char c : Long.toString(seed.bits(i) >>> 20, 26).toCharArray()) {
                word.append(c < 'a' ? (char) (c - '0' + 'q') : c); // letters alone
            }
            words.add(word.toString());
        }
        return words;
    }

    private static String text(long number) {
        return String.join(" ", words(number, 60));
    }

    /// Every document finds itself and, but for one in millions, nobody else; sizes around a page.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 511, 512, 513, 1500})
    void every_document_is_found_by_its_text_with_all_bands(int count) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(i % 50 == 49 ? "too short" : text(i));
        }
        Path file = index(texts);
        try (NearIndex near = NearIndex.open(file, NearIndex.METHOD)) {
            for (int i = 0; i < count; i++) {
                var found = near.candidates(texts.get(i));
                if (i % 50 == 49) {
                    assertThat(found).isEmpty();
                } else {
                    assertThat(found).containsEntry((long) i, NearIndex.METHOD.bands());
                    assertThat(found).hasSizeLessThan(3);
                }
            }
            assertThat(near.candidates(text(-1))).isEmpty();
        }
        assertThat(Files.size(file)).isEqualTo(96L * (count - count / 50));
        NearIndex.retain(file, number -> number % 2 == 0);
        try (NearIndex near = NearIndex.open(file, NearIndex.METHOD)) {
            for (int i = 0; i < count; i++) {
                boolean stays = i % 2 == 0 && i % 50 != 49;
                assertThat(near.candidates(texts.get(i)).containsKey((long) i)).isEqualTo(stays);
            }
        }
    }

    /// As often as the method promises, by the share of word 5-grams that two texts have in common.
    @ParameterizedTest
    @CsvSource({"0.8, 0.998", "0.6, 0.81", "0.5, 0.54", "0.3, 0.093"})
    void near_copies_are_found_as_often_as_promised(double similarity, double promised)
            throws IOException {
        int pairs = 600;
        int shingles = 400;
        // two texts of n words with a common beginning of c: (c - 4) / (2 (n - 4) - (c - 4))
        int common = (int) Math.round(2 * shingles * similarity / (1 + similarity));
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            texts.add(String.join(" ", words(i, shingles + 4)));
        }
        Path file = index(texts);
        int found = 0;
        try (NearIndex near = NearIndex.open(file, NearIndex.METHOD)) {
            for (int i = 0; i < pairs; i++) {
                List<String> copy = new ArrayList<>(words(i, common + 4));
                copy.addAll(words(1_000_000 + i, shingles - common));
                if (near.candidates(String.join(" ", copy)).containsKey((long) i)) {
                    found++;
                }
            }
        }
        double deviation = 4 * Math.sqrt(promised * (1 - promised) / pairs) + 0.005;
        assertThat((double) found / pairs).isBetween(promised - deviation, promised + deviation);
    }

    @Test
    void a_key_that_many_share_gives_them_all() throws IOException {
        List<String> texts = new ArrayList<>(Collections.nCopies(1300, text(5)));
        texts.add(text(6));
        try (NearIndex near = NearIndex.open(index(texts), NearIndex.METHOD)) {
            assertThat(near.candidates(text(5))).hasSize(1300);
            assertThat(near.candidates(text(6)).keySet()).isEqualTo(Set.of(1300L));
        }
    }

    @Test
    void a_number_beyond_32_bits_and_a_file_that_was_cut_are_refused() throws IOException {
        int[] keys = new int[NearIndex.METHOD.bands()];
        try (NearIndex.Builder builder = new NearIndex.Builder(folder.resolve("index.near"))) {
            builder.add(keys, (1L << 32) - 1);
            assertThatThrownBy(() -> builder.add(keys, 1L << 32))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("near-index: false");
        }
        Path cut = Files.write(folder.resolve("cut"), new byte[8 * 11]);
        assertThatThrownBy(() -> NearIndex.open(cut, NearIndex.METHOD))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("was cut");
    }
}
