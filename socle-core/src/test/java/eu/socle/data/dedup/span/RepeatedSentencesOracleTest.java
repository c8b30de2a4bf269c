package eu.socle.data.dedup.span;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.data.dedup.DedupOracle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

    @ParameterizedTest
    @MethodSource("scenarios")
    void whatIsLeftIsThatOfTheOracle(JsonNode scenario) {
        SentenceRule rule =
                new SentenceRule(
                        scenario.get("n_sentences").asInt(),
                        scenario.get("config").get("min_doc_words").asInt(),
                        scenario.get("config").get("min_num_sentences").asInt());
        List<JsonNode> first = list(scenario.get("documents"));
        List<JsonNode> second = list(scenario.get("second_shard"));
        try (RepeatedSentences repeated = RepeatedSentences.in(folder, 1 << 18, rule)) {
            for (JsonNode known : list(scenario.get("index"))) {
                repeated.addKnown(DedupOracle.strings(known.get("sentences")));
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
                repeated.add(i, DedupOracle.strings(inOrder.get(i).get("sentences")));
            }
            Map<String, String> left = new TreeMap<>();
            Map<String, String> leftOfSecond = new TreeMap<>();
            try (RepeatedSentences.Reader reader = repeated.finish()) {
                for (int i = 0; i < inOrder.size(); i++) {
                    List<String> sentences = DedupOracle.strings(inOrder.get(i).get("sentences"));
                    Optional<String> rest = repeated.without(sentences, reader.of(i), kept -> kept);
                    Map<String, String> to = second.contains(inOrder.get(i)) ? leftOfSecond : left;
                    String id = inOrder.get(i).get("id").asString();
                    rest.ifPresent(text -> to.put(id, text));
                }
            }
            assertThat(left).isEqualTo(kept(scenario.get("kept")));
            assertThat(leftOfSecond).isEqualTo(kept(scenario.get("kept_second_shard")));
        }
    }

    /// The sentences of the oracle come from spaCy's English tokenizer; the rule here knows no
    /// exceptions of any language. They always join to the text.
    @Test
    void sentencesEndNearlyWhereTheSentencizerEndsThem() {
        int all = 0;
        int same = 0;
        for (JsonNode scenario : DedupOracle.scenarios("sentence-dedup")) {
            for (JsonNode document : list(scenario.get("documents"))) {
                String text = document.get("text").asString();
                List<String> ours = Sentences.of(text);
                assertThat(String.join("", ours)).isEqualTo(text);
                List<String> theirs = DedupOracle.strings(document.get("sentences"));
                all += theirs.size();
                same += (int) theirs.stream().filter(ours::contains).count();
            }
        }
        assertThat((double) same / all).isGreaterThan(0.95);
    }

    @Test
    void sentencesOfSmallTexts() {
        assertThat(Sentences.of("")).isEmpty();
        assertThat(Sentences.of(" \n")).containsExactly(" \n");
        assertThat(Sentences.of("One. Two! \"Three?\" Four"))
                .containsExactly("One.", " Two!", " \"Three?\"", " Four");
        assertThat(Sentences.of("The U.S. has 3.5 million.")).hasSize(1);
        assertThat(Sentences.of("一つ。二つ。")).containsExactly("一つ。", "二つ。");
    }
}
