package eu.socle.data.judge;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Document;
import eu.socle.core.Rights;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RepetitionTest {

    private static final Quality.Limits OFF = limits(List.of(1.0, 1.0, 1.0), List.of());

    private static Quality.Limits limits(List<Double> top, List<Double> duplicate) {
        return new Quality.Limits(1, 1, 1, 1, top, duplicate);
    }

    private static Verdict judge(Quality.Limits limits, String text) {
        Rights rights = new Rights("s", "", "", new Rights.Licence.Unknown("a test"), List.of());
        return new Repetition(limits).judge(new Document("s/x", text, rights, new TreeMap<>()));
    }

    private static String detail(Quality.Limits limits, String text) {
        return judge(limits, text) instanceof Verdict.Drop drop ? drop.detail() : "kept";
    }

    private static String different(int words) {
        return IntStream.range(0, words).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
    }

    @Test
    void countsEveryCopyOfALineAlsoTheFirst() {
        Quality.Limits lines = new Quality.Limits(0.59, 1, 1, 1, List.of(1.0, 1.0, 1.0), List.of());
        assertThat(detail(lines, "a b\nc d\na b\n\na b\ne f"))
                .isEqualTo("repeated lines cover 0.600 of the text");
        assertThat(detail(OFF, "a b\nc d\na b\n\na b\ne f")).isEqualTo("kept");
    }

    @Test
    void coversEachWordOnceWhereNgramsOverlap() {
        // abcde occurs twice: 10 of 16 one-letter words
        String text = "a b c d e 1 2 3 a b c d e 4 5 6";
        assertThat(detail(limits(List.of(), List.of(0.62)), text))
                .isEqualTo("repeated 5-grams cover 0.625 of the text");
        assertThat(detail(limits(List.of(), List.of(0.625)), text))
                .as("a limit is not beyond itself")
                .isEqualTo("kept");
    }

    @Test
    void aTextWithoutRepetitionHasNoTopNgram() {
        assertThat(detail(limits(List.of(0.0, 0.0, 0.0), List.of(0.0)), different(60)))
                .isEqualTo("kept");
    }

    @Test
    void theTopNgramIsTheMostFrequentOne() {
        String text = "x y 1 x y 2 x y 3 long1 long2 4 long1 long2 5";
        assertThat(detail(limits(List.of(0.1), List.of()), text))
                .isEqualTo("the most frequent 2-gram cover 0.194 of the text");
    }

    @Test
    void countsCodePointsNotUnits() {
        String text = "𝄞 𝄞 1 2 𝄞 𝄞";
        assertThat(detail(limits(List.of(0.1), List.of()), text)).isEqualTo("kept");
    }
}
