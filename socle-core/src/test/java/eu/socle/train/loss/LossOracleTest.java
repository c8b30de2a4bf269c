package eu.socle.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.socle.Shared;
import eu.socle.core.Json;
import eu.socle.tensor.loss.Divergence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// Losses, gradients and advantages computed elsewhere in float64: every file of the folder, every
/// row of each; an unknown file fails.
final class LossOracleTest {

    @TestFactory
    List<DynamicTest> every_file_agrees() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(Shared.folder("oracles/rl"))) {
            for (Path file : files.sorted().toList()) {
                JsonNode root = Json.parse(Files.readString(file), file.toString());
                tests.add(DynamicTest.dynamicTest(name(file) + " is known", () -> known(root)));
                if (root.has("batches")) {
                    tests.addAll(policies(file, root));
                } else if (root.at("/rows/0").has("policy_chosen")) {
                    tests.addAll(preferences(file, root));
                } else if (root.has("overlong")) {
                    tests.add(DynamicTest.dynamicTest(name(file), () -> auxiliary(root)));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(10);
        return tests;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static void known(JsonNode root) {
        assertThat(
                        root.has("batches")
                                || root.at("/rows/0").has("policy_chosen")
                                || root.has("overlong"))
                .isTrue();
    }

    private static List<DynamicTest> policies(Path file, JsonNode root) {
        List<DynamicTest> tests = new ArrayList<>();
        Map<String, JsonNode> batches = new HashMap<>();
        for (JsonNode batch : root.get("batches")) {
            batches.put(batch.get("name").asString(), batch);
            tests.add(
                    DynamicTest.dynamicTest(
                            name(file) + ", advantages of " + batch.get("name").asString(),
                            () -> advantages(batch)));
        }
        int number = 0;
        for (JsonNode c : root.get("cases")) {
            JsonNode batch = Objects.requireNonNull(batches.get(c.get("batch").asString()));
            tests.add(
                    DynamicTest.dynamicTest(
                            name(file)
                                    + " "
                                    + number++
                                    + ", "
                                    + c.get("loss_type").asString()
                                    + " of "
                                    + c.get("batch").asString(),
                            () -> policy(c, batch)));
        }
        return tests;
    }

    private static void advantages(JsonNode batch) {
        for (Advantage.Scale scale : Advantage.Scale.values()) {
            near(advantages(batch, scale), numbers(batch.get("advantages").get(lower(scale))));
        }
        assertThat(batch.get("advantages").size()).isEqualTo(Advantage.Scale.values().length);
    }

    private static double[] advantages(JsonNode batch, Advantage.Scale scale) {
        return Advantage.of(numbers(batch.get("rewards")), batch.get("group_size").asInt(), scale);
    }

    private static void policy(JsonNode c, JsonNode batch) {
        PolicyLoss loss =
                new PolicyLoss(
                        PolicyLoss.Form.valueOf(upper(c.get("loss_type").asString())),
                        switch (c.get("importance_sampling_level").asString()) {
                            case "token" -> PolicyLoss.Level.TOKEN;
                            case "sequence" -> PolicyLoss.Level.ANSWER;
                            default -> throw new AssertionError("no level in " + c);
                        },
                        c.get("beta").asDouble(),
                        c.get("epsilon_low").asDouble(),
                        c.get("epsilon_high").asDouble(),
                        c.get("delta").isNull()
                                ? OptionalDouble.empty()
                                : OptionalDouble.of(c.get("delta").asDouble()));
        double[][] mask = table(batch.get("mask"));
        boolean[][] counts = new boolean[mask.length][];
        for (int a = 0; a < mask.length; a++) {
            counts[a] = new boolean[mask[a].length];
            for (int t = 0; t < mask[a].length; t++) {
                counts[a][t] = mask[a][t] == 1;
            }
        }
        PolicyLoss.Result result =
                loss.apply(
                        new PolicyLoss.Answers(
                                table(batch.get("new_logp")),
                                table(batch.get("old_logp")),
                                Optional.of(table(batch.get("ref_logp"))),
                                counts),
                        advantages(
                                batch,
                                Advantage.Scale.valueOf(upper(c.get("scale_rewards").asString()))),
                        new PolicyLoss.Divisors(
                                c.get("max_completion_length").asLong(),
                                c.get("num_items_in_batch").asLong(),
                                c.get("gradient_accumulation").asInt()));
        near(new double[] {result.loss()}, new double[] {c.get("loss").asDouble()});
        double[][] gradient = table(c.get("gradient"));
        for (int a = 0; a < gradient.length; a++) {
            near(result.gradient()[a], gradient[a]);
        }
    }

    private static List<DynamicTest> preferences(Path file, JsonNode root) {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode row : root.get("rows")) {
            tests.add(
                    DynamicTest.dynamicTest(
                            name(file) + " " + tests.size(), () -> preference(row)));
        }
        return tests;
    }

    private static void preference(JsonNode row) {
        PreferenceLoss loss =
                new PreferenceLoss(
                        row.get("beta").asDouble(), row.get("label_smoothing").asDouble());
        PreferenceLoss.Result result =
                loss.apply(
                        new PreferenceLoss.Pairs(
                                numbers(row.get("policy_chosen")),
                                numbers(row.get("policy_rejected")),
                                numbers(row.get("reference_chosen")),
                                numbers(row.get("reference_rejected"))));
        near(new double[] {result.loss()}, new double[] {row.get("loss").asDouble()});
        near(result.gradientChosen(), numbers(row.get("gradient_chosen")));
        near(result.gradientRejected(), numbers(row.get("gradient_rejected")));
        near(result.rewardChosen(), numbers(row.get("reward_chosen")));
        near(result.rewardRejected(), numbers(row.get("reward_rejected")));
        assertThat(result.accuracy()).isEqualTo(row.get("accuracy").asDouble());
    }

    private static void auxiliary(JsonNode root) {
        JsonNode overlong = root.get("overlong");
        Overlong penalty =
                new Overlong(overlong.get("max_length").asInt(), overlong.get("cache").asInt());
        for (JsonNode row : overlong.get("rows")) {
            assertThat(penalty.penalty(row.get("length").asInt()))
                    .isEqualTo(row.get("penalty").asDouble());
        }
        for (JsonNode row : root.at("/group_filter/rows")) {
            assertThat(Advantage.separates(numbers(row.get("accuracies"))))
                    .isEqualTo(row.get("keep").asBoolean());
        }
        for (JsonNode row : root.at("/divergence/rows")) {
            double p = row.get("new").asDouble();
            double r = row.get("ref").asDouble();
            for (Divergence estimator : Divergence.values()) {
                double want = row.get(lower(estimator)).asDouble();
                assertThat(estimator.at(p, r)).isCloseTo(want, within(1e-12));
            }
            assertThat(Divergence.K3.slope(p, r))
                    .isCloseTo(row.get("k3_gradient_new").asDouble(), within(1e-12));
        }
        assertThat(root.at("/divergence/rows").size()).isPositive();
    }

    private static void near(double[] got, double[] want) {
        assertThat(got).hasSameSizeAs(want);
        for (int i = 0; i < want.length; i++) {
            assertThat(Math.abs(got[i] - want[i]))
                    .as("element %d: %s, expected %s", i, got[i], want[i])
                    .isLessThanOrEqualTo(1e-12 * Math.max(1, Math.abs(want[i])));
        }
    }

    private static double[] numbers(JsonNode list) {
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = list.get(i).isNull() ? Double.NaN : list.get(i).asDouble();
        }
        return numbers;
    }

    private static double[][] table(JsonNode rows) {
        double[][] table = new double[rows.size()][];
        for (int i = 0; i < table.length; i++) {
            table[i] = numbers(rows.get(i));
        }
        return table;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
