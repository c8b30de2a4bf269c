package eu.socle.token.training;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Progress;
import eu.socle.core.Seed;
import eu.socle.core.Workers;
import eu.socle.token.TokenTesting;
import eu.socle.token.bpe.ByteAlphabet;
import eu.socle.token.split.Split;
import eu.socle.token.text.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

public final class BpeTrainerTest {

    private static final List<String> SPECIALS = List.of("<|endoftext|>", "<|user|>");

    @Test
    void learns_the_merges_that_counting_anew_at_each_step_gives() {
        for (int i = 0; i < 60; i++) {
            List<String> texts = new ArrayList<>();
            for (int t = 0; t < 6; t++) {
                texts.add(fewLetters(new Seed(i).of(t)));
            }
            TrainedBpe bpe = train(Split.GPT_2, texts, 258 + 60, 1, 1);
            assertThat(bpe.merges()).as("texts " + texts).isEqualTo(recounting(texts, 258 + 60, 1));
        }
    }

    @Test
    void neither_threads_nor_the_order_of_texts_change_the_merges() {
        List<String> texts = new ArrayList<>();
        TokenTesting.documents(100).forEach(d -> texts.add(d.text()));
        TrainedBpe one = train(Split.GPT_2, texts, 600, 2, 1);
        assertThat(one.merges()).isNotEmpty();
        Collections.reverse(texts);
        assertThat(train(Split.GPT_2, texts, 600, 2, 2)).isEqualTo(one);
    }

    @Test
    void stops_at_the_vocabulary_or_where_pairs_become_too_rare() {
        List<String> texts = List.of("abab abab ab xyz");
        assertThat(train(Split.GPT_2, texts, 259, 1, 1).size()).isEqualTo(259);
        assertThat(train(Split.GPT_2, texts, 1000, 3, 1).merges())
                .hasSize(1); // ab 5 times; then nothing 3 times
        assertThat(train(Split.GPT_2, List.of(), 1000, 0, 1).merges()).isEmpty();
    }

    public static TrainedBpe train(
            Split split, List<String> texts, int vocabulary, long minimumFrequency, int threads) {
        BpeTrainer trainer = new BpeTrainer(split);
        try (Workers workers = Workers.of(threads)) {
            trainer.count(texts, workers);
        }
        return trainer.train(vocabulary, minimumFrequency, SPECIALS, Progress.SILENT);
    }

    /// Few different letters and long runs, so that overlaps and equal counts are common.
    private static String fewLetters(Seed seed) {
        StringBuilder text = new StringBuilder();
        for (int i = 0, length = (int) seed.below(60, 0); i < length; i++) {
            text.append("aaaab b".charAt((int) seed.below(7, i + 1)));
        }
        return text.toString();
    }

    private static List<TrainedBpe.Merge> recounting(
            List<String> texts, int vocabulary, long least) {
        List<String> spellings = new ArrayList<>(SPECIALS);
        for (int value : ByteAlphabet.bytesInCharacterOrder()) {
            spellings.add(String.valueOf(ByteAlphabet.character(value)));
        }
        List<List<Integer>> words = new ArrayList<>();
        for (String text : texts) {
            byte[] bytes = Utf8.bytes(text);
            Split.GPT_2
                    .cut()
                    .pieces(
                            bytes,
                            0,
                            bytes.length,
                            (utf8, from, to) -> {
                                List<Integer> word = new ArrayList<>();
                                ByteAlphabet.spell(Arrays.copyOfRange(utf8, from, to))
                                        .chars()
                                        .forEach(c ->
                                                word.add(
                                                        spellings.indexOf(
                                                                String.valueOf((char) c))));
                                words.add(word);
                            });
        }
        List<TrainedBpe.Merge> merges = new ArrayList<>();
        while (spellings.size() < vocabulary) {
            Map<Long, Long> counts = new HashMap<>();
            for (List<Integer> word : words) {
                for (int i = 0; i + 1 < word.size(); i++) {
                    counts.merge((long) word.get(i) << 32 | word.get(i + 1), 1L, Long::sum);
                }
            }
            long best = -1;
            long most = least - 1;
            for (Map.Entry<Long, Long> e : counts.entrySet()) {
                if (e.getValue() > most
                        || (e.getValue() == most && best >= 0 && e.getKey() < best)) {
                    best = e.getKey();
                    most = e.getValue();
                }
            }
            if (best < 0) {
                return merges;
            }
            int left = (int) (best >> 32);
            int right = (int) best;
            String spelling = spellings.get(left) + spellings.get(right);
            if (!spellings.contains(spelling)) {
                spellings.add(spelling);
            }
            int merged = spellings.indexOf(spelling);
            merges.add(new TrainedBpe.Merge(left, right, merged));
            for (List<Integer> word : words) {
                for (int i = 0; i + 1 < word.size(); i++) {
                    if (word.get(i) == left && word.get(i + 1) == right) {
                        word.set(i, merged);
                        word.remove(/* index */ i + 1);
                    }
                }
            }
        }
        return merges;
    }
}
