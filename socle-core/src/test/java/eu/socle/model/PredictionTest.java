package eu.socle.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import eu.socle.Shared;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import eu.socle.core.Workers;
import eu.socle.model.config.Attention;
import eu.socle.model.config.ConfigWriter;
import eu.socle.model.config.Family;
import eu.socle.model.config.FeedForward;
import eu.socle.model.config.Layer;
import eu.socle.model.config.Rope;
import eu.socle.model.file.Safetensors;
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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Multi-token prediction: the oracle's loss and gradients, and what it adds to a whole model.
final class PredictionTest {

    private final Memory memory = new Memory();

    @AfterEach
    void release() {
        memory.close();
    }

    @TestFactory
    List<DynamicTest> every_case_agrees() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path folder : Shared.cases("oracles/ops")) {
            if (!Files.exists(folder.resolve("tensors.safetensors"))) {
                continue;
            }
            try (Safetensors file = Safetensors.open(folder.resolve("tensors.safetensors"))) {
                if (!file.names().contains("in.eh_proj")) {
                    continue;
                }
            }
            tests.add(
                    DynamicTest.dynamicTest(
                            folder.getFileName() + " on reference",
                            () -> check(folder, new ReferenceBackend())));
            for (int threads : new int[] {1, 2}) {
                tests.add(
                        DynamicTest.dynamicTest(
                                folder.getFileName() + " on cpu, threads: " + threads,
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

    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("embed", "model.embed_tokens.weight"),
                    Map.entry("head", "lm_head.weight"),
                    Map.entry("enorm", "model.layers.1.enorm.weight"),
                    Map.entry("hnorm", "model.layers.1.hnorm.weight"),
                    Map.entry("eh_proj", "model.layers.1.eh_proj.weight"),
                    Map.entry("input_norm", "model.layers.1.input_layernorm.weight"),
                    Map.entry("q", "model.layers.1.self_attn.q_proj.weight"),
                    Map.entry("k", "model.layers.1.self_attn.k_proj.weight"),
                    Map.entry("v", "model.layers.1.self_attn.v_proj.weight"),
                    Map.entry("o", "model.layers.1.self_attn.o_proj.weight"),
                    Map.entry("post_norm", "model.layers.1.post_attention_layernorm.weight"),
                    Map.entry("w_gate", "model.layers.1.mlp.gate_proj.weight"),
                    Map.entry("w_up", "model.layers.1.mlp.up_proj.weight"),
                    Map.entry("w_down", "model.layers.1.mlp.down_proj.weight"),
                    Map.entry("final_norm", "model.layers.1.shared_head.norm.weight"),
                    Map.entry("main_norm", "model.norm.weight"));

    /// The main loss of the case is a norm and the head on given hidden states; it is added here,
    /// so that the gradients of shared parameters are those of both.
    private static void check(Path folder, Backend backend) throws Exception {
        JsonNode expected =
                Json.parse(Files.readString(folder.resolve("expected.json")), folder.toString());
        JsonNode attributes = expected.get("attributes");
        double weight = attributes.get("weight").asDouble();
        try (Memory memory = new Memory();
                Safetensors file = Safetensors.open(folder.resolve("tensors.safetensors"))) {
            Tensor h = file.asF32("in.h", memory);
            int sequences = (int) h.dimension(0);
            int tokens = (int) h.dimension(1);
            int c = h.columns();
            Layer layer =
                    new Layer(
                            0, true, new FeedForward.Gated(file.tensor("in.w_gate").rows(), false));
            ModelConfig config =
                    new ModelConfig(
                            Family.LLAMA,
                            file.tensor("in.embed").rows(),
                            c,
                            file.tensor("in.w_gate").rows(),
                            tokens,
                            Attention.Grouped.plain(1, 1, c),
                            Rope.plain(attributes.get("theta").asDouble()),
                            List.of(layer),
                            List.of(layer),
                            attributes.get("eps").asDouble(),
                            false,
                            0,
                            0);
            Weights weights = Weights.zeros(config, memory);
            Weights gradients = Weights.zeros(config, memory);
            NAMES.forEach((short_, name) -> file.copy("in." + short_, weights.tensor(name)));
            Transformer model = new Transformer(config, weights, backend);
            Batch batch = Batch.of(ids(file.tensor("in.ids")));
            int n = sequences * tokens;
            Tensor hidden = h.as(n, c);

            Room room = Room.training(config, n, memory::zeros);
            GradientRoom scratch = GradientRoom.of(config, n, memory::zeros);
            Prediction prediction =
                    new Prediction(model, 1, PredictionRoom.of(config, layer, n, memory::zeros));
            Transformer.Pass pass =
                    new Transformer.Pass(
                            batch.ids(),
                            batch.positions(),
                            Sights.ofTraining(config, sequences, tokens, batch.firstKey()),
                            Rotation.of(config, tokens, memory::zeros),
                            Optional.empty());
            Transformer.Choices choices = new Transformer.Choices(2);
            prediction.forward(pass, hidden, batch, choices);
            double extra =
                    prediction.lossAndGradients(
                                    pass,
                                    batch,
                                    choices,
                                    new Gradients(
                                            config,
                                            weights,
                                            gradients,
                                            backend,
                                            room,
                                            scratch,
                                            new Gradients.Balancing(0, tokens)),
                                    batch.countedAhead(1) / weight,
                                    Optional.empty())
                            / batch.countedAhead(1);
            assertThat(batch.countedAhead(1)).isEqualTo(sequences * (tokens - 2));
            double tolerance = expected.at("/tolerance/fp32_out_max_abs").asDouble();
            assertThat(extra).isCloseTo(f64(file.tensor("out.extra")), within(tolerance));

            Tensor norm = memory.zeros(n, c);
            Tensor inverse = memory.zeros(n);
            Tensor d = memory.zeros(n, c);
            Tensor dHidden = memory.zeros(n, c);
            backend.rmsNorm(norm, inverse, hidden, weights.norm(), (float) config.normEpsilon());
            double main =
                    backend.crossEntropyWithGradient(
                                    d,
                                    gradients.head(),
                                    norm,
                                    weights.head(),
                                    batch.labels(),
                                    batch.counted())
                            / batch.counted();
            backend.rmsNormBackward(
                    dHidden,
                    gradients.norm(),
                    d,
                    hidden,
                    weights.norm(),
                    inverse,
                    eu.socle.tensor.Write.SET);
            backend.add(dHidden, prediction.hiddenGradient());
            assertThat(main).isCloseTo(f64(file.tensor("out.main")), within(tolerance));
            assertThat(main + weight * extra)
                    .isCloseTo(f64(file.tensor("out.loss")), within(tolerance));
            double relative = expected.at("/tolerance/fp32_grad_rel_norm").asDouble();
            assertNear("h", dHidden, file.asF32("grad.h", memory), relative);
            NAMES.forEach((short_, name) ->
                    assertNear(
                            name,
                            gradients.tensor(name),
                            file.asF32("grad." + short_, memory),
                            relative));
        }
    }

    /// Every router, every depth: the gradient is that of what is minimised, balance included. The
    /// choices of experts have none, so a step that changes them is left out.
    @TestFactory
    List<DynamicTest> the_gradient_of_a_whole_model_is_that_of_all_its_losses() {
        List<DynamicTest> tests = new ArrayList<>();
        for (int depth : new int[] {0, 1, 2, 3}) {
            ModelConfig config = deep(depth);
            tests.add(
                    DynamicTest.dynamicTest(
                            "deepseek, depth " + depth, () -> slopes(config, new Seed(4))));
        }
        for (String name : List.of("mixtral", "gpt-oss", "qwen 3, experts")) {
            ModelConfig config = Objects.requireNonNull(TinyFamilies.all().get(name));
            tests.add(DynamicTest.dynamicTest(name, () -> slopes(config, new Seed(5))));
        }
        return tests;
    }

    private static ModelConfig deep(int depth) {
        ModelConfig one = Objects.requireNonNull(TinyFamilies.all().get("deepseek"));
        String json = ConfigWriter.text(one);
        return ModelConfig.parse(
                json.replace(
                        "\"num_nextn_predict_layers\":1", "\"num_nextn_predict_layers\":" + depth),
                "deepseek");
    }

    private void slopes(ModelConfig config, Seed seed) {
        int depth = config.predictions().size();
        Weights weights = Weights.random(config, seed, memory);
        for (Tensor tensor : weights.named().values()) {
            for (long i = 0; tensor.rank() > 1 && i < tensor.size(); i++) {
                tensor.set(i, 10 * tensor.get(i));
            }
        }
        Transformer model = new Transformer(config, weights, new ReferenceBackend());
        int[][] ids = new int[2][9];
        for (int i = 0; i < 18; i++) {
            ids[i / 9][i % 9] = (int) new Seed(6).below(40, i);
        }
        Batch batch = Batch.of(ids);
        List<Double> divisors = new ArrayList<>();
        for (int k = 1; k <= depth; k++) {
            divisors.add((double) batch.countedAhead(k));
        }
        double lambda = depth == 0 ? 0 : 0.3;
        Training.Objective objective = new Training.Objective(16, lambda, divisors, 0.5);
        Weights gradients = Weights.zeros(config, memory);
        Weights unused = Weights.zeros(config, memory);
        try (Training training = model.training(2, 9)) {
            Training.Losses losses = training.lossAndGradients(batch, gradients, objective);
            List<String> chosen = chosen(training, config);
            assertThat(losses.ahead()).hasSize(depth);
            assertThat(losses.next()).isEqualTo(training.loss(batch));
            int checked = 0;
            for (String name : weights.named().keySet()) {
                Tensor gradient = gradients.tensor(name);
                double norm = Math.sqrt(new ReferenceBackend().sumOfSquares(gradient));
                if (norm < 1e-3) {
                    continue; // an expert without tokens
                }
                double[] sums = new double[2];
                boolean same = true;
                for (int side = 0; side < 2; side++) {
                    double h = (side == 0 ? 1 : -1) * 1e-3;
                    move(weights.tensor(name), gradient, h / norm);
                    sums[side] = minimised(training, batch, objective, unused);
                    same &= chosen(training, config).equals(chosen);
                    move(weights.tensor(name), gradient, -h / norm);
                }
                if (same) {
                    checked++;
                    assertThat((sums[0] - sums[1]) / 2e-3)
                            .as(name)
                            .isCloseTo(norm, within(0.01 * norm + 1e-3));
                }
            }
            assertThat(checked).isGreaterThan(weights.named().size() / 2);
        }
    }

    private static double minimised(
            Training training, Batch batch, Training.Objective objective, Weights unused) {
        Training.Losses losses = training.lossAndGradients(batch, unused, objective);
        double sum = losses.next() / objective.divisor();
        for (int k = 0; k < losses.ahead().size(); k++) {
            sum +=
                    objective.aheadWeight()
                            / losses.ahead().size()
                            * losses.ahead().get(k)
                            / objective.aheadDivisors().get(k);
        }
        return sum + losses.balance() * objective.balance();
    }

    private static List<String> chosen(Training training, ModelConfig config) {
        List<String> loads = new ArrayList<>();
        for (int layer = 0; layer < config.allLayers().size(); layer++) {
            loads.add(training.load(layer).map(Arrays::toString).orElse(""));
        }
        return loads;
    }

    @Test
    void a_document_does_not_guess_into_the_next() {
        Batch batch =
                new Batch(
                        1,
                        6,
                        new int[] {1, 2, 3, 4, 5, 6},
                        new int[] {2, 3, Backend.IGNORED, 5, 6, Backend.IGNORED},
                        new int[] {0, 0, 0, 3, 3, 3},
                        new int[] {0, 1, 2, 0, 1, 2});
        assertThat(batch.labelsAhead(1))
                .containsExactly(
                        3, Backend.IGNORED, Backend.IGNORED, 6, Backend.IGNORED, Backend.IGNORED);
        assertThat(batch.countedAhead(1)).isEqualTo(2);
        assertThat(batch.labelsAhead(2)).containsOnly(Backend.IGNORED);
    }

    /// As transformers saves a DeepSeek model.
    @Test
    void a_folder_that_announces_layers_and_holds_none_of_them_is_read_without(@TempDir Path folder)
            throws Exception {
        ModelConfig two = deep(2);
        Weights weights = Weights.random(deep(0), new Seed(4), memory);
        weights.save(folder);
        two.write(folder.resolve("config.json"));
        assertThat(ModelConfig.readFolder(folder)).isEqualTo(deep(0));
        Weights.random(deep(1), new Seed(4), memory).save(folder);
        two.write(folder.resolve("config.json"));
        assertThat(ModelConfig.readFolder(folder)).isEqualTo(two);
        assertThatThrownBy(() -> Weights.load(two, folder, memory))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("lacks the tensor model.layers.4.");
    }

    @Test
    void a_model_without_the_layer_says_so() {
        ModelConfig config = new ModelConfig(40, 16, 24, 1, 2, 1, 8, 16, 1e4, 1e-5, true, 0, 0);
        Weights weights = Weights.zeros(config, memory);
        Transformer model = new Transformer(config, weights, new ReferenceBackend());
        Batch batch = Batch.of(new int[][] {{1, 2, 3}});
        try (Training training = model.training(1, 3)) {
            assertThatThrownBy(() ->
                            training.lossAndGradients(
                                    batch,
                                    weights,
                                    new Training.Objective(1, 0.3, List.of(1.0), 0)))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("num_nextn_predict_layers");
        }
    }

    private static void move(Tensor w, Tensor direction, double by) {
        for (long i = 0; i < w.size(); i++) {
            w.set(i, (float) (w.get(i) + by * direction.get(i)));
        }
    }

    private static void assertNear(String what, Tensor got, Tensor want, double tolerance) {
        double difference = 0;
        double size = 0;
        for (long i = 0; i < want.size(); i++) {
            difference += Math.pow((double) got.get(i) - want.get(i), 2);
            size += Math.pow(want.get(i), 2);
        }
        assertThat(Math.sqrt(difference)).as(what).isLessThan(tolerance * Math.sqrt(size) + 1e-12);
    }

    private static int[][] ids(Tensor tensor) {
        int[][] ids = new int[tensor.rows()][tensor.columns()];
        for (int i = 0; i < tensor.size(); i++) {
            long id = tensor.data().get(ValueLayout.JAVA_LONG_UNALIGNED, 8L * i);
            ids[Math.floorDiv(i, tensor.columns())][i % tensor.columns()] = (int) id;
        }
        return ids;
    }

    private static double f64(Tensor tensor) {
        return tensor.data().get(ValueLayout.JAVA_DOUBLE_UNALIGNED, 0);
    }
}
