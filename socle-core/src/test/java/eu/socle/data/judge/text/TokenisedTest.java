package eu.socle.data.judge.text;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Seed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The fast cut of a text against what it means, written down slowly, on random texts of few
/// different characters.
final class TokenisedTest {

    private static final Scan SCAN = new Scan(new Characters());
    private static final String[] PIECES = {
        "a",
        "b",
        "ab",
        "ba",
        "aab",
        " ",
        " ",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\u2028",
        "\u001f",
        ".",
        "...",
        "..",
        "\u2026",
        "#",
        "-",
        "\u2022",
        "{",
        "[1]",
        "k",
        "cookies",
        "use cookies",
        "Use Coo\u212aies",
        "lorem ipsum",
        "LOREM  IPSUM",
        "JavaScript",
        "terms of use",
        "privacy policy",
        "𝄞",
        "\ud834",
        "é",
        "漢",
        "a long word that is longer than sixteen units",
        "x"
    };

    private static String random(long seed, int pieces) {
        Seed random = new Seed(seed);
        StringBuilder text = new StringBuilder();
        long most = 1 + random.below(PIECES.length, 0);
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES[(int) random.below(most, i + 1L)]);
        }
        return text.toString();
    }

    /// Runs of thousands of units, with pairs and signs at every place.
    private static String longRuns(long seed) {
        String run = random(seed, 900).replaceAll("\\s|\u001f", "");
        return run + " javascript\n" + "x".repeat((int) seed) + "𝄞".repeat(2000) + "." + run;
    }

    private static Scratch read(WordSplit split, String text) {
        Scratch scratch = new Scratch();
        scratch.read(SCAN, split, text, "en", "");
        return scratch;
    }

    @Test
    void rows_lines_runs_and_signs_are_those_of_the_slow_cut() {
        Scratch scratch = new Scratch();
        for (long seed = 0; seed < 400; seed++) {
            String text = seed % 8 == 0 ? longRuns(seed) : random(seed, (int) seed % 60);
            scratch.read(SCAN, new WhiteSpaceWords(), text, "en", "");
            Tokenised t = scratch.text();
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < t.rows(); i++) {
                rows.add(t.text(t.rowStart(i), t.rowEnd(i)));
                String lower =
                        rows.getLast().replace('\u212a', 'k').toLowerCase(java.util.Locale.ROOT);
                int signs =
                        (lower.contains("lorem ipsum") ? Tokenised.LOREM : 0)
                                | (lower.contains("javascript") ? Tokenised.JAVASCRIPT : 0)
                                | (hasPolicy(lower) ? Tokenised.POLICY : 0)
                                | (lower.contains("{") ? Tokenised.BRACE : 0)
                                | (lower.contains("[") ? Tokenised.BRACKET : 0);
                assertThat(t.rowSigns(i)).as("seed %d row %d", seed, i).isEqualTo(signs);
            }
            List<String> expected =
                    new ArrayList<>(
                            List.of(
                                    text.split(
                                            "\r\n|[\n\u000b\u000c\r\u001c\u001d\u001e\u0085\u2028\u2029]",
                                            -1)));
            if (expected.getLast().isEmpty()) {
                expected.removeLast();
            }
            assertThat(rows).as("seed %d", seed).isEqualTo(expected);
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < t.lines(); i++) {
                lines.add(t.text(t.lineStart(i), t.lineEnd(i)));
            }
            assertThat(lines).isEqualTo(List.of(text.split("\n", -1)));
            List<String> words = words(t);
            List<String> slow =
                    new ArrayList<>(
                            List.of(
                                    text.split(
                                            "[\\x09-\\x0d\\x1c-\\x20\\x85\\xa0\\u2000-\\u200a\\u2028\\u2029]+")));
            slow.removeIf(String::isEmpty);
            assertThat(words).as("seed %d", seed).isEqualTo(slow);
            assertThat(t.hashes()).isEqualTo(text.length() - text.replace("#", "").length());
            int dots = (text.length() - text.replace("...", "").length()) / 3;
            int signs = text.length() - text.replace("\u2026", "").length();
            assertThat(t.ellipses()).isEqualTo(dots + signs);
            assertThat(t.codePoints()).isEqualTo(text.codePointCount(0, text.length()));
        }
    }

    private static boolean hasPolicy(String lower) {
        return List.of(
                        "terms of use",
                        "privacy policy",
                        "cookie policy",
                        "uses cookies",
                        "use of cookies",
                        "use cookies")
                .stream()
                .anyMatch(lower::contains);
    }

    private static List<String> words(Tokenised t) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < t.words(); i++) {
            words.add(t.text(t.wordStart(i), t.wordEnd(i)));
        }
        return words;
    }

    @Test
    void ngrams_are_those_of_the_slow_count() {
        for (long seed = 0; seed < 300; seed++) {
            Scratch scratch = read(new WhiteSpaceWords(), random(seed, (int) (seed * 7 % 400)));
            List<String> words = words(scratch.text());
            Ngrams ngrams = scratch.ngrams();
            for (int n = 1; n <= 10; n++) {
                Map<String, Integer> counts = new LinkedHashMap<>();
                Map<String, Integer> firsts = new HashMap<>();
                for (int i = 0; i + n <= words.size(); i++) {
                    String gram = String.join(" ", words.subList(i, i + n));
                    counts.merge(gram, 1, Integer::sum);
                    firsts.putIfAbsent(gram, i);
                }
                int most = 0;
                int best = -1;
                for (Map.Entry<String, Integer> e : counts.entrySet()) {
                    if (e.getValue() > most) {
                        most = e.getValue();
                        best = firsts.getOrDefault(e.getKey(), -1);
                    }
                }
                assertThat(ngrams.count(n)).as("seed %d, %d-gram", seed, n).isEqualTo(best);
                for (int i = 0; i + n <= words.size(); i++) {
                    String gram = String.join(" ", words.subList(i, i + n));
                    assertThat(ngrams.countAt(i)).isEqualTo(counts.get(gram));
                    assertThat(ngrams.first(i)).isEqualTo(firsts.get(gram));
                }
            }
            for (int n = 5; n <= 10; n++) {
                assertThat(ngrams.repeated(n))
                        .as("seed %d, repeated %d-grams", seed, n)
                        .isEqualTo(slowRepeated(words, n));
            }
        }
    }

    private static int slowRepeated(List<String> words, int n) {
        Set<String> seen = new HashSet<>();
        int repeated = 0;
        int i = 0;
        while (i + n <= words.size()) {
            String gram = String.join("", words.subList(i, i + n));
            if (seen.add(gram)) {
                i++;
            } else {
                repeated += gram.codePointCount(0, gram.length());
                i += n;
            }
        }
        return repeated;
    }

    @Test
    void words_that_are_cut_differently_are_the_same_when_joined() {
        Scratch scratch = read(new WhiteSpaceWords(), "a b c d ef x y ab c d e f");
        assertThat(scratch.ngrams().repeated(5)).isEqualTo(6);
        assertThat(scratch.ngrams().repeated(6)).isZero();
    }

    @Test
    void the_ways_to_cut_words() {
        String text = "L'été, (2026) can't — 3.14 漢字 a_b 𝄞x";
        assertThat(words(read(new BareWords(), text).text()))
                .containsExactly("L'été", "2026", "can't", "3.14", "漢字", "a_b", "x");
        assertThat(words(read(new RunWords(), text).text()))
                .containsExactly(
                        "L", "'", "été", ",", "(", "2026", ")", "can", "'", "t", "—", "3", ".",
                        "14", "漢字", "a", "_", "b", "𝄞", "x");
        assertThat(words(read(new UnicodeWords(), text).text()))
                .containsExactly("L'été", "2026", "can't", "3.14", "漢", "字", "a_b", "x");
        String narrow =
                "10\u202f000 mots\u202f: \u00ab\u202fmot\u202f\u00bb \u202f x \u202f\u202fy\u202fz";
        assertThat(words(read(new UnicodeWords(), narrow).text()))
                .containsExactly(
                        "10\u202f000",
                        "mots\u202f",
                        "\u202fmot\u202f",
                        "x",
                        "\u202f\u202fy\u202fz");
        String marks = "a \u064eb  \u064ec\u00a0\u064e \u0303d\n\u064ee\t\u064e f\u0303";
        assertThat(words(read(new UnicodeWords(), marks).text()))
                .containsExactly(
                        "a",
                        " \u064e",
                        "b",
                        "  \u064e",
                        "c",
                        "\u00a0\u064e",
                        "d",
                        "\u064e",
                        "e",
                        "\t\u064e",
                        "f\u0303");
        assertThat(words(read(new GivenWords(List.of("L'", "été", "(2026)")), text).text()))
                .containsExactly("L'", "été", "(2026)");
    }
}
