package eu.socle.data.dedup.substring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Seed;
import eu.socle.data.dedup.DedupOracle;
import eu.socle.data.dedup.substring.RepeatedStrings.Keep;
import eu.socle.data.dedup.substring.RepeatedStrings.Range;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class RepeatedStringsTest {

    static Stream<JsonNode> scenarios() {
        return DedupOracle.scenarios("exact-substrings").stream();
    }

    private static List<List<Range>> ranges(JsonNode all) {
        List<List<Range>> documents = new ArrayList<>();
        for (JsonNode document : all) {
            List<Range> ranges = new ArrayList<>();
            document.forEach(r -> ranges.add(new Range(r.get(0).asInt(), r.get(1).asInt())));
            documents.add(ranges);
        }
        return documents;
    }

    private static List<byte[]> utf8(List<String> texts) {
        return texts.stream().map(t -> t.getBytes(StandardCharsets.UTF_8)).toList();
    }

    private static List<String> rest(List<byte[]> documents, List<List<Range>> ranges) {
        return IntStream.range(0, documents.size())
                .mapToObj(i -> RepeatedStrings.without(documents.get(i), ranges.get(i)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void rangesAndTextsAreThoseOfTheOracle(JsonNode scenario) {
        List<byte[]> documents = utf8(DedupOracle.strings(scenario.get("documents")));
        int least = scenario.get("min_bytes").asInt();
        for (Keep keep : Keep.values()) {
            String name = keep == Keep.FIRST ? "keep_first" : "all_occurrences";
            List<List<Range>> found = RepeatedStrings.find(documents, least, keep);
            assertThat(found).isEqualTo(ranges(scenario.get(name)));
            assertThat(RepeatedStrings.bySuffixArray(documents, least, keep)).isEqualTo(found);
            assertThat(rest(documents, found))
                    .isEqualTo(DedupOracle.strings(scenario.get("text_after_" + name)));
        }
    }

    @Test
    void theSuffixArrayIsTheSortedListOfSuffixes() {
        for (int run = 0; run < 300; run++) {
            Seed draws = new Seed(run);
            byte[] text = new byte[run / 3];
            for (int i = 0; i < text.length; i++) {
                text[i] = (byte) (draws.below(1 + run % 5, i) - 1); // -1 sorts last
            }
            Integer[] expected = IntStream.range(0, text.length).boxed().toArray(Integer[]::new);
            Arrays.sort(
                    expected,
                    Comparator.comparing(
                            i -> Arrays.copyOfRange(text, i, text.length),
                            Arrays::compareUnsigned));
            assertThat(SuffixArray.of(text))
                    .containsExactly(Arrays.stream(expected).mapToInt(i -> i).toArray());
        }
    }

    @Test
    void bothWaysAgreeOnTextsFullOfRepetition() {
        for (int run = 0; run < 400; run++) {
            Seed draws = new Seed(run);
            int letters = 1 + run % 4;
            int least = 2 + run % 9;
            List<byte[]> documents = new ArrayList<>();
            for (int d = 0; d < 4; d++) {
                byte[] text = new byte[(int) draws.below(40, -d)];
                for (int i = 0; i < text.length; i++) {
                    text[i] = (byte) ('a' + draws.below(letters, 100L * d + i));
                }
                documents.add(text);
            }
            for (Keep keep : Keep.values()) {
                assertThat(RepeatedStrings.find(documents, least, keep))
                        .as("run %d", run)
                        .isEqualTo(RepeatedStrings.bySuffixArray(documents, least, keep));
            }
        }
    }

    @Test
    void keepFirstLeavesOneCopyAndDropAllNone() {
        String copy = "a sentence that was copied from somewhere, é included";
        List<byte[]> documents = utf8(List.of("one " + copy + ".", "two " + copy + "!", copy));
        List<List<Range>> first = RepeatedStrings.find(documents, 20, Keep.FIRST);
        assertThat(rest(documents, first)).containsExactly("one " + copy + ".", "two!", "");
        List<List<Range>> none = RepeatedStrings.find(documents, 20, Keep.NONE);
        assertThat(rest(documents, none)).containsExactly("one.", "two!", "");
    }

    @Test
    void codePointsAreNeverCut() {
        List<byte[]> documents =
                utf8(List.of("\u00e9\u00e9\u00e9\u00e9x", "y\u00e9\u00e9\u00e9\u00e9"));
        List<List<Range>> found = RepeatedStrings.find(documents, 3, Keep.NONE);
        assertThat(rest(documents, found)).noneMatch(t -> t.contains("\ufffd"));
    }

    @Test
    void noDocumentsAndShortDocumentsHaveNothing() {
        assertThat(RepeatedStrings.find(List.of(), 10, Keep.FIRST)).isEmpty();
        assertThat(RepeatedStrings.find(utf8(List.of("", "a", "a")), 2, Keep.FIRST))
                .containsOnly(List.of());
        assertThatThrownBy(() -> RepeatedStrings.find(List.of(), 1, Keep.FIRST))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
