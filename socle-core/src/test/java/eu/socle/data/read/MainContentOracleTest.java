package eu.socle.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Shared;
import eu.socle.data.read.bytes.Decoding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Scores extraction as the article extraction benchmark does: precision and recall of the multiset
/// of 4-token shingles, averaged over the pages; F1 of the two averages.
class MainContentOracleTest {

    private static final int SHINGLE = 4;
    private static final Pattern TOKEN = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);

    @Test
    void findsTheArticleOfRealPages() throws IOException {
        Path folder = Shared.folder("corpora/web");
        JsonNode truth =
                JsonMapper.shared().readTree(gunzip(folder.resolve("ground-truth.json.gz")));
        double precision = 0;
        double recall = 0;
        List<String> report = new ArrayList<>();
        for (Map.Entry<String, JsonNode> page : truth.properties()) {
            Decoding decoding =
                    Decoding.ofPage(gunzip(folder.resolve("html/" + page.getKey() + ".html.gz")));
            String text =
                    decoding instanceof Decoding.Text decoded
                            ? PageSignals.page(decoded.text()).mainText()
                            : "";
            Score score = score(page.getValue().get("articleBody").stringValue(), text);
            precision += score.precision();
            recall += score.recall();
            report.add(
                    "%.3f %.3f %.3f %s %s"
                            .formatted(
                                    score.f1(),
                                    score.precision(),
                                    score.recall(),
                                    page.getKey().substring(0, 8),
                                    page.getValue().get("url").stringValue()));
        }
        int pages = truth.size();
        double f1 = 2 * precision * recall / (precision + recall) / pages;
        report.sort(null);
        assertThat(f1)
                .as("worst pages:\n%s", String.join("\n", report.subList(0, 10)))
                .isGreaterThan(0.96);
    }

    private record Score(double precision, double recall) {
        double f1() {
            return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
        }
    }

    private static Score score(String expected, String actual) {
        Map<List<String>, Integer> wanted = shingles(expected);
        Map<List<String>, Integer> got = shingles(actual);
        double common = 0;
        for (Map.Entry<List<String>, Integer> shingle : got.entrySet()) {
            common += Math.min(shingle.getValue(), wanted.getOrDefault(shingle.getKey(), 0));
        }
        double inWanted = wanted.values().stream().mapToInt(Integer::intValue).sum();
        double inGot = got.values().stream().mapToInt(Integer::intValue).sum();
        return new Score(
                inGot == 0 ? (inWanted == 0 ? 1 : 0) : common / inGot,
                inWanted == 0 ? 1 : common / inWanted);
    }

    private static Map<List<String>, Integer> shingles(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        Map<List<String>, Integer> shingles = new HashMap<>();
        for (int i = 0; i == 0 || i + SHINGLE <= tokens.size(); i++) {
            shingles.merge(
                    List.copyOf(tokens.subList(i, Math.min(tokens.size(), i + SHINGLE))),
                    1,
                    Integer::sum);
        }
        return shingles;
    }

    private static byte[] gunzip(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        }
    }
}
