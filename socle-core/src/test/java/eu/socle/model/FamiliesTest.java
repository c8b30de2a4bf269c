package eu.socle.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.socle.Shared;
import eu.socle.core.Digest;
import eu.socle.core.Seed;
import eu.socle.core.Workers;
import eu.socle.model.config.Family;
import eu.socle.model.file.Safetensors;
import eu.socle.tensor.Backend;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.cpu.CpuBackend;
import eu.socle.tensor.reference.ReferenceBackend;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every family, on random models small enough to try it.
final class FamiliesTest {

    private static final int TOKENS = 12;

    @TempDir Path folder;
    private final Memory memory = new Memory();
    private final Backend reference = new ReferenceBackend();

    @AfterEach
    void release() {
        memory.close();
    }

    static Set<String> names() {
        return TinyFamilies.all().keySet();
    }

    static Stream<Path> oracles() {
        return Shared.cases("oracles/models").stream();
    }

    private static ModelConfig config(String name) {
        return java.util.Objects.requireNonNull(TinyFamilies.all().get(name));
    }

    @Test
    void every_family_has_a_small_model() {
        Set<Family> seen = EnumSet.noneOf(Family.class);
        TinyFamilies.all().values().forEach(config -> seen.add(config.family()));
        assertThat(seen).containsExactlyInAnyOrder(Family.values());
    }

    @ParameterizedTest
    @MethodSource("names")
    void what_is_written_is_read_back(String name) {
        ModelConfig config = config(name);
        config.write(folder.resolve("config.json"));
        assertThat(ModelConfig.read(folder.resolve("config.json"))).isEqualTo(config);
    }

    @ParameterizedTest
    @MethodSource("oracles")
    void a_checkpoint_saved_again_has_the_same_tensors_and_configuration(Path original) {
        ModelConfig config = ModelConfig.readFolder(original);
        Weights.load(config, original, memory).save(folder);
        assertThat(ModelConfig.read(folder.resolve("config.json"))).isEqualTo(config);
        try (Safetensors before = Safetensors.openModel(original);
                Safetensors after = Safetensors.openModel(folder)) {
            assertThat(after.names()).isEqualTo(before.names());
            for (String name : before.names()) {
                Tensor want = before.asF32(name, memory);
                assertThat(after.tensor(name).shape()).isEqualTo(want.shape());
                assertThat(after.tensor(name).data().mismatch(want.data())).isEqualTo(-1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void random_weights_are_saved_and_loaded_as_they_were(String name) throws Exception {
        ModelConfig config = config(name);
        Weights weights = Weights.random(config, new Seed(3), memory);
        weights.save(folder);
        Digest first = Digest.ofFile(folder.resolve("model.safetensors"));
        Weights.load(config, folder, memory).save(folder);
        assertThat(Digest.ofFile(folder.resolve("model.safetensors"))).isEqualTo(first);
        long sum = weights.named().values().stream().mapToLong(Tensor::size).sum();
        assertThat(sum).isEqualTo(config.parameters()).isEqualTo(weights.all().size());
    }

    @ParameterizedTest
    @MethodSource("names")
    void every_gradient_is_the_slope_of_the_loss(String name) {
        Transformer model = model(config(name), reference);
        Batch batch = packed(2, 7);
        Weights gradients = Weights.zeros(model.config(), memory);
        try (Training training = model.training(2, TOKENS)) {
            training.lossAndGradients(batch, gradients, 1);
            for (Map.Entry<String, Tensor> entry : model.weights().named().entrySet()) {
                Tensor gradient = gradients.tensor(entry.getKey());
                double norm = Math.sqrt(reference.sumOfSquares(gradient));
                if (norm < 1e-3) {
                    continue; // an expert without tokens, a bias of keys: nothing to compare
                }
                double slope = slope(training, batch, entry.getValue(), gradient, norm);
                assertThat(slope)
                        .as("%s along its gradient", entry.getKey())
                        .isCloseTo(norm, within(0.01 * norm + 2e-3));
            }
        }
    }

    /// Central difference of the summed loss along the gradient.
    private static double slope(
            Training training, Batch batch, Tensor w, Tensor gradient, double norm) {
        double h = 1e-3;
        float[] kept = new float[(int) w.size()];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = w.get(i);
            w.set(i, (float) (kept[i] + h * gradient.get(i) / norm));
        }
        double up = training.loss(batch);
        for (int i = 0; i < kept.length; i++) {
            w.set(i, (float) (kept[i] - h * gradient.get(i) / norm));
        }
        double down = training.loss(batch);
        for (int i = 0; i < kept.length; i++) {
            w.set(i, kept[i]);
        }
        return (up - down) / (2 * h);
    }

    /// More than one chunk of a prompt, and longer than every window.
    @ParameterizedTest
    @MethodSource("names")
    void tokens_one_by_one_in_chunks_and_in_training_give_the_same(String name) {
        int[] ids = ids(new Seed(3), 150);
        try (Workers workers = Workers.of(2);
                CpuBackend cpu = CpuBackend.open(workers)) {
            Transformer model = model(config(name), cpu);
            Tensor all = model.logits(ids, memory);
            try (KeyValueCache cache = model.newCache(ids.length)) {
                for (int t = 0; t < ids.length; t++) {
                    assertSame(model.append(cache, new int[] {ids[t]}), all.rows(t, t + 1), t);
                }
            }
            double expected = 0;
            for (int t = 0; t + 1 < ids.length; t++) {
                double sum = 0;
                for (int v = 0; v < TinyFamilies.VOCABULARY; v++) {
                    sum += Math.exp(all.get((long) t * TinyFamilies.VOCABULARY + v));
                }
                long own = (long) t * TinyFamilies.VOCABULARY + ids[t + 1];
                expected += Math.log(sum) - all.get(own);
            }
            try (Training training = model.training(1, ids.length)) {
                assertThat(training.loss(Batch.of(new int[][] {ids})))
                        .isCloseTo(expected, within(1e-5 * expected));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void the_bits_do_not_depend_on_the_number_of_threads(String name) {
        Batch batch = packed(6, 5);
        double[] losses = new double[3];
        Weights[] gradients = new Weights[3];
        Tensor[] logits = new Tensor[3];
        for (int threads = 1; threads <= 3; threads++) {
            try (Workers workers = Workers.of(threads);
                    CpuBackend cpu = CpuBackend.open(workers)) {
                Transformer model = model(config(name), cpu);
                gradients[threads - 1] = Weights.zeros(model.config(), memory);
                logits[threads - 1] = model.logits(ids(new Seed(8), 140), memory);
                try (Training training = model.training(6, TOKENS)) {
                    losses[threads - 1] =
                            training.lossAndGradients(batch, gradients[threads - 1], 60);
                }
            }
        }
        for (int other = 1; other < 3; other++) {
            assertThat(losses[other]).isEqualTo(losses[0]);
            assertThat(gradients[other].all().data().mismatch(gradients[0].all().data()))
                    .isEqualTo(-1);
            assertThat(logits[other].data().mismatch(logits[0].data())).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void the_memory_of_a_training_is_the_memory_that_was_announced(String name) {
        Transformer model = model(config(name), reference);
        try (Training training = model.training(3, TOKENS)) {
            double announced = Training.bytes(model.config(), 3, TOKENS);
            assertThat((double) training.bytes()).isEqualTo(announced);
            training.lossAndGradients(packed(3, 5), Weights.zeros(model.config(), memory), 30);
            assertThat((double) training.bytes()).isEqualTo(announced);
        }
    }

    /// A later token changes nothing before it, a token behind every window nothing after.
    @ParameterizedTest
    @MethodSource("names")
    void the_past_does_not_depend_on_the_future(String name) {
        Transformer model = model(config(name), reference);
        int[] ids = ids(new Seed(5), 20);
        int[] changed = ids.clone();
        changed[12] = (ids[12] + 1) % TinyFamilies.VOCABULARY;
        Tensor before = model.logits(ids, memory).rows(0, 12);
        Tensor after = model.logits(changed, memory).rows(0, 12);
        assertThat(after.data().mismatch(before.data())).isEqualTo(-1);
    }

    /// Larger than at the start of training, so that attention is no plain average; gains, biases
    /// and sinks away from where they begin.
    private Transformer model(ModelConfig config, Backend backend) {
        Weights weights = Weights.random(config, new Seed(20261124), memory);
        weights.named()
                .forEach((name, tensor) -> {
                    Seed own = new Seed(9).of(name);
                    for (long i = 0; i < tensor.size(); i++) {
                        boolean matrix = tensor.rank() > 1 && !name.endsWith("bias");
                        tensor.set(
                                i,
                                matrix
                                        ? 10 * tensor.get(i)
                                        : (float) (tensor.get(i) + 0.2 * own.normal(i)));
                    }
                });
        weights.fixed()
                .forEach((name, tensor) -> {
                    for (long i = 0; name.endsWith("bias") && i < tensor.size(); i++) {
                        tensor.set(i, (float) (0.1 * new Seed(9).of(name).normal(i)));
                    }
                });
        return new Transformer(config, weights, backend);
    }

    /// Sequences of two documents each; the second begins at token `border`.
    private static Batch packed(int batch, int border) {
        int rows = batch * TOKENS;
        int[] ids = ids(new Seed(1), rows);
        int[] labels = new int[rows];
        int[] firstKey = new int[rows];
        int[] positions = new int[rows];
        for (int row = 0; row < rows; row++) {
            int t = row % TOKENS;
            boolean last = t == border - 1 || t == TOKENS - 1;
            labels[row] = last ? Backend.IGNORED : ids[row + 1];
            firstKey[row] = t < border ? 0 : border;
            positions[row] = t - firstKey[row];
        }
        return new Batch(batch, TOKENS, ids, labels, firstKey, positions);
    }

    private static int[] ids(Seed seed, int count) {
        int[] ids = new int[count];
        Arrays.setAll(ids, i -> (int) seed.below(TinyFamilies.VOCABULARY, i));
        return ids;
    }

    private static void assertSame(Tensor got, Tensor want, int token) {
        double largest = 0;
        for (int v = 0; v < want.size(); v++) {
            largest = Math.max(largest, Math.abs(got.get(v) - (double) want.get(v)));
        }
        assertThat(largest).as("logits of token %d", token).isLessThan(2e-5);
    }
}
