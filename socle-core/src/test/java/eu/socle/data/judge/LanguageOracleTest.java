package eu.socle.data.judge;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Shared;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class LanguageOracleTest {

    private final LanguageIdentifier identifier = new LanguageIdentifier();

    @Test
    void tellsTheLanguageOfSingleSentences() throws IOException {
        long right = 0;
        long all = 0;
        StringBuilder report = new StringBuilder();
        for (Path file : files()) {
            String language = language(file);
            if (!LanguageIdentifier.LANGUAGES.contains(language)) {
                continue;
            }
            Map<String, Integer> guesses = guesses(file);
            int hits = guesses.getOrDefault(language, 0);
            int lines = guesses.values().stream().mapToInt(Integer::intValue).sum();
            right += hits;
            all += lines;
            report.append(language)
                    .append(' ')
                    .append(hits)
                    .append('/')
                    .append(lines)
                    .append(' ')
                    .append(guesses)
                    .append('\n');
            assertThat(hits).as("%s: %s", language, guesses).isGreaterThan((int) (0.80 * lines));
        }
        assertThat((double) right / all)
                .as("right: %d of %d\n%s", right, all, report)
                .isGreaterThan(0.954);
    }

    @Test
    void seldomTakesAForeignLanguageForOneItKnows() throws IOException {
        long undecided = 0;
        long all = 0;
        StringBuilder report = new StringBuilder();
        for (Path file : files()) {
            if (LanguageIdentifier.LANGUAGES.contains(language(file))) {
                continue;
            }
            // a page, not a sentence: ten sentences in a row
            List<String> lines = lines(file);
            for (int i = 0; i + 10 <= lines.size(); i += 10) {
                String guess =
                        identifier.identify(String.join("\n", lines.subList(i, i + 10))).language();
                undecided += guess.equals("und") ? 1 : 0;
                all++;
                if (!guess.equals("und")) {
                    report.append(language(file)).append(" -> ").append(guess).append('\n');
                }
            }
        }
        assertThat((double) undecided / all)
                .as("undecided: %d of %d\n%s", undecided, all, report)
                .isGreaterThan(0.93);
    }

    private Map<String, Integer> guesses(Path file) throws IOException {
        Map<String, Integer> guesses = new TreeMap<>();
        for (String line : lines(file)) {
            guesses.merge(identifier.identify(line).language(), 1, Integer::sum);
        }
        return guesses;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Shared.folder("corpora/languages/sentences"))) {
            return files.filter(file -> file.toString().endsWith(".txt.gz")).sorted().toList();
        }
    }

    private static String language(Path file) {
        return file.getFileName().toString().replace(".txt.gz", "");
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
