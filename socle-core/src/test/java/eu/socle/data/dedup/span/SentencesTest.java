package eu.socle.data.dedup.span;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.data.dedup.DedupOracle;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SentencesTest {

    /// The sentences of the oracle come from spaCy's English tokenizer; the rule here knows no
    /// exceptions of any language. They always join to the text.
    @Test
    void sentencesEndNearlyWhereTheSentencizerEndsThem() {
        int all = 0;
        int same = 0;
        for (JsonNode scenario : DedupOracle.scenarios("sentence-dedup")) {
            for (JsonNode document : scenario.get("documents").valueStream().toList()) {
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
