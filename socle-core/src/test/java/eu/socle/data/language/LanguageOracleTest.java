package eu.socle.data.language;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Shared;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/// Sentences, word pairs and words of the official languages of the European Union, never used in
/// training. Strict: each line counts, `und` is wrong.
class LanguageOracleTest {

    private final LanguageIdentifier identifier = new LanguageIdentifier(ModelFile.standard());
    private final Scratch scratch = new Scratch();

    private record Score(int right, int lines, Map<String, Integer> wrong) {
        double share() {
            return 100.0 * right / lines;
        }
    }

    @Test
    void tellsTheLanguageOfSentencesAsTheLawAsks() throws IOException {
        Map<String, Score> scores = scores("sentences");
        assertThat(scores.keySet()).containsAll(Languages.EUROPEAN_UNION);
        assertThat(mean(scores)).as(table(scores)).isGreaterThan(98.5);
        scores.forEach((language, score) ->
                assertThat(score.share()).as("%s %s", language, score).isGreaterThan(93));
    }

    @Test
    void tellsMostWordPairs() throws IOException {
        Map<String, Score> scores = scores("word-pairs");
        assertThat(mean(scores)).as(table(scores)).isGreaterThan(84.5);
    }

    @Test
    void tellsManySingleWords() throws IOException {
        Map<String, Score> scores = scores("single-words");
        assertThat(mean(scores)).as(table(scores)).isGreaterThan(65.5);
    }

    @Test
    void saysTheTableOfTheRecord() throws IOException {
        StringBuilder table = new StringBuilder("language sentences pairs words\n");
        Map<String, Score> sentences = scores("sentences");
        Map<String, Score> pairs = scores("word-pairs");
        Map<String, Score> words = scores("single-words");
        for (String language : sentences.keySet()) {
            table.append(
                    String.format(
                            Locale.ROOT,
                            "%s %.1f %.1f %.1f%n",
                            language,
                            share(sentences, language),
                            share(pairs, language),
                            share(words, language)));
        }
        table.append(
                String.format(
                        Locale.ROOT,
                        "mean %.2f %.2f %.2f%n",
                        mean(sentences),
                        mean(pairs),
                        mean(words)));
        assertThat(table.toString().lines().count()).isGreaterThan(25);
        System.out.print(table);
    }

    private static double share(Map<String, Score> scores, String language) {
        return Objects.requireNonNull(scores.get(language), language).share();
    }

    private static double mean(Map<String, Score> scores) {
        return scores.values().stream().mapToDouble(Score::share).average().orElse(0);
    }

    private static String table(Map<String, Score> scores) {
        return scores.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining("\n"));
    }

    private Map<String, Score> scores(String kind) throws IOException {
        Map<String, Score> scores = new TreeMap<>();
        for (Path file : files(kind)) {
            String language = file.getFileName().toString().replace(".txt.gz", "");
            assertThat(Languages.ALL).as("an unknown language: %s", file).contains(language);
            Map<String, Integer> wrong = new TreeMap<>();
            int right = 0;
            List<String> lines = lines(file);
            for (String line : lines) {
                String guess = identifier.identify(line, scratch).language();
                if (guess.equals(language)) {
                    right++;
                } else {
                    wrong.merge(guess, 1, Integer::sum);
                }
            }
            scores.put(language, new Score(right, lines.size(), wrong));
        }
        return scores;
    }

    private static List<Path> files(String kind) throws IOException {
        try (Stream<Path> files = Files.list(Shared.folder("corpora/languages/" + kind))) {
            return files.sorted(Comparator.naturalOrder()).toList();
        }
    }

    private static List<String> lines(Path file) throws IOException {
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.UTF_8))) {
            return in.lines().filter(line -> !line.isBlank()).toList();
        }
    }
}
