package eu.socle.model.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import eu.socle.core.Workers;
import eu.socle.model.KeyValueCache;
import eu.socle.model.ModelConfig;
import eu.socle.model.Transformer;
import eu.socle.model.Weights;
import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.cpu.CpuBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Models whose weights are read in their file give the bits of models whose weights were copied:
/// before, while and after they are brought over.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InPlaceTest {

    private static final String COMMON =
            "'vocab_size':96,'hidden_size':256,'intermediate_size':320,'num_hidden_layers':2,"
                    + "'num_attention_heads':4,'head_dim':64,"
                    + "'max_position_embeddings':64,'rms_norm_eps':1e-5,'rope_theta':1e4,";
    private static final int[] IDS = {5, 17, 95, 0, 33, 64, 2, 41, 8};

    private Workers workers;
    private CpuBackend ofThisMachine;
    private CpuBackend portable;
    @TempDir Path folder;

    @BeforeAll
    void open() {
        workers = Workers.of(2);
        ofThisMachine = CpuBackend.open(workers);
        portable = CpuBackend.portable(workers);
    }

    @AfterAll
    void close() {
        ofThisMachine.close();
        portable.close();
        workers.close();
    }

    static Stream<Arguments> models() {
        List<Arguments> cases = new ArrayList<>();
        for (String family :
                List.of(
                        "'model_type':'llama','num_key_value_heads':2,'tie_word_embeddings':false",
                        "'model_type':'llama','num_key_value_heads':2,'tie_word_embeddings':true",
                        "'model_type':'qwen2','num_key_value_heads':2,'tie_word_embeddings':true",
                        "'model_type':'mixtral','num_key_value_heads':2,'num_local_experts':4,'num_experts_per_tok':2",
                        "'model_type':'qwen3_moe','num_key_value_heads':2,'num_experts':6,'num_experts_per_tok':2,'moe_intermediate_size':256,'decoder_sparse_step':1,'mlp_only_layers':[],'norm_topk_prob':true",
                        "'model_type':'deepseek_v3','q_lora_rank':256,'kv_lora_rank':256,'qk_nope_head_dim':64,'qk_rope_head_dim':64,'v_head_dim':64,'n_routed_experts':4,'num_experts_per_tok':2,'moe_intermediate_size':256,'n_shared_experts':1,'n_group':1,'topk_group':1,'first_k_dense_replace':1,'norm_topk_prob':true,'routed_scaling_factor':1.5")) {
            for (DType type : List.of(DType.Q8_0, DType.Q4_0, DType.Q4_K)) {
                cases.add(Arguments.of(family, type));
            }
        }
        return cases.stream();
    }

    private Path export(String family, DType type) {
        return export(family, type, Optional.empty());
    }

    /// @param infinite the tensor in which one number shall be infinite
    private Path export(String family, DType type, Optional<String> infinite) {
        ModelConfig config =
                ModelConfig.parse(("{" + COMMON + family + "}").replace('\'', '"'), "a test");
        Path file = folder.resolve("model.gguf");
        try (Memory memory = new Memory()) {
            Weights weights = Weights.random(config, new Seed(3), memory);
            infinite.ifPresent(name -> weights.tensor(name).set(77_777, Float.NEGATIVE_INFINITY));
            weights.save(folder);
        }
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            GgufExport.write(
                    file,
                    checkpoint,
                    Storage.of(type),
                    new GgufExport.Provenance("tiny", "", List.of(), List.of()));
        }
        return file;
    }

    /// Logits of all tokens read at once, then of each after the other.
    private static Tensor logits(Transformer model, Memory memory) {
        int vocabulary = model.config().vocabulary();
        Tensor all = memory.zeros(2L * IDS.length, vocabulary);
        all.rows(0, IDS.length).copyFrom(model.logits(IDS, memory));
        try (KeyValueCache cache = model.newCache(IDS.length)) {
            for (int t = 0; t < IDS.length; t++) {
                long row = (long) IDS.length + t;
                all.rows(row, row + 1).copyFrom(model.append(cache, new int[] {IDS[t]}));
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("models")
    void logits_are_the_same_bit_for_bit(String family, DType type) {
        Path file = export(family, type);
        boolean latent = family.contains("deepseek"); // whose latent matrices widen
        for (CpuBackend backend : List.of(ofThisMachine, portable)) {
            try (Memory memory = new Memory();
                    GgufCheckpoint checkpoint = GgufCheckpoint.open(file)) {
                ModelConfig config =
                        ModelConfig.parse(Json.canonical(checkpoint.config()), file.toString());
                Weights copied = Weights.hold(config, checkpoint, file, memory, backend);
                Tensor meant = logits(new Transformer(config, copied, backend), memory);
                long before = memory.bytes();
                Weights weights = Weights.inPlace(config, checkpoint, file, memory, backend);
                assertThat((double) memory.bytes() - before)
                        .as("what is copied at once")
                        .isLessThan((latent ? 0.8 : 0.2) * copied.bytesPerToken());
                assertThat(weights.bytesPerToken())
                        .isBetween(0.9 * copied.bytesPerToken(), copied.bytesPerToken());
                Transformer model = new Transformer(config, weights, backend);
                boolean more = true;
                for (int passes = 0; more; passes++) {
                    assertThat(passes).isLessThan(5);
                    assertThat(logits(model, memory).data().mismatch(meant.data())).isEqualTo(-1);
                    more = weights.settle();
                }
                assertThat(weights.bytesPerToken()).isEqualTo(copied.bytesPerToken());
            }
        }
    }

    @Test
    void a_scale_that_is_not_finite_is_refused_by_name_before_the_first_token() {
        String name = "model.layers.1.mlp.up_proj.weight";
        for (DType type : List.of(DType.Q8_0, DType.Q4_0, DType.Q4_K)) {
            String family =
                    "'model_type':'llama','num_key_value_heads':2,'tie_word_embeddings':true";
            Path file = export(family, type, Optional.of(name));
            for (CpuBackend backend : List.of(ofThisMachine, portable)) {
                try (Memory memory = new Memory();
                        GgufCheckpoint checkpoint = GgufCheckpoint.open(file)) {
                    ModelConfig config =
                            ModelConfig.parse(Json.canonical(checkpoint.config()), file.toString());
                    assertThatThrownBy(
                                    () ->
                                            Weights.inPlace(
                                                    config, checkpoint, file, memory, backend),
                                    type + " on " + backend.describe())
                            .isInstanceOf(Refusal.class)
                            .hasMessageContaining(name)
                            .hasMessageContaining("not finite");
                }
            }
        }
    }
}
