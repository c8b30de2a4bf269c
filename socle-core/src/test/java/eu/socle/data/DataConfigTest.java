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

    private static void assertRefused(Settings settings, String... words) {
        assertThatThrownBy(() -> DataConfig.from(settings))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.exitCode()).isEqualTo(2))
                .message()
                .contains(words);
    }
}
