package eu.socle.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import eu.socle.model.ModelConfig;
import eu.socle.model.Weights;
import eu.socle.tensor.Memory;
import eu.socle.tensor.reference.ReferenceBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What does not fit into memory is refused with the figures, before it is read.
final class LoadedModelTest {

    @TempDir Path temporary;
    private Path run;

    @BeforeEach
    void make() {
        run = TinyModel.make(temporary.resolve("tiny"));
    }

    @Test
    void weights_that_do_not_fit_are_refused() throws Exception {
        state("intermediate_size", 2_000_000_000);
        assertThatThrownBy(() -> LoadedModel.open(ModelFiles.in(run), new ReferenceBackend()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("1430.5 GiB of weights, and a cache of 96 tokens")
                .hasMessageContaining("GiB are available; convert it to a smaller type");
    }

    @Test
    void a_cache_that_does_not_fit_is_refused_and_a_small_one_is_not() throws Exception {
        int context = 2_000_000_000;
        state("max_position_embeddings", context);
        try (LoadedModel model = LoadedModel.open(ModelFiles.in(run), new ReferenceBackend())) {
            assertThatThrownBy(() -> model.begin(context))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("a cache of 2000000000 tokens for tiny takes 5")
                    .hasMessageContaining("GiB are available; ask for fewer tokens");
            try (LanguageModel.Reading reading = model.begin(8)) {
                assertThat(reading.append(new int[] {1, 2, 3})).isNotEmpty();
            }
        }
    }

    @Test
    void rows_of_the_model_without_a_token_are_never_chosen() throws Exception {
        Path model = run.resolve("model");
        ModelConfig config = ModelConfig.read(model.resolve("config.json"));
        int ids = config.vocabulary();
        assertThat(padded(model, ids + 5)).hasSize(ids);
        assertThat(padded(model, ids)).hasSize(ids);
        assertThatThrownBy(() -> padded(model, ids + 200))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("they do not belong together");
        assertThatThrownBy(() -> padded(model, ids - 1))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("they do not belong together");
    }

    /// Log-probabilities of a model with this many rows.
    private double[] logits(Path model) {
        try (LoadedModel loaded = LoadedModel.open(ModelFiles.in(model), new ReferenceBackend());
                LanguageModel.Reading reading = loaded.begin(8)) {
            float[] logits = reading.append(new int[] {1, 2, 3});
            double[] all = new double[logits.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = logits[i];
            }
            assertThat(loaded.logProbabilities(new int[] {1, 2, 3})).hasSize(2);
            return all;
        }
    }

    private double[] padded(Path model, int rows) throws Exception {
        state("vocab_size", rows);
        try (Memory memory = new Memory()) {
            Weights.random(ModelConfig.read(model.resolve("config.json")), new Seed(7), memory)
                    .save(model);
        }
        return logits(model);
    }

    private void state(String key, int value) throws Exception {
        Path file = run.resolve("model/config.json");
        String json = Files.readString(file);
        String changed = json.replaceFirst("\"" + key + "\":[0-9]+", "\"" + key + "\":" + value);
        assertThat(changed).contains("\"" + key + "\":" + value);
        Files.writeString(file, changed);
    }
}
