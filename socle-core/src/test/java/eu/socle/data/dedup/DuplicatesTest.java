package eu.socle.data.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Seed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DuplicatesTest {

    private static final MinHash MIN_HASH = new MinHash(5, 14, 8, 1);

    private static Duplicates cluster(String... texts) {
        List<Fingerprint> prints = new ArrayList<>();
        for (String text : texts) {
            prints.add(Fingerprint.of(text, MIN_HASH));
        }
        return Duplicates.of(prints);
    }

    private static String words(long seed, int count) {
        return LongStream.range(0, count)
                .mapToObj(i -> "w" + new Seed(seed).below(1_000_000, i))
                .collect(Collectors.joining(" "));
    }

    @Test
    void theFirstOfACopyStaysWhateverTheWhiteSpace() {
        Duplicates clusters = cluster("a b", "x", " a\n\n b ");
        assertThat(clusters.isExactCopy(2)).isTrue();
        assertThat(clusters.keptInsteadOf(2)).isZero();
        assertThat(clusters.clusterSize(0)).isEqualTo(2);
        assertThat(clusters.keptInsteadOf(1)).isEqualTo(1);
    }

    @Test
    void findsANearCopyAndLeavesOtherTextsAlone() {
        String text = words(1, 300);
        Duplicates clusters =
                cluster(words(2, 300), text + " one more sentence here", text, words(3, 300));
        assertThat(clusters.keptInsteadOf(2)).isEqualTo(1);
        assertThat(clusters.isExactCopy(2)).isFalse();
        assertThat(clusters.keptInsteadOf(0)).isZero();
        assertThat(clusters.keptInsteadOf(3)).isEqualTo(3);
    }

    @Test
    void aTextShorterThanAShingleHasNoNearCopies() {
        assertThat(MIN_HASH.bandKeys("one two three four")).isEmpty();
        assertThat(cluster("one two three four", "one two three Four").keptInsteadOf(1))
                .isEqualTo(1);
    }

    /// P = 1 - (1 - s^8)^14 within three standard deviations over 400 pairs.
    @Test
    void findsPairsAsOftenAsTheFormulaSays() {
        for (int shared : new int[] {150, 180, 195}) {
            int found = 0;
            double expected = 0;
            int pairs = 400;
            for (int pair = 0; pair < pairs; pair++) {
                String a = words(10_000 + pair, 220);
                String b =
                        a.substring(0, nthSpace(a, shared))
                                + " "
                                + words(50_000 + pair, 220 - shared);
                expected += 1 - Math.pow(1 - Math.pow(similarity(a, b), 8), 14);
                found += cluster(a, b).keptInsteadOf(1) == 0 ? 1 : 0;
            }
            double p = expected / pairs;
            assertThat((double) found / pairs)
                    .as("%d shared words", shared)
                    .isBetween(
                            p - 3 * Math.sqrt(p * (1 - p) / pairs),
                            p + 3 * Math.sqrt(p * (1 - p) / pairs));
        }
    }

    private static int nthSpace(String text, int n) {
        int at = -1;
        for (int i = 0; i < n; i++) {
            at = text.indexOf(' ', at + 1);
        }
        return at;
    }

    private static double similarity(String a, String b) {
        Set<List<String>> left = shingles(a);
        Set<List<String>> right = shingles(b);
        Set<List<String>> both = new HashSet<>(left);
        both.retainAll(right);
        return (double) both.size() / (left.size() + right.size() - both.size());
    }

    private static Set<List<String>> shingles(String text) {
        List<String> words = List.of(text.split(" "));
        Set<List<String>> shingles = new HashSet<>();
        for (int i = 0; i + 5 <= words.size(); i++) {
            shingles.add(words.subList(i, i + 5));
        }
        return shingles;
    }
}
