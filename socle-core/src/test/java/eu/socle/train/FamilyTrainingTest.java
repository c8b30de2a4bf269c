package eu.socle.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Digest;
import eu.socle.core.Fact;
import eu.socle.core.Ledger;
import eu.socle.core.Progress;
import eu.socle.core.Refusal;
import eu.socle.core.Settings;
import eu.socle.model.ModelConfig;
import eu.socle.model.Weights;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Other families than Llama in a recipe: a small DeepSeek with experts, groups and two layers of
/// multi-token prediction, and one small model of each kind.
final class FamilyTrainingTest {

    private static final String DEEPSEEK =
            "model_type deepseek_v3, hidden_size 32, intermediate_size 48, num_hidden_layers 2, num_attention_heads 4, q_lora_rank 12, kv_lora_rank 16, qk_nope_head_dim 6, qk_rope_head_dim 4, v_head_dim 8, n_routed_experts 6, num_experts_per_tok 2, moe_intermediate_size 12, n_shared_experts 1, n_group 3, topk_group 2, first_k_dense_replace 1, routed_scaling_factor 1.5, tie_word_embeddings true, num_nextn_predict_layers 2";

    @TempDir Path temporary;

    @Test
    void the_loss_of_a_mixture_with_prediction_falls_and_its_routers_are_corrected() {
        Path run = temporary.resolve("a");
        TrainConfig config = config(DEEPSEEK, 40, Map.of(), Map.of("bias-rate", "0.01"));
        PretrainTest.train(run, config, 2, Progress.SILENT);
        List<Double> losses = losses(run);
        assertThat(losses).hasSize(40);
        assertThat(losses.getLast()).isLessThan(0.6 * losses.getFirst());
        try (Memory memory = new Memory()) {
            Weights weights = load(run, memory);
            assertThat(weights.fixed()).hasSize(3); // one layer of experts, two of prediction
            weights.fixed()
                    .forEach((name, bias) ->
                            assertThat(values(bias))
                                    .as(name)
                                    .anyMatch(b -> b > 0.005)
                                    .anyMatch(b -> b < -0.005)
                                    .allMatch(b -> Math.abs(b) < 0.401));
        }
    }

    @Test
    void after_one_step_each_correction_has_moved_by_the_rate_and_later_not_at_all() {
        Map<String, String> experts = Map.of("bias-rate", "0.25", "bias-until", "1");
        Path one = temporary.resolve("one");
        Path three = temporary.resolve("three");
        PretrainTest.train(one, config(DEEPSEEK, 1, Map.of(), experts), 1, Progress.SILENT);
        PretrainTest.train(three, config(DEEPSEEK, 3, Map.of(), experts), 1, Progress.SILENT);
        try (Memory memory = new Memory()) {
            Weights after = load(three, memory);
            load(one, memory)
                    .fixed()
                    .forEach((name, bias) -> {
                        assertThat(values(bias)).as(name).isSubsetOf(-0.25f, 0f, 0.25f);
                        assertThat(values(bias)).as(name).contains(-0.25f, 0.25f);
                        assertThat(bias.data().mismatch(fixed(after, name).data()))
                                .as(name)
                                .isEqualTo(-1);
                    });
        }
    }

    @Test
    void threads_and_stops_change_no_bit_of_a_mixture() {
        TrainConfig config = config(DEEPSEEK, 12, Map.of("micro-batch", "2"), Map.of());
        Digest whole =
                PretrainTest.train(temporary.resolve("a"), config, 2, Progress.SILENT).digest();
        Path one = temporary.resolve("b");
        assertThat(PretrainTest.train(one, config, 1, Progress.SILENT).digest()).isEqualTo(whole);
        for (int stop : new int[] {6, 11}) {
            Path run = temporary.resolve("stopped-" + stop);
            for (int again : new int[] {stop, 2}) {
                assertThatThrownBy(() ->
                                PretrainTest.train(
                                        run, config, 2, new PretrainTest.Stopping(again)))
                        .hasMessage("stopped");
            }
            assertThat(PretrainTest.train(run, config, 1, Progress.SILENT).digest())
                    .as("stopped at step %d", stop)
                    .isEqualTo(whole);
        }
    }

    /// The weights of prediction and balance are part of what is minimised.
    @Test
    void prediction_and_balance_change_the_weights() {
        Digest plain = trained("plain", Map.of("ahead-weight", "0"), Map.of("balance", "0"));
        assertThat(trained("ahead", Map.of("ahead-weight", "1"), Map.of("balance", "0")))
                .isNotEqualTo(plain);
        assertThat(trained("balance", Map.of("ahead-weight", "0"), Map.of("balance", "1")))
                .isNotEqualTo(plain);
    }

    private Digest trained(String name, Map<String, String> train, Map<String, String> experts) {
        Path run = temporary.resolve(name);
        PretrainTest.train(run, config(DEEPSEEK, 2, train, experts), 1, Progress.SILENT);
        try {
            return Digest.ofFile(run.resolve("model/model.safetensors"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    mistral   | sliding_window 9, num_key_value_heads 2
                    ministral | sliding_window 9, num_key_value_heads 2, layer_types [sliding_attention full_attention]
                    mixtral   | num_local_experts 4, num_experts_per_tok 2, num_key_value_heads 2
                    qwen2     | num_key_value_heads 1
                    qwen3     | num_key_value_heads 2, head_dim 10
                    qwen3_moe | num_key_value_heads 2, num_experts 4, num_experts_per_tok 2, moe_intermediate_size 16, norm_topk_prob true
                    olmo2     | num_key_value_heads 4
                    smollm3   | num_key_value_heads 2, no_rope_layers [1 0]
                    apertus   | num_key_value_heads 2, hidden_act xielu
                    gpt_oss   | num_key_value_heads 2, head_dim 8, num_local_experts 4, num_experts_per_tok 2, sliding_window 8
                    """)
    void every_family_learns(String type, String keys) {
        String all =
                "model_type "
                        + type
                        + ", hidden_size 32, intermediate_size 40, num_hidden_layers 2, num_attention_heads 4, rms_norm_eps 1e-5, "
                        + keys;
        Path run = temporary.resolve(type);
        PretrainTest.train(run, config(all, 25, Map.of(), Map.of()), 2, Progress.SILENT);
        List<Double> losses = losses(run);
        assertThat(losses.getLast()).isLessThan(0.8 * losses.getFirst());
        try (Memory memory = new Memory()) {
            assertThat(load(run, memory).config().family().modelType()).isEqualTo(type);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    model_type llama, hidden_size 32, intermediate_size 40, num_hidden_layers 1, num_attention_heads 4 | experts.balance | 1   | "train.experts" must be left out
                    model_type llama, hidden_size 32, intermediate_size 40, num_hidden_layers 1, num_attention_heads 4 | ahead-weight    | 0.3 | "train.ahead-weight" must be left out
                    model_type mixtral, hidden_size 32, intermediate_size 40, num_hidden_layers 1, num_attention_heads 4, num_key_value_heads 4 | experts.bias-rate | 0.1 | "train.experts.bias-rate" must be left out
                    model_type mamba, hidden_size 32 | steps | 1 | the model type "mamba" is not supported
                    model_type llama, hidden_size 32, intermediate_size 40, num_hidden_layers 1, num_attention_heads 4, ssm_state 3 | steps | 1 | the key "ssm_state" is unknown
                    model_type llama, hidden_size 32, intermediate_size 40, num_hidden_layers 1, num_attention_heads 4, max_position_embeddings 16 | steps | 1 | less than train.context 32
                    """)
    void what_cannot_be_meant_is_refused(String model, String key, String value, String reason) {
        boolean inner = key.startsWith("experts.");
        Map<String, String> one = Map.of(inner ? key.substring(8) : key, value);
        assertThatThrownBy(() -> config(model, 1, inner ? Map.of() : one, inner ? one : Map.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("t.yaml:")
                .hasMessageContaining(reason);
    }

    private static TrainConfig config(
            String model, int steps, Map<String, String> more, Map<String, String> experts) {
        Map<String, Settings.Value> keys = new TreeMap<>();
        for (String entry : model.split(", ", -1)) {
            int space = entry.indexOf(' ');
            keys.put(entry.substring(0, space), value(entry.substring(space + 1)));
        }
        Map<String, Settings.Value> values = new TreeMap<>();
        values.put("model", section("train.model", Map.of("config", section("config", keys))));
        Map.of(
                        "context", "32",
                        "batch", "4",
                        "learning-rate", "0.01",
                        "warm-up", "1",
                        "checkpoint-every", "5",
                        "evaluate-every", "10")
                .forEach((key, text) -> values.put(key, PretrainTest.scalar(text)));
        values.put("steps", PretrainTest.scalar("" + steps));
        more.forEach((key, text) -> values.put(key, PretrainTest.scalar(text)));
        if (!experts.isEmpty()) {
            Map<String, Settings.Value> inside = new TreeMap<>();
            experts.forEach((key, text) -> inside.put(key, PretrainTest.scalar(text)));
            values.put("experts", section("train.experts", inside));
        }
        return TrainConfig.from(new Settings("t.yaml", "train", 1, values));
    }

    private static Settings.Value section(String path, Map<String, Settings.Value> values) {
        return new Settings.Value.Section(new Settings("t.yaml", path, 1, values), 1);
    }

    private static Settings.Value value(String text) {
        if (!text.startsWith("[")) {
            return PretrainTest.scalar(text);
        }
        String inside = text.substring(1, text.length() - 1);
        return new Settings.Value.Items(
                List.of(inside.split(" ", -1)).stream().map(PretrainTest::scalar).toList(), 1);
    }

    private static Weights load(Path run, Memory memory) {
        Path folder = run.resolve("model");
        return Weights.load(ModelConfig.readFolder(folder), folder, memory);
    }

    private static Tensor fixed(Weights weights, String name) {
        return java.util.Objects.requireNonNull(weights.fixed().get(name));
    }

    private static List<Float> values(Tensor tensor) {
        return java.util.stream.LongStream.range(0, tensor.size()).mapToObj(tensor::get).toList();
    }

    private static List<Double> losses(Path run) {
        return Ledger.read(run.resolve("ledger.jsonl")).stream()
                .map(Ledger.Line::fact)
                .filter(Fact.TrainingStep.class::isInstance)
                .map(fact -> ((Fact.TrainingStep) fact).loss())
                .toList();
    }
}
