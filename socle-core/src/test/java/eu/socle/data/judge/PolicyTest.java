package eu.socle.data.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Refusal;
import eu.socle.core.Settings;
import eu.socle.data.judge.gopher.StopWordLists;
import eu.socle.data.judge.profile.Datatrove;
import eu.socle.data.judge.profile.Profile;
import eu.socle.data.judge.text.Characters;
import eu.socle.data.judge.text.MarkSentences;
import eu.socle.data.judge.text.Scan;
import eu.socle.data.judge.text.Scratch;
import eu.socle.data.judge.text.WhiteSpaceWords;
import eu.socle.data.policy.Annotations;
import eu.socle.data.policy.Decision;
import eu.socle.data.policy.Policy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Annotate, then decide.
final class PolicyTest {

    private static final Chain CHAIN =
            Datatrove.chain(
                    new Scan(new Characters()),
                    new WhiteSpaceWords(),
                    new MarkSentences(),
                    StopWordLists.english());

    private static String reason(Policy policy, Annotations annotations) {
        return policy.decide(annotations) instanceof Decision.Drop drop ? drop.reason() : "keep";
    }

    private static Settings settings(Map<String, String> values) {
        Map<String, Settings.Value> written = new LinkedHashMap<>();
        values.forEach((key, value) -> written.put(key, new Settings.Value.Scalar(value, 3)));
        return new Settings("r.yaml", "data.quality", 2, written);
    }

    @Test
    void a_changed_policy_decides_again_from_what_was_measured() {
        Annotations a =
                CHAIN.annotate("The cat and the dog have a {house}.", "en", "", new Scratch());
        Policy policy = Datatrove.policy();
        assertThat(policy.decide(a, "gopher_quality"))
                .isEqualTo(
                        new Decision.Drop(
                                "gopher_quality",
                                "gopher_short_doc",
                                "gopher.content_words is 8, below 50"));
        Policy looser =
                policy.withLimits(
                        new TreeMap<>(Map.of("gopher_short_doc", 8.0, "top_2_gram", 1.0)));
        assertThat(looser.decide(a, "gopher_quality")).isEqualTo(Decision.Keep.INSTANCE);
        assertThat(policy.decide(a, "c4_quality"))
                .isEqualTo(
                        new Decision.Drop(
                                "c4_quality", "curly_bracket", "c4.curly_bracket_line is 1"));
        Policy without = policy.without(Set.of("curly_bracket"));
        assertThat(without.decide(a, "c4_quality"))
                .as("the sentences of that line were counted")
                .isEqualTo(
                        new Decision.Drop(
                                "c4_quality", "too_few_sentences", "c4.sentences is 1, below 5"));
        assertThat(policy.digest()).isNotEqualTo(looser.digest()).isNotEqualTo(without.digest());
        assertThat(policy.digest()).isEqualTo(Datatrove.policy().digest());
    }

    @Test
    void the_first_line_that_drops_a_document_gives_the_reason() {
        String lorem = "Here lorem ipsum stands.\n";
        String brace = "A bracket { stands here.\n";
        Scratch scratch = new Scratch();
        Policy policy = Datatrove.policy();
        Annotations a = CHAIN.annotate(lorem + brace, "en", "", scratch);
        Annotations b = CHAIN.annotate(brace + lorem, "en", "", scratch);
        assertThat(policy.decide(a, "c4_quality"))
                .hasToString(
                        "Drop[step=c4_quality, reason=lorem_ipsum, detail=c4.lorem_ipsum_line is 1]");
        assertThat(policy.decide(b, "c4_quality"))
                .hasToString(
                        "Drop[step=c4_quality, reason=curly_bracket, detail=c4.curly_bracket_line is 1]");
        assertThat(policy.without(Set.of("lorem_ipsum")).decide(a, "c4_quality"))
                .hasToString(
                        "Drop[step=c4_quality, reason=curly_bracket, detail=c4.curly_bracket_line is 2]");
    }

    @Test
    void a_figure_that_nobody_measured_decides_nothing() {
        Annotations a = CHAIN.annotate("text", "en", "", new Scratch());
        Policy other = Profile.NATIVE.policy(List.of("en"));
        assertThatThrownBy(() -> other.decide(a))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no annotation words");
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void every_rule_of_a_profile_reads_what_its_chain_measures(Profile profile) {
        Chain chain = profile.chain(new Scan(new Characters()), StopWordLists.english(), List.of());
        for (String name : profile.policy(List.of("en")).names()) {
            assertThat(chain.schema().place(name)).as(name).isPresent();
        }
        Scratch scratch = new Scratch();
        for (String text : List.of("", " ", "\n", "\n\n", "a", "\ud800", "é\r\n\u2028x", ". . .")) {
            Annotations a = chain.annotate(text, "en", "", scratch);
            if (profile != Profile.FINEWEB_2) {
                assertThat(reason(profile.policy(List.of("en")), a)).isNotEqualTo("keep");
            }
            assertThat(reason(profile.policy(List.of("fr")), a)).isNotEqualTo("keep");
        }
    }

    @Test
    void a_recipe_names_profile_thresholds_and_reasons() {
        JudgeConfig config =
                JudgeConfig.from(
                        settings(
                                Map.of(
                                        "profile", "datatrove",
                                        "gopher_short_doc", "20",
                                        "without", "curly_bracket",
                                        "remove-lines", "true")));
        assertThat(config.limits())
                .containsEntry("gopher_short_doc", 20.0)
                .containsEntry("dup_line_frac", 0.3);
        Judges judges = Judges.of(config, PersonalSettings.STANDARD, Path.of("."), List.of("en"));
        assertThat(judges.policy().written())
                .contains("removes lines")
                .contains("gopher.content_words < 20.0")
                .doesNotContain("curly_bracket");
        assertThat(judges.digest())
                .isNotEqualTo(
                        Judges.of(
                                        JudgeConfig.NATIVE,
                                        PersonalSettings.STANDARD,
                                        Path.of("."),
                                        List.of("en"))
                                .digest());
    }

    @Test
    void what_a_recipe_cannot_mean_is_refused_with_its_line() {
        refused(Map.of("profile", "gopher"), "profile");
        refused(Map.of("minimum-wrods", "3"), "minimum-words");
        refused(Map.of("profile", "dolma", "minimum-words", "3"), "minimum_word_count");
        refused(Map.of("without", "too_bad"), "too_short");
        refused(Map.of("remove-lines", "true"), "datatrove");
        refused(Map.of("profile", "fineweb-2"), "thresholds");
        refused(Map.of("profile", "native", "thresholds", "x"), "fineweb-2");
    }

    private static void refused(Map<String, String> values, String expected) {
        assertThatThrownBy(() -> JudgeConfig.from(settings(values)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("r.yaml")
                .hasMessageContaining(expected);
    }
}
