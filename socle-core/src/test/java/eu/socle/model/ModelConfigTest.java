package eu.socle.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.model.config.ConfigWriter;
import eu.socle.model.config.Layer;
import eu.socle.model.config.RopeScaling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class ModelConfigTest {

    private static final String LEAST =
            """
            "model_type":"llama","vocab_size":100,"hidden_size":24,"intermediate_size":40,
            "num_hidden_layers":3,"num_attention_heads":4,"max_position_embeddings":64\
            """;

    @TempDir Path folder;

    @Test
    void what_is_not_stated_has_the_defaults_of_the_format() {
        ModelConfig config = parse("");
        assertThat(config.keyValueHeads()).isEqualTo(4);
        assertThat(config.headSize()).isEqualTo(6);
        assertThat(config.ropeTheta()).isEqualTo(10_000);
        assertThat(config.normEpsilon()).isEqualTo(1e-6);
        assertThat(config.tied()).isFalse();
        assertThat(config.endId()).isEqualTo(ModelConfig.NO_ID);
    }

    @Test
    void both_notations_of_the_rotary_base_are_read() {
        assertThat(parse(",'rope_theta':500000.0,'rope_scaling':null").ropeTheta())
                .isEqualTo(500_000);
        assertThat(parse(",'rope_parameters':{'rope_type':'default','rope_theta':7e4}").ropeTheta())
                .isEqualTo(70_000);
    }

    /// As transformers 5 has it; "default" is how a file says that it wants none.
    @Test
    void a_family_that_is_stretched_by_itself_is_so_unless_the_file_says_otherwise() {
        String apertus = ",'model_type':'apertus','hidden_act':'xielu'";
        assertThat(parse(apertus).rope().scaling())
                .isEqualTo(new RopeScaling.Llama3(8, 1, 4, 8192))
                .isEqualTo(parse(apertus + ",'rope_scaling':null").rope().scaling());
        String none = ",'rope_scaling':{'rope_type':'default'}";
        assertThat(parse(apertus + none).rope().scaling()).isEqualTo(new RopeScaling.None());
        String gptOss = ",'model_type':'gpt_oss','num_key_value_heads':2";
        assertThat(parse(gptOss).rope().scaling())
                .isInstanceOfSatisfying(
                        RopeScaling.Yarn.class,
                        yarn -> {
                            assertThat(yarn.factor()).isEqualTo(32);
                            assertThat(yarn.original()).isEqualTo(4096);
                            assertThat(yarn.rounded()).isFalse();
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    ,'sliding_window':8                                        | "sliding_window" is unknown
                    ,'rope_scaling':{'rope_type':'llama3','factor':8}          | "rope_scaling.low_freq_factor" must be a number
                    ,'rope_scaling':{'type':'dynamic','factor':2}              | rope scaling "dynamic"
                    ,'rope_scaling':{'type':'linear','factor':2,'mscale':1}    | "rope_scaling.mscale" is unknown
                    ,'rope_parameters':{'rope_type':'default','partial_rotary_factor':0.5} | "rope_parameters.partial_rotary_factor" 0.5
                    ,'mlp_bias':'false'                                        | "mlp_bias" must be true or false
                    ,'hidden_act':'gelu'                                       | "hidden_act" "gelu"
                    ,'num_key_value_heads':3                                   | cannot share 3
                    ,'head_dim':5                                              | head size 5 must be even
                    ,'rms_norm_eps':'small'                                    | "rms_norm_eps" must be a number
                    ,'rope_theta':-1                                           | "rope_theta" must be a number above 0
                    """)
    void what_this_release_cannot_compute_is_refused_by_name(String more, String reason) {
        assertThatThrownBy(() -> parse(more))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining(reason);
    }

    /// A key that one family computes with is no key of another.
    @ParameterizedTest
    @MethodSource("families")
    void a_key_that_a_family_does_not_know_is_refused_by_its_name(String name) {
        ModelConfig config = Objects.requireNonNull(TinyFamilies.all().get(name));
        for (String key :
                List.of("logit_scale", "attention_multiplier", "clip_qkv", "quantization_config")) {
            String json = ConfigWriter.text(config).strip();
            String more = json.substring(0, json.length() - 1) + ",\"" + key + "\":1}";
            assertThatThrownBy(() -> parseAll(more))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("the key \"" + key + "\" is unknown");
        }
    }

    static Set<String> families() {
        return TinyFamilies.all().keySet();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    qwen3       | ,'mlp_bias':true                                | "mlp_bias" is unknown
                    qwen3       | ,'layer_types':['full_attention']                | "layer_types" has 1 entries for 3 layers
                    qwen3       | ,'layer_types':['full_attention','sliding_attention','full_attention'] | no "sliding_window" is in use
                    qwen3       | ,'layer_types':['full_attention','chunked_attention','full_attention'] | layer type "chunked_attention"
                    mistral     | ,'layer_types':['full_attention','full_attention','full_attention'] | "layer_types" is unknown
                    olmo2       | ,'sliding_window':8                              | "sliding_window" is unknown
                    smollm3     | ,'no_rope_layers':[1,0]                          | "no_rope_layers" has 2 entries
                    apertus     | ,'rope_theta':5e5,'hidden_act':'xielu'           | state "rope_scaling"
                    apertus     | ,'rope_scaling':null,'hidden_act':'silu'         | "hidden_act" "silu"
                    apertus     | ,'rope_scaling':null,'hidden_act':'xielu','qk_norm':false | "qk_norm" false
                    apertus     | ,'rope_scaling':null,'hidden_act':'xielu','post_norm':true | "post_norm" true
                    ministral3  | ,'rope_theta':5e5                                | state "rope_scaling"
                    gpt_oss     | ,'rope_scaling':null,'num_experts_per_tok':2,'experts_per_token':3 | "experts_per_token" 3.0
                    qwen3_moe   | ,'num_experts':8,'num_local_experts':9           | "num_local_experts" 9.0
                    ministral3  | ,'rope_scaling':{'rope_type':'yarn','factor':2}  | "llama_4_scaling_beta" is missing
                    mixtral     | ,'num_experts_per_tok':9                         | 9 of 8 experts
                    mixtral     | ,'router_jitter_noise':0.1                       | "router_jitter_noise" 0.1
                    qwen3_moe   | ,'norm_topk_prob':1                              | "norm_topk_prob" must be true or false
                    deepseek_v3 | ,'scoring_func':'softmax'                        | "scoring_func" "softmax"
                    deepseek_v3 | ,'topk_method':'greedy'                          | "topk_method" "greedy"
                    deepseek_v3 | ,'n_group':3                                     | experts cannot be chosen
                    deepseek_v3 | ,'num_key_value_heads':2                         | "num_key_value_heads" 2.0
                    """)
    void what_a_family_cannot_mean_is_refused_by_name(String family, String more, String reason) {
        String latent =
                family.equals("deepseek_v3")
                        ? ",'kv_lora_rank':8,'qk_nope_head_dim':4,'qk_rope_head_dim':4,'v_head_dim':4,'moe_intermediate_size':8"
                        : ",'head_dim':6";
        String kv = family.equals("deepseek_v3") ? "" : ",'num_key_value_heads':2";
        String json = "{" + LEAST.replace("llama", family) + latent + kv + more + "}";
        assertThatThrownBy(() -> parseAll(json.replace('\'', '"')))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining(reason);
    }

    @Test
    void windows_and_rotations_differ_by_layer_as_the_family_says() {
        assertThat(windows("qwen 2")).containsExactly(0, 6, 6);
        assertThat(windows("ministral")).containsExactly(5, 0, 5);
        assertThat(windows("gpt-oss")).containsExactly(7, 0, 7);
        assertThat(windows("mistral")).containsExactly(7, 7, 7);
        assertThat(windows("mistral without a window")).containsExactly(0, 0, 0);
        assertThat(windows("smollm 3")).containsExactly(0, 6, 0); // only where it does not rotate
        assertThat(plan("smollm 3").stream().map(Layer::rotates))
                .containsExactly(true, false, true);
        assertThat(
                        plan("qwen 3, experts").stream()
                                .map(l -> l.feedForward().getClass().getSimpleName()))
                .containsExactly("Gated", "Experts", "Gated");
    }

    private static List<Layer> plan(String name) {
        return Objects.requireNonNull(TinyFamilies.all().get(name)).plan();
    }

    private static List<Integer> windows(String name) {
        return plan(name).stream().map(Layer::window).toList();
    }

    @Test
    void a_window_shortens_what_a_token_costs() {
        ModelConfig all =
                Objects.requireNonNull(TinyFamilies.all().get("mistral without a window"));
        ModelConfig seven = Objects.requireNonNull(TinyFamilies.all().get("mistral"));
        assertThat(seven.forwardFlopPerToken(7)).isEqualTo(all.forwardFlopPerToken(7));
        double keys = (1 + 2 + 3 + 4 + 5 + 6 + 7 + 7 + 7 + 7) / 10.0; // seen, on average, of 10
        double each = 3 * 4.0 * 4 * 8; // layers, FLOP per value, heads, columns
        assertThat(all.forwardFlopPerToken(10) - seven.forwardFlopPerToken(10))
                .isCloseTo(each * (5.5 - keys), within(1e-6));
    }

    @Test
    void a_size_that_is_no_whole_number_is_refused() {
        assertThatThrownBy(() -> parseAll("{" + LEAST.replace("\":3", "\":2.5") + "}"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("\"num_hidden_layers\" must be a whole number");
    }

    @Test
    void another_family_is_refused_by_its_name() {
        assertThatThrownBy(() -> parseAll("{" + LEAST.replace("llama", "gemma3") + "}"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("\"gemma3\" is not supported");
    }

    @Test
    void what_is_written_is_read_back() throws Exception {
        Path file = folder.resolve("config.json");
        ModelConfig config =
                new ModelConfig(
                        100, 24, 40, 3, 4, 2, 10, 64, 5e5, 1e-5, true, 7, ModelConfig.NO_ID);
        config.write(file);
        assertThat(ModelConfig.read(file)).isEqualTo(config);
        assertThat(Files.readString(file)).contains("\"eos_token_id\":null");
    }

    /// Transformers fills in what is missing with the ids of published models (128004 for padding
    /// with SmolLM3), which a small vocabulary does not have.
    @Test
    void ids_that_nobody_stated_are_written_as_unknown() {
        ModelConfig config = Objects.requireNonNull(TinyFamilies.all().get("smollm 3"));
        JsonNode written = Json.parse(ConfigWriter.text(config), "written");
        for (String token : List.of("bos", "eos", "pad")) {
            assertThat(written.has(token + "_token_id")).isTrue();
            assertThat(written.get(token + "_token_id").isNull()).as(token).isTrue();
        }
        assertThat(ModelConfig.parse(Json.canonical(written), "again")).isEqualTo(config);
    }

    /// Transformers checks types: a factor of 1 where it expects 1.0 is refused.
    @Test
    void factors_are_written_with_a_fraction_and_sizes_without() {
        TinyFamilies.all()
                .values()
                .forEach(config -> {
                    JsonNode written = Json.parse(ConfigWriter.text(config), "written");
                    assertThat(written.get("hidden_size").isIntegralNumber()).isTrue();
                    for (String factor :
                            List.of("routed_scaling_factor", "rope_theta", "rms_norm_eps")) {
                        assertThat(written.path(factor).isIntegralNumber()).as(factor).isFalse();
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-oss", "ministral"})
    void families_of_mixed_windows_state_one_even_where_no_layer_has_it(String family) {
        ModelConfig sliding = Objects.requireNonNull(TinyFamilies.all().get(family));
        String text = ConfigWriter.text(sliding).replace("sliding_attention", "full_attention");
        ModelConfig config = ModelConfig.parse(text, "full");
        assertThat(config.plan()).allSatisfy(layer -> assertThat(layer.window()).isZero());
        JsonNode written = Json.parse(ConfigWriter.text(config), "written");
        assertThat(written.get("sliding_window").isIntegralNumber()).isTrue();
        assertThat(ModelConfig.parse(Json.canonical(written), "again")).isEqualTo(config);
    }

    @Test
    void parameters_and_work_are_those_of_the_shapes() {
        ModelConfig config = new ModelConfig(100, 24, 40, 3, 4, 2, 10, 64, 1e4, 1e-5, true, 0, 0);
        long block = 24 * 40 + 24 * 20 * 2 + 40 * 24 + 3 * 24 * 40 + 2 * 24;
        assertThat(config.parameters()).isEqualTo(3 * block + 100 * 24 + 24);
        double products = 3 * (block - 2 * 24) + 100 * 24;
        double scores = 3 * 2 * 2 * 40; // layers, two products, 2 FLOP, H D; per visible key
        assertThat(config.forwardFlopPerToken(1)).isEqualTo(2 * products + scores);
        assertThat(config.forwardFlopPerToken(9)).isEqualTo(2 * products + 5 * scores);
    }

    private static ModelConfig parse(String more) {
        String least = // one key, one value
                more.contains("model_type")
                        ? LEAST.replace("\"model_type\":\"llama\",", "")
                        : LEAST;
        return parseAll("{" + least + more.replace('\'', '"') + "}");
    }

    private static ModelConfig parseAll(String json) {
        return ModelConfig.parse(json, "config.json");
    }
}
