package eu.socle.data.judge;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.data.judge.gopher.DolmaGopher;
import eu.socle.data.judge.text.Characters;
import eu.socle.data.judge.text.Scan;
import eu.socle.data.judge.text.Scratch;
import eu.socle.data.judge.text.WhiteSpaceWords;
import eu.socle.data.policy.Annotations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every attribute of the recorded runs of Dolma's Gopher taggers.
final class DolmaOracleTest {

    static List<Path> files() {
        return FilterCases.files();
    }

    @ParameterizedTest
    @MethodSource("files")
    void attributes_are_those_of_the_recorded_runs(Path file) {
        DolmaGopher first = DolmaGopher.of(DolmaGopher.Lines.V1);
        DolmaGopher second = DolmaGopher.of(DolmaGopher.Lines.V2);
        Chain chain =
                new Chain(
                        new Scan(new Characters()), new WhiteSpaceWords(), List.of(first, second));
        Scratch scratch = new Scratch();
        List<String> wrong = new ArrayList<>();
        int[] values = {0};
        FilterCases.forEach(
                file,
                c -> {
                    Annotations a = chain.annotate(c.text(), "en", "", scratch);
                    values[0] += compare(c.id(), first, c.dolma().first(), a, wrong);
                    if (c.dolma().second() != null) { // listed where it differs
                        values[0] += compare(c.id(), second, c.dolma().second(), a, wrong);
                    }
                });
        assertThat(values[0]).isGreaterThan(10_000);
        assertThat(wrong).isEmpty();
    }

    /// Compares every attribute that the record states; counts them.
    private static int compare(
            String id,
            DolmaGopher tagger,
            FilterCases.DolmaFigures f,
            Annotations a,
            List<String> wrong) {
        int[] compared = {0};
        check(id, tagger, "median_word_length", f.medianWordLength(), a, wrong, compared);
        check(id, tagger, "symbol_to_word_ratio", f.symbols(), a, wrong, compared);
        check(
                id,
                tagger,
                "fraction_of_words_with_alpha_character",
                f.alphabetic(),
                a,
                wrong,
                compared);
        check(
                id,
                tagger,
                "fraction_of_lines_starting_with_bullet_point",
                f.bullets(),
                a,
                wrong,
                compared);
        check(
                id,
                tagger,
                "fraction_of_lines_ending_with_ellipsis",
                f.ellipses(),
                a,
                wrong,
                compared);
        check(id, tagger, "fraction_of_duplicate_lines", f.copiedLines(), a, wrong, compared);
        check(
                id,
                tagger,
                "fraction_of_characters_in_duplicate_lines",
                f.copiedLineCharacters(),
                a,
                wrong,
                compared);
        check(id, tagger, "character_count", decimal(f.characters()), a, wrong, compared);
        check(id, tagger, "word_count", decimal(f.words()), a, wrong, compared);
        check(id, tagger, "required_word_count", decimal(f.stopWords()), a, wrong, compared);
        for (@Nullable Map<String, Double> figures : Arrays.asList(f.top(), f.repeated())) {
            if (figures == null) {
                continue;
            }
            figures.forEach((n, value) ->
                    check(
                            id,
                            tagger,
                            DolmaGopher.ngram(Integer.parseInt(n)),
                            value,
                            a,
                            wrong,
                            compared));
        }
        return compared[0];
    }

    private static @Nullable Double decimal(@Nullable Long count) {
        return count == null ? null : Double.valueOf(count);
    }

    private static void check(
            String id,
            DolmaGopher tagger,
            String name,
            @Nullable Double expected,
            Annotations a,
            List<String> wrong,
            int[] compared) {
        if (expected == null) {
            return;
        }
        compared[0]++;
        int place = a.schema().place(tagger.attribute(name)).orElseThrow();
        if (!a.has(place) || a.decimal(place) != expected) {
            wrong.add(
                    id
                            + " "
                            + tagger.attribute(name)
                            + ": "
                            + a.written(place)
                            + " instead of "
                            + expected);
        }
    }
}
