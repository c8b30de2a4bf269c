package eu.socle.model.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.socle.Shared;
import eu.socle.core.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// Rotary frequencies and amplitudes computed elsewhere in float64, for every scaling.
final class RopeScalingOracleTest {

    @TestFactory
    List<DynamicTest> every_row_of_frequencies_agrees() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path folder : Shared.cases("oracles/ops")) {
            Path file = folder.resolve("expected.json");
            JsonNode expected = Json.parse(Files.readString(file), file.toString());
            for (JsonNode row : expected.path("rows")) {
                if (row.has("inv_freq")) {
                    tests.add(
                            DynamicTest.dynamicTest(
                                    row.path("kind").asString() + " of " + row.path("head_dim"),
                                    () -> check(row, expected.at("/tolerance/rel_fp64"))));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(10);
        return tests;
    }

    private static void check(JsonNode row, JsonNode tolerance) {
        String json =
                "{\"rope_theta\":"
                        + row.get("rope_theta")
                        + ",\"rope_scaling\":"
                        + row.get("rope_scaling")
                        + "}";
        Keys keys = new Keys(Json.parse(json, "row"), "");
        int context = row.get("max_position_embeddings").asInt();
        Rope rope = RopeReader.read(Family.LLAMA, keys, context).rope();
        double[] got = rope.frequencies(row.get("head_dim").asInt());
        JsonNode want = row.get("inv_freq");
        assertThat(got).hasSize(want.size());
        for (int i = 0; i < got.length; i++) {
            double expected = want.get(i).asDouble();
            assertThat(got[i])
                    .as("frequency %d", i)
                    .isCloseTo(expected, within(tolerance.asDouble() * expected));
        }
        assertThat(rope.scaling().amplitude())
                .isCloseTo(row.get("attention_factor").asDouble(), within(1e-12));
    }
}
