package eu.socle.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.core.Settings;
import eu.socle.core.Settings.Value;
import eu.socle.data.judge.JudgeConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DataConfigTest {

    private static Value text(String value) {
        return new Value.Scalar(value, 4);
    }

    private static Value list(String... values) {
        return new Value.Items(Arrays.stream(values).map(DataConfigTest::text).toList(), 5);
    }

    private static Settings settings(Map<String, Value> more, Map<String, Value> moreOfSource) {
        Map<String, Value> source =
                new TreeMap<>(Map.of("name", text("pages"), "path", text("documents")));
        source.putAll(moreOfSource);
        Map<String, Value> values =
                new TreeMap<>(Map.of("languages", list("fr", "code"), "licences", list("CC0-1.0")));
        values.put(
                "sources",
                new Value.Items(
                        List.of(
                                new Value.Section(
                                        new Settings("r.yaml", "data.sources", 3, source), 3)),
                        3));
        values.putAll(more);
        return new Settings("r.yaml", "data", 2, values);
    }

    @Test
    void fillsInEveryDefault() {
        DataConfig config = DataConfig.from(settings(Map.of(), Map.of()));
        assertThat(config.quality()).isEqualTo(JudgeConfig.NATIVE);
        assertThat(config.dedup().minHash().bands()).isEqualTo(14);
        assertThat(config.sources().getFirst().include()).containsExactly("**");
        assertThat(config.sources().getFirst().licence()).isNull();
        assertThat(Json.canonical(config)).contains("\"minimum-words\":50").contains("\"ngram\":5");
    }

    @Test
    void refusesWhatCannotBeMeant() {
        assertRefused(
                settings(Map.of("langages", text("fr")), Map.of()),
                "r.yaml:4",
                "langages",
                "languages");
        assertRefused(
                settings(Map.of("licences", list("CC-BY")), Map.of()), "r.yaml:5", "SPDX", "CC-BY");
        assertRefused(settings(Map.of("languages", list("xx")), Map.of()), "r.yaml:5", "xx");
        assertRefused(settings(Map.of(), Map.of("licence", text("free"))), "r.yaml:4", "free");
        assertRefused(settings(Map.of(), Map.of("glob", text("x"))), "r.yaml:4", "glob");
        assertRefused(
                settings(Map.of("shard-documents", text("0")), Map.of()),
                "r.yaml:4",
                "shard-documents");
        assertRefused(
                settings(Map.of("sources", new Value.Items(List.of(), 3)), Map.of()),
                "r.yaml:3",
                "at least one source");
    }

    /// What would do nothing, or keep nothing, is no setting that somebody means.
    @Test
    void settingsThatContradictEachOtherAreRefused() {
        refused("'decontaminate':{'ngram':8}", "data.decontaminate.ngram", "items");
        refused("'decontaminate':{'threshold':0.5}", "data.decontaminate.threshold", "items");
        refused("'dedup':{'ngrams':{'share':0.5}}", "data.dedup.ngrams.share", "size");
        refused("'dedup':{'ngrams':{'capacity':9}}", "data.dedup.ngrams.capacity", "size");
        refused("'dedup':{'bands':70000}", "data.dedup.bands", "between 1 and 10 000,");
        refused("'dedup':{'rows':1001}", "data.dedup.rows", "between 1 and 1 000,");
        refused(
                "'quality':{'minimum-words':100,'maximum-words':10}",
                "data.quality.minimum-words",
                "maximum-words");
        refused(
                "'quality':{'profile':'datatrove','gopher_below_avg_threshold':12}",
                "data.quality.gopher_below_avg_threshold",
                "gopher_above_avg_threshold");
        refused(
                "'quality':{'bad-words':[{'language':'xx','file':'words.txt'}]}",
                "language",
                "\"xx\"");
        assertThat(recipe("'dedup':{'paragraphs':9,'paragraph-ngrams':3,'ngrams':{'share':0.5}}"))
                .isNotNull();
    }

    private static DataConfig recipe(String section) {
        return Recipes.data(
                "{'sources':[{'name':'a','path':'a'}],'languages':['en']," + section + "}");
    }

    private static void refused(String section, String... words) {
        assertThatThrownBy(() -> recipe(section))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.exitCode()).isEqualTo(2))
                .message()
                .contains(words);
    }

    private static void assertRefused(Settings settings, String... words) {
        assertThatThrownBy(() -> DataConfig.from(settings))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.exitCode()).isEqualTo(2))
                .message()
                .contains(words);
    }
}
