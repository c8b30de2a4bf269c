package eu.socle.data.dedup.passage;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.data.dedup.DedupOracle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class RepeatedSentencesOracleTest {

    @TempDir Path folder;

    static Stream<JsonNode> scenarios() {
        return DedupOracle.scenarios("sentence-dedup").stream();
    }

    private static List<JsonNode> list(JsonNode array) {
        return array == null || array.isNull() ? List.of() : array.valueStream().toList();
    }

    private static Map<String, String> kept(JsonNode array) {
        Map<String, String> kept = new TreeMap<>();
        list(array).forEach(d -> kept.put(d.get("id").asString(), d.get("text").asString()));
        return kept;
    }

    /// How many of the sentences are not cut out.
    private static int kept(List<String> sentences, List<Cut> cuts) {
        int kept = 0;
        int from = 0;
        for (String sentence : sentences) {
            int at = from;
            kept += cuts.stream().anyMatch(c -> c.from() <= at && at < c.to()) ? 0 : 1;
            from += sentence.getBytes(StandardCharsets.UTF_8).length;
        }
        return kept;
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void whatIsLeftIsThatOfTheOracle(JsonNode scenario) throws IOException {
        int window = scenario.get("n_sentences").asInt();
        PassageRule rule =
                new PassageRule(
                        0,
                        0,
                        window,
                        0,
                        scenario.get("config").get("min_doc_words").asInt(),
                        scenario.get("config").get("min_num_sentences").asInt());
        List<JsonNode> first = list(scenario.get("documents"));
        List<JsonNode> second = list(scenario.get("second_shard"));
        Path file = folder.resolve("cuts");
        try (RepeatedPassages repeated =
                        new RepeatedPassages(PassageKind.SENTENCES, folder, 1 << 18);
                Cuts.Builder found = new Cuts.Builder(folder, 1 << 18)) {
            for (JsonNode known : list(scenario.get("index"))) {
                Passages.sentences(
                        DedupOracle.strings(known.get("sentences")),
                        window,
                        (kind, hash, from, to) -> repeated.addKnown(hash));
            }
            // their order is (place in the shard, shard)
            List<JsonNode> inOrder = new ArrayList<>();
            for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
                if (i < first.size()) {
                    inOrder.add(first.get(i));
                }
                if (i < second.size()) {
                    inOrder.add(second.get(i));
                }
            }
            for (int i = inOrder.size() - 1; i >= 0; i--) {
                int document = i;
                Passages.sentences(
                        DedupOracle.strings(inOrder.get(i).get("sentences")),
                        window,
                        (kind, hash, from, to) -> repeated.add(document, hash, from, to));
            }
            repeated.find(found);
            found.finish(file);
            Map<String, String> left = new TreeMap<>();
            Map<String, String> leftOfSecond = new TreeMap<>();
            try (Cuts cuts = Cuts.open(file)) {
                for (int i = 0; i < inOrder.size(); i++) {
                    List<String> sentences = DedupOracle.strings(inOrder.get(i).get("sentences"));
                    String text = String.join("", sentences);
                    Cutting cutting = Cutting.of(text.getBytes(StandardCharsets.UTF_8), cuts.of(i));
                    Map<String, String> to = second.contains(inOrder.get(i)) ? leftOfSecond : left;
                    String id = inOrder.get(i).get("id").asString();
                    boolean changed = !cutting.text().equals(text);
                    if (!text.isEmpty()
                            && (!changed || cutting.enough(rule, kept(sentences, cuts.of(i))))) {
                        to.put(id, cutting.text());
                    }
                }
            }
            assertThat(left).isEqualTo(kept(scenario.get("kept")));
            assertThat(leftOfSecond).isEqualTo(kept(scenario.get("kept_second_shard")));
        }
    }
}
