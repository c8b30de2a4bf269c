package eu.socle.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import eu.socle.model.file.Safetensors;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WeightsTest {

    private static final String OUTPUT = "model.layers.1.self_attn.o_proj.weight";

    @TempDir Path folder;
    private final Memory memory = new Memory();

    @AfterEach
    void release() {
        memory.close();
    }

    @Test
    void a_saved_model_loads_as_it_was_and_gives_the_same_bytes_again() throws Exception {
        for (boolean tied : new boolean[] {false, true}) {
            ModelConfig config = config(tied);
            Weights.random(config, new Seed(1), memory).save(folder);
            Digest first = Digest.ofFile(folder.resolve("model.safetensors"));
            ModelConfig read = ModelConfig.read(folder.resolve("config.json"));
            assertThat(read).isEqualTo(config);
            Weights loaded = Weights.load(read, folder, memory);
            assertThat(loaded.named().containsKey("lm_head.weight")).isEqualTo(!tied);
            loaded.save(folder);
            assertThat(Digest.ofFile(folder.resolve("model.safetensors"))).isEqualTo(first);
        }
    }

    @Test
    void every_parameter_has_one_name_and_one_place() {
        for (boolean tied : new boolean[] {false, true}) {
            Weights weights = Weights.zeros(config(tied), memory);
            long next = 1;
            for (Tensor tensor : weights.named().values()) {
                for (long i = 0; i < tensor.size(); i++) {
                    assertThat(tensor.get(i)).isZero(); // no other name wrote here
                    tensor.set(i, (float) next++);
                }
            }
            assertThat(next - 1).isEqualTo(config(tied).parameters());
            for (long i = 0; i < weights.all().size(); i++) {
                assertThat(weights.all().get(i)).isPositive();
            }
        }
    }

    @Test
    void random_weights_have_the_deviation_of_their_kind_and_gains_are_one() {
        Weights weights = Weights.random(config(false), new Seed(1), memory);
        assertThat(deviation(weights.tensor("model.embed_tokens.weight")))
                .isCloseTo(0.02, within(0.0005));
        assertThat(deviation(weights.tensor(OUTPUT))).isCloseTo(0.01, within(0.0005)); // 2 layers
        assertThat(weights.tensor("model.norm.weight").get(7)).isEqualTo(1f);
        Weights other = Weights.random(config(false), new Seed(2), memory);
        assertThat(other.all().get(0)).isNotEqualTo(weights.all().get(0));
    }

    @Test
    void a_missing_a_superfluous_and_a_misshapen_tensor_are_refused_by_name() {
        ModelConfig config = config(true);
        Weights weights = Weights.random(config, new Seed(1), memory);
        TreeMap<String, Tensor> tensors = new TreeMap<>(weights.named());
        Tensor output = Objects.requireNonNull(tensors.remove(OUTPUT));
        refused(config, tensors, "lacks the tensor " + OUTPUT);
        tensors.put(OUTPUT, output.as(output.columns(), output.rows()));
        refused(config, tensors, "the tensor " + OUTPUT + " is F32[40, 48]");
        tensors.put(OUTPUT, output);
        tensors.put("model.layers.1.self_attn.o_proj.bias", memory.zeros(48));
        refused(config, tensors, "holds the tensor model.layers.1.self_attn.o_proj.bias");
    }

    @Test
    void a_tied_head_may_stand_twice_but_must_be_the_embedding() {
        ModelConfig config = config(true);
        Weights weights = Weights.random(config, new Seed(1), memory);
        TreeMap<String, Tensor> tensors = new TreeMap<>(weights.named());
        tensors.put("lm_head.weight", weights.tensor("model.embed_tokens.weight"));
        Safetensors.write(folder.resolve("model.safetensors"), tensors);
        assertThat(Weights.load(config, folder, memory).all().data().mismatch(weights.all().data()))
                .isEqualTo(-1);
        tensors.put("lm_head.weight", memory.zeros(100, 48));
        refused(config, tensors, "lm_head.weight that is not model.embed_tokens.weight");
    }

    private void refused(ModelConfig config, Map<String, Tensor> tensors, String reason) {
        Safetensors.write(folder.resolve("model.safetensors"), tensors);
        assertThatThrownBy(() -> Weights.load(config, folder, memory))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(reason);
    }

    private static double deviation(Tensor tensor) {
        double sum = 0;
        for (long i = 0; i < tensor.size(); i++) {
            sum += (double) tensor.get(i) * tensor.get(i);
        }
        return Math.sqrt(sum / tensor.size());
    }

    private static ModelConfig config(boolean tied) {
        return new ModelConfig(100, 48, 64, 2, 4, 2, 10, 32, 10_000, 1e-5, tied, 0, 0);
    }
}
