package eu.socle.data.dedup.passage;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Seed;
import eu.socle.data.dedup.DedupOracle;
import eu.socle.data.dedup.disk.SortedLongs;
import eu.socle.data.dedup.substring.RepeatedStrings;
import eu.socle.data.dedup.substring.RepeatedStrings.Range;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RepeatedSubstringsTest {

    private static final long LITTLE = 1 << 18; // most goes over the disk

    @TempDir Path folder;

    private List<List<Range>> find(List<byte[]> documents, int window) throws IOException {
        Path half = folder.resolve("half");
        Path file = folder.resolve("cuts");
        PassageRule rule = new PassageRule(0, 0, 0, Math.max(32, window), 0, 0);
        assertThat(rule.substrings()).isEqualTo(window);
        try (RepeatedSubstrings.HalfWindows all =
                new RepeatedSubstrings.HalfWindows(folder, LITTLE)) {
            for (int i = documents.size() - 1; i >= 0; i--) {
                int document = i;
                Passages.of(
                        documents.get(i),
                        rule,
                        (kind, hash, from, to) -> all.add(document, hash, from));
            }
            all.finish(half);
        }
        try (RepeatedSubstrings.Windows windows =
                        new RepeatedSubstrings.Windows(window, folder, LITTLE);
                SortedLongs places = SortedLongs.open(half, 1);
                Cuts.Builder cuts = new Cuts.Builder(folder, LITTLE)) {
            for (int i = 0; i < documents.size(); i++) {
                int document = i;
                RepeatedSubstrings.candidates(
                        i,
                        documents.get(i),
                        window,
                        places,
                        (high, low, from) -> windows.add(document, high, low, from));
            }
            windows.find(cuts);
            cuts.finish(file);
        }
        List<List<Range>> found = new ArrayList<>();
        try (Cuts cuts = Cuts.open(file)) {
            for (int i = 0; i < documents.size(); i++) {
                found.add(cuts.of(i).stream().map(c -> new Range(c.from(), c.to())).toList());
            }
        }
        return found;
    }

    @Test
    void findsWhatTheSuffixArrayFindsInRandomTextsWithCopies() throws IOException {
        for (int run = 0; run < 40; run++) {
            Seed draws = new Seed(run);
            long draw = 0;
            int letters = 1 + run % 4; // of one letter, too
            List<byte[]> documents = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                byte[] text = new byte[(int) draws.below(500, draw++)];
                for (int at = 0; at < text.length; at++) {
                    text[at] = (byte) ('a' + draws.below(letters, draw++));
                }
                if (i > 0) {
                    byte[] other = documents.get((int) draws.below(i, draw++));
                    int length = (int) draws.below(1 + Math.min(other.length, text.length), draw++);
                    int from = (int) draws.below(1 + other.length - length, draw++);
                    int to = (int) draws.below(1 + text.length - length, draw++);
                    System.arraycopy(other, from, text, to, length);
                }
                documents.add(text);
            }
            int window = 32 + run % 9;
            assertThat(find(documents, window))
                    .as("run %d", run)
                    .isEqualTo(
                            RepeatedStrings.bySuffixArray(
                                    documents, window, RepeatedStrings.Keep.FIRST));
        }
    }

    @Test
    void findsWhatTheOracleFinds() throws IOException {
        int compared = 0;
        for (JsonNode scenario : DedupOracle.scenarios("exact-substrings")) {
            int window = scenario.get("min_bytes").asInt();
            if (window >= PassageRule.LEAST_SUBSTRING) {
                List<byte[]> documents =
                        DedupOracle.strings(scenario.get("documents")).stream()
                                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                                .toList();
                List<List<Range>> expected = new ArrayList<>();
                for (JsonNode document : scenario.get("keep_first")) {
                    expected.add(
                            document.valueStream()
                                    .map(r -> new Range(r.get(0).asInt(), r.get(1).asInt()))
                                    .toList());
                }
                assertThat(find(documents, window)).isEqualTo(expected);
                compared++;
            }
        }
        assertThat(compared).isPositive();
    }

    @Test
    void theThueMorseWordDoesNotMakeHashesMeet() {
        byte[] word = new byte[1 << 13];
        for (int i = 0; i < word.length; i++) {
            word[i] = (byte) (Integer.bitCount(i) & 1);
        }
        int length = 1 << 12;
        WindowHash first = new WindowHash(word, length);
        first.moveTo(0);
        WindowHash second = new WindowHash(word, length);
        second.moveTo(length); // the complement of the first half
        assertThat(second.high()).isNotEqualTo(first.high());
        assertThat(second.low()).isNotEqualTo(first.low());
        second.moveTo(length - 1);
        second.moveTo(length); // and moving is hashing again
        WindowHash rolled = new WindowHash(word, length);
        for (int start = 0; start <= length; start++) {
            rolled.moveTo(start);
        }
        assertThat(rolled.high()).isEqualTo(second.high());
        assertThat(rolled.low()).isEqualTo(second.low());
    }

    @Test
    void wordsThatAreLeftOfATextWithoutSpacesAreItsLetters() {
        byte[] text = "水的沸点是一百摄氏度。abc 水的沸点。".getBytes(StandardCharsets.UTF_8);
        assertThat(Cutting.of(text, List.of()).words()).isEqualTo(15);
        Cut first = new Cut(PassageKind.PARAGRAPH, 0, 12);
        assertThat(Cutting.of(text, List.of(first)).words()).isEqualTo(11);
    }
}
