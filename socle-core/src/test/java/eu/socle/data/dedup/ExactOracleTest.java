package eu.socle.data.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import eu.socle.data.dedup.disk.Clusters;
import eu.socle.data.dedup.disk.DuplicateSearch;
import eu.socle.data.dedup.disk.KeepRule;
import eu.socle.data.dedup.near.XxHash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class ExactOracleTest {

    @TempDir Path folder;

    record Scenario(JsonNode documents, JsonNode of) {}

    static Stream<Scenario> scenarios() {
        return DedupOracle.files("exact-dedup").stream()
                .map(DedupOracle::json)
                .flatMap(file ->
                        file.get("scenarios")
                                .valueStream()
                                .map(s -> new Scenario(file.get("documents"), s)));
    }

    private record Way(UnaryOperator<String> key, LongUnaryOperator priority, KeepRule rule) {}

    private static Way way(String name) {
        Matcher normalised =
                Pattern.compile("key normalised by removing the digit (\\d)").matcher(name);
        Matcher priority = Pattern.compile("priority = (?:(\\d+) - )?id").matcher(name);
        if (normalised.find()) {
            return new Way(k -> k.replace(normalised.group(1), ""), p -> 0, KeepRule.FIRST);
        }
        if (priority.find()) {
            String from = priority.group(1);
            return new Way(
                    k -> k, id -> from == null ? id : Long.parseLong(from) - id, KeepRule.GREATEST);
        }
        return name.equals("no priority") || name.equals("with index")
                ? new Way(k -> k, p -> 0, KeepRule.FIRST)
                : fail("an unknown scenario: " + name);
    }

    private static long hash(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return XxHash.of64(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void whatStaysIsThatOfTheOracle(Scenario scenario) {
        Way way = way(scenario.of().get("name").asString());
        List<Long> ids = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (JsonNode document : scenario.documents()) {
            ids.add(document.get("id").asLong());
            keys.add(document.get("url").asString());
        }
        try (DuplicateSearch search = DuplicateSearch.in(folder, "x", 1, 1 << 18, way.rule())) {
            int known = 0;
            if (scenario.of().has("index")) {
                known = scenario.of().get("index").size();
                List<String> existing = DedupOracle.strings(scenario.of().get("index"));
                for (int i = 0; i < known; i++) {
                    search.add(i, hash(existing.get(i)));
                }
                search.existing(known, known);
            }
            for (int i = ids.size() - 1; i >= 0; i--) {
                search.add(known + i, hash(way.key().apply(keys.get(i))));
                search.priority(known + i, way.priority().applyAsLong(ids.get(i)));
            }
            List<Long> kept = new ArrayList<>();
            List<String> keptKeys = new ArrayList<>();
            JsonNode removed = scenario.of().get("removed_per_kept");
            try (Clusters clusters = search.finish();
                    Clusters.Reader reader = clusters.open()) {
                for (int i = 0; i < ids.size(); i++) {
                    Clusters.Place place = reader.of(known + i);
                    if (place.representative() == known + i) {
                        kept.add(ids.get(i));
                        keptKeys.add(keys.get(i));
                        if (removed != null) {
                            assertThat(place.size() - 1)
                                    .isEqualTo(removed.get(ids.get(i).toString()).asLong());
                        }
                    }
                }
            }
            check(scenario.of(), kept, keptKeys);
        }
    }

    private static void check(JsonNode scenario, List<Long> kept, List<String> keptKeys) {
        assertThat(scenario.has("kept_ids") || scenario.has("kept_keys")).isTrue();
        if (scenario.has("kept_ids")) {
            assertThat(kept)
                    .containsExactlyInAnyOrderElementsOf(
                            scenario.get("kept_ids").valueStream().map(JsonNode::asLong).toList());
        }
        if (scenario.has("kept_keys")) {
            assertThat(keptKeys)
                    .containsExactlyInAnyOrderElementsOf(
                            DedupOracle.strings(scenario.get("kept_keys")));
            assertThat(kept).hasSize(scenario.get("kept_count").asInt());
        }
    }

    @Test
    void everyScenarioHasAWay() {
        assertThat(scenarios().map(s -> way(s.of().get("name").asString())).count()).isPositive();
    }
}
