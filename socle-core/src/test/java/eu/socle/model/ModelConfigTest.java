package eu.socle.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        assertThat(Files.readString(file)).doesNotContain("eos_token_id").contains("rope_theta");
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
        return parseAll("{" + LEAST + more.replace('\'', '"') + "}");
    }

    private static ModelConfig parseAll(String json) {
        return ModelConfig.parse(json, "config.json");
    }
}
