package eu.socle.model.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Shared;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.model.KeyValueCache;
import eu.socle.model.ModelConfig;
import eu.socle.model.Transformer;
import eu.socle.model.Weights;
import eu.socle.model.file.Safetensors;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
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

/// Models in GGUF files with the logits and greedy tokens of their de-quantised weights, computed
/// elsewhere.
final class GgufOracleTest {

    @TestFactory
    List<DynamicTest> every_file_has_the_logits_of_its_weights() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path folder : Shared.cases("oracles/gguf")) {
            JsonNode expected =
                    Json.parse(
                            Files.readString(folder.resolve("expected.json")), folder.toString());
            expected.get("files")
                    .properties()
                    .forEach(file ->
                            tests.add(
                                    DynamicTest.dynamicTest(
                                            folder.getFileName() + " " + file.getKey(),
                                            () -> check(folder, file.getKey(), expected))));
        }
        return tests;
    }

    private static void check(Path folder, String kind, JsonNode expected) {
        Path path = folder.resolve(expected.at("/files/" + kind + "/file").stringValue());
        try (Memory memory = new Memory();
                GgufCheckpoint file = GgufCheckpoint.open(path);
                Safetensors oracle = Safetensors.open(folder.resolve("expected.safetensors"));
                Safetensors checkpoint = Safetensors.open(folder.resolve("model.safetensors"))) {
            assertThat(file.names()).isEqualTo(checkpoint.names());
            sameConfig(folder, file.config());
            if (kind.equals("f32")) {
                for (String name : checkpoint.names()) {
                    long mismatch =
                            file.tensor(name).data().mismatch(checkpoint.tensor(name).data());
                    assertThat(mismatch).as(name).isEqualTo(-1);
                }
            }
            ModelConfig config;
            try {
                config = ModelConfig.parse(Json.canonical(file.config()), path.toString());
            } catch (Refusal refusal) {
                // the tensors agree; the transformer does not know this family yet
                assertThat(refusal).hasMessageContaining("is not supported");
                return;
            }
            Weights weights = Weights.load(config, file, path, memory);
            Transformer model = new Transformer(config, weights, new ReferenceBackend());
            Tensor wanted = oracle.tensor("logits." + kind);
            int[] ids = ids(oracle.tensor("input_ids"));
            Tensor logits = model.logits(ids, memory);
            double worst = 0;
            for (long i = 0; i < wanted.size(); i++) {
                worst = Math.max(worst, Math.abs(logits.get(i) - (double) wanted.get(i)));
            }
            assertThat(worst).isLessThan(expected.at("/tolerance/logits_max_abs").doubleValue());
            int[] greedy = ids(oracle.tensor("greedy." + kind));
            assertThat(continued(model, Arrays.copyOf(greedy, 8), greedy.length)).isEqualTo(greedy);
        }
    }

    /// Every key of the original that changes the mathematics comes back.
    private static void sameConfig(Path folder, JsonNode config) {
        try {
            JsonNode original =
                    Json.parse(Files.readString(folder.resolve("config.json")), "config.json");
            for (String key : original.propertyNames()) {
                assertThat(Json.canonical(config.path(key)))
                        .as(key)
                        .isEqualTo(Json.canonical(original.get(key)));
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int[] continued(Transformer model, int[] prompt, int length) {
        int[] ids = Arrays.copyOf(prompt, length);
        try (KeyValueCache cache = model.newCache(length)) {
            Tensor logits = model.append(cache, prompt);
            for (int t = prompt.length; t < length; t++) {
                int best = 0;
                for (int v = 1; v < logits.size(); v++) {
                    best = logits.get(v) > logits.get(best) ? v : best;
                }
                ids[t] = best;
                logits = model.append(cache, new int[] {best});
            }
        }
        return ids;
    }

    private static int[] ids(Tensor tensor) {
        int[] ids = new int[Math.toIntExact(tensor.size())];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = (int) tensor.data().get(ValueLayout.JAVA_LONG_UNALIGNED, 8L * i);
        }
        return ids;
    }
}
