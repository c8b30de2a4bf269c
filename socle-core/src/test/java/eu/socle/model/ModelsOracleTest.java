package eu.socle.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.socle.Shared;
import eu.socle.core.Json;
import eu.socle.core.Workers;
import eu.socle.model.file.Safetensors;
import eu.socle.tensor.AdamW;
import eu.socle.tensor.Backend;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.cpu.CpuBackend;
import eu.socle.tensor.reference.ReferenceBackend;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// Tiny checkpoints with logits, losses, every gradient, three AdamW steps and greedy text,
/// computed elsewhere.
final class ModelsOracleTest {

    /// Rounding of f32, of the norm of all gradients: what is zero in exact arithmetic (an expert
    /// without tokens, the only expert's router, keys behind a window of one) is this much here or
    /// there.
    private static final double NOISE = 1e-7;

    /// The same for one element, of the largest of its tensor: two units in the last place.
    private static final double ROUNDING = 2.4e-7;

    @TestFactory
    List<DynamicTest> every_case_agrees() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path folder : Shared.cases("oracles/models")) {
            tests.add(
                    DynamicTest.dynamicTest(
                            folder.getFileName() + " on reference",
                            () -> check(folder, new ReferenceBackend())));
            for (int threads : new int[] {1, 2}) {
                tests.add(
                        DynamicTest.dynamicTest(
                                folder.getFileName() + " on cpu, threads " + threads,
                                () -> {
                                    try (Workers workers = Workers.of(threads);
                                            CpuBackend backend = CpuBackend.open(workers)) {
                                        check(folder, backend);
                                    }
                                }));
            }
        }
        assertThat(tests).isNotEmpty();
        return tests;
    }

    private static void check(Path folder, Backend backend) throws Exception {
        ModelConfig config = ModelConfig.readFolder(folder);
        JsonNode expected =
                Json.parse(Files.readString(folder.resolve("expected.json")), folder.toString());
        JsonNode tolerance = expected.get("tolerance");
        try (Memory memory = new Memory();
                Safetensors oracle = Safetensors.open(folder.resolve("expected.safetensors"))) {
            Weights weights = Weights.load(config, folder, memory);
            Transformer model = new Transformer(config, weights, backend);
            double logitTolerance = tolerance.get("logits_max_abs").asDouble();
            int[][] a = rows(oracle.tensor("a.input_ids"));
            int[][] b = rows(oracle.tensor("b.input_ids"));
            checkLogits(model, a, oracle.asF32("a.logits", memory), all(a), logitTolerance, memory);
            checkLogits(
                    model,
                    b,
                    oracle.asF32("b.logits", memory),
                    rows(oracle.tensor("b.attention_mask")),
                    logitTolerance,
                    memory);

            Batch batchA = Batch.of(a);
            Batch batchB = shifted(b, rows(oracle.tensor("b.labels")));
            double lossTolerance = tolerance.get("loss_rel").asDouble();
            Weights gradients = Weights.zeros(config, memory);
            try (Training training = model.training(b.length, b[0].length)) {
                double loss = training.loss(batchB) / batchB.counted();
                assertRelative("loss b", loss, expected.get("loss_b").asDouble(), lossTolerance);
                assertRelative(
                        "loss b with gradients",
                        training.lossAndGradients(batchB, gradients, batchB.counted())
                                / batchB.counted(),
                        loss,
                        1e-6);
                double floor = NOISE * Math.sqrt(backend.sumOfSquares(gradients.all()));
                for (var norm : expected.get("grad_norms_b").properties()) {
                    double want = norm.getValue().asDouble();
                    assertThat(Math.sqrt(backend.sumOfSquares(gradients.tensor(norm.getKey()))))
                            .as("gradient norm %s", norm.getKey())
                            .isCloseTo(
                                    want,
                                    within(
                                            tolerance.get("grad_rel_norm").asDouble() * want
                                                    + floor));
                }
            }
            try (Training training = model.training(a.length, a[0].length)) {
                gradients.all().clear();
                double loss =
                        training.lossAndGradients(batchA, gradients, batchA.counted())
                                / batchA.counted();
                assertRelative("loss a", loss, expected.get("loss_a").asDouble(), lossTolerance);
                double floor = NOISE * expected.get("grad_norm_a_64").asDouble();
                gradients
                        .named()
                        .forEach((name, gradient) ->
                                checkGradient(
                                        name,
                                        gradient,
                                        oracle.asF32("grad." + name, memory),
                                        tolerance.get("grad_rel_norm").asDouble(),
                                        floor));
                checkSteps(training, batchA, weights, gradients, oracle, expected, backend, memory);
            }
        }
        checkGreedy(folder, config, backend);
    }

    private static void checkLogits(
            Transformer model,
            int[][] ids,
            Tensor expected,
            int[][] mask,
            double tolerance,
            Memory memory) {
        int vocabulary = model.config().vocabulary();
        for (int s = 0; s < ids.length; s++) {
            Tensor logits = model.logits(ids[s], memory);
            for (int t = 0; t < ids[s].length; t++) {
                if (mask[s][t] == 0) {
                    continue;
                }
                for (int v = 0; v < vocabulary; v++) {
                    float want = expected.get(((long) s * ids[s].length + t) * vocabulary + v);
                    assertThat((double) logits.get((long) t * vocabulary + v))
                            .as("logit %d of token %d of row %d", v, t, s)
                            .isCloseTo(want, within(tolerance));
                }
            }
        }
    }

    private static void checkSteps(
            Training training,
            Batch batch,
            Weights weights,
            Weights gradients,
            Safetensors oracle,
            JsonNode expected,
            Backend backend,
            Memory memory) {
        JsonNode adamw = expected.get("adamw");
        Weights first = Weights.zeros(weights.config(), memory);
        Weights second = Weights.zeros(weights.config(), memory);
        for (int step = 1; step <= adamw.get("steps").asInt(); step++) {
            if (step > 1) {
                gradients.all().clear();
                double loss =
                        training.lossAndGradients(batch, gradients, batch.counted())
                                / batch.counted();
                assertRelative(
                        "loss before step " + step,
                        loss,
                        adamw.get("losses").get(step - 1).asDouble(),
                        1e-5);
            }
            for (String name : weights.named().keySet()) {
                boolean decays =
                        !name.contains("norm")
                                && !name.endsWith("bias")
                                && !name.endsWith("sinks")
                                && !name.contains("alpha_");
                AdamW constants =
                        new AdamW(
                                (float) adamw.get("beta1").asDouble(),
                                (float) adamw.get("beta2").asDouble(),
                                (float) adamw.get("eps").asDouble(),
                                decays ? (float) adamw.get("weight_decay").asDouble() : 0f);
                backend.adamW(
                        weights.tensor(name),
                        gradients.tensor(name),
                        first.tensor(name),
                        second.tensor(name),
                        constants,
                        adamw.get("lr").asDouble(),
                        step,
                        1);
            }
        }
        assertRelative(
                "loss after the last step",
                training.loss(batch) / batch.counted(),
                adamw.get("losses").get(adamw.get("steps").asInt()).asDouble(),
                1e-5);
        double tolerance = expected.get("tolerance").get("after3_max_abs").asDouble();
        for (String name : oracle.names()) {
            if (name.startsWith("after3")) {
                String own = name.substring(name.indexOf('.') + 1);
                Tensor want = oracle.asF32(name, memory);
                Tensor got = weights.tensor(own);
                Tensor gradient = oracle.asF32("grad." + own, memory);
                double noise = ROUNDING * largest(gradient);
                for (long i = 0; i < want.size(); i++) {
                    double slope = slope(adamw, gradient.get(i));
                    assertThat((double) got.get(i))
                            .as("%s[%d] after three steps", own, i)
                            .isCloseTo(want.get(i), within(tolerance + slope * noise));
                }
            }
        }
    }

    /// How much all steps together move when the gradient moves: d/dg of rate * g / (|g| + epsilon)
    /// for each. Where the gradient is near epsilon or below, as a sum of terms that cancel, this
    /// is thousands, and its last bits decide.
    private static double slope(JsonNode adamw, double gradient) {
        double epsilon = adamw.get("eps").asDouble();
        double slope = epsilon / Math.pow(Math.abs(gradient) + epsilon, 2);
        return adamw.get("steps").asInt() * adamw.get("lr").asDouble() * slope;
    }

    private static double largest(Tensor tensor) {
        double largest = 0;
        for (long i = 0; i < tensor.size(); i++) {
            largest = Math.max(largest, Math.abs(tensor.get(i)));
        }
        return largest;
    }

    private static void checkGreedy(Path folder, ModelConfig config, Backend backend) {
        try (Memory memory = new Memory();
                Safetensors oracle = Safetensors.open(folder.resolve("expected.safetensors"))) {
            Transformer model =
                    new Transformer(config, Weights.load(config, folder, memory), backend);
            int[][] prompts = rows(oracle.tensor("greedy.prompt_ids"));
            int[][] expected = rows(oracle.tensor("greedy.ids"));
            for (int s = 0; s < prompts.length; s++) {
                try (KeyValueCache cache = model.newCache(expected[s].length)) {
                    int[] ids = Arrays.copyOf(prompts[s], expected[s].length);
                    Tensor logits = model.append(cache, prompts[s]);
                    for (int t = prompts[s].length; t < ids.length; t++) {
                        ids[t] = best(logits);
                        if (t + 1 < ids.length) {
                            logits = model.append(cache, new int[] {ids[t]});
                        }
                    }
                    assertThat(ids).as("greedy text of prompt %d", s).isEqualTo(expected[s]);
                }
            }
        }
    }

    private static int best(Tensor logits) {
        int best = 0;
        for (int v = 1; v < logits.columns(); v++) {
            best = logits.get(v) > logits.get(best) ? v : best;
        }
        return best;
    }

    /// A mask that hides nothing.
    private static int[][] all(int[][] ids) {
        int[][] mask = new int[ids.length][ids[0].length];
        for (int[] row : mask) {
            Arrays.fill(row, 1);
        }
        return mask;
    }

    private static Batch shifted(int[][] ids, int[][] labels) {
        Batch plain = Batch.of(ids);
        int tokens = ids[0].length;
        int[] next = new int[plain.labels().length];
        for (int row = 0; row < next.length; row++) {
            int t = row % tokens;
            next[row] = t + 1 < tokens ? labels[row / tokens][t + 1] : Backend.IGNORED;
        }
        return new Batch(
                plain.batch(), tokens, plain.ids(), next, plain.firstKey(), plain.positions());
    }

    private static int[][] rows(Tensor tensor) {
        int[][] rows = new int[tensor.rows()][tensor.columns()];
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < rows[r].length; c++) {
                rows[r][c] =
                        (int)
                                tensor.data()
                                        .get(
                                                ValueLayout.JAVA_LONG_UNALIGNED,
                                                8L * (r * rows[r].length + c));
            }
        }
        return rows;
    }

    private static void checkGradient(
            String name, Tensor got, Tensor want, double tolerance, double floor) {
        double difference = 0;
        double size = 0;
        for (long i = 0; i < want.size(); i++) {
            difference += Math.pow(got.get(i) - (double) want.get(i), 2);
            size += Math.pow(want.get(i), 2);
        }
        assertThat(Math.sqrt(difference))
                .as("gradient of %s", name)
                .isLessThanOrEqualTo(tolerance * Math.sqrt(size) + floor);
    }

    private static void assertRelative(String what, double got, double want, double tolerance) {
        assertThat(Math.abs(got - want) / Math.abs(want))
                .as("%s: %s, expected %s", what, got, want)
                .isLessThan(tolerance);
    }
}
