package eu.socle.data.judge;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.data.judge.gopher.StopWordLists;
import eu.socle.data.judge.profile.Datatrove;
import eu.socle.data.judge.text.Characters;
import eu.socle.data.judge.text.Scan;
import eu.socle.data.judge.text.Scratch;
import eu.socle.data.judge.text.Tokenised;
import eu.socle.data.policy.Annotations;
import eu.socle.data.policy.Decision;
import eu.socle.data.policy.Policy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// End to end: from the text alone, with our own English tokenizer, against runs that used spaCy.
final class EnglishWordsOracleTest {

    private static final Scan SCAN = new Scan(new Characters());

    @Test
    void words_and_decisions_from_the_text_alone_are_those_of_spacy() {
        Chain chain = FilterCases.english(SCAN, StopWordLists.english());
        Policy policy = Datatrove.policyWithParagraphs();
        Scratch scratch = new Scratch();
        List<String> otherWords = new ArrayList<>();
        List<String> otherDecisions = new ArrayList<>();
        int[] counts = {0, 0};
        for (Path file : FilterCases.files()) {
            FilterCases.forEach(
                    file,
                    c -> {
                        List<String> words = c.words();
                        if (words == null) {
                            return;
                        }
                        Annotations a = chain.annotate(c.text(), "en", "", scratch);
                        counts[0]++;
                        String difference = difference(words, scratch.text());
                        if (!difference.isEmpty()) {
                            otherWords.add(c.id() + difference);
                        }
                        for (Map.Entry<String, FilterCases.Verdict> e : c.decisions().entrySet()) {
                            counts[1]++;
                            Decision decision = policy.decide(a, e.getKey());
                            String reason =
                                    decision instanceof Decision.Drop drop ? drop.reason() : null;
                            if (e.getValue().error() == null
                                    && !Objects.equals(reason, e.getValue().reason())) {
                                otherDecisions.add(c.id() + " " + e.getKey() + ": " + reason);
                            }
                        }
                    });
        }
        assertThat(counts[0]).isGreaterThan(100);
        // the bar is 99.9 % of decisions; every one of the public cases agrees, word for word
        assertThat(otherDecisions).hasSizeLessThanOrEqualTo(counts[1] / 1000);
        assertThat(otherWords).isEmpty();
        assertThat(otherDecisions).isEmpty();
    }

    private static String difference(List<String> expected, Tokenised text) {
        for (int i = 0; i < Math.max(expected.size(), text.words()); i++) {
            String word =
                    i < text.words() ? text.text(text.wordStart(i), text.wordEnd(i)) : "(end)";
            String other = i < expected.size() ? expected.get(i) : "(end)";
            if (!word.equals(other)) {
                return " word " + i + ": " + word + " instead of " + other;
            }
        }
        return "";
    }
}
