package eu.socle.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import eu.socle.core.Workers;
import eu.socle.tensor.Backend;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.cpu.CpuBackend;
import eu.socle.tensor.reference.ReferenceBackend;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A random model of a few thousand parameters, small enough to try every claim on it.
final class TransformerTest {

    private static final int TOKENS = 12;

    private final Memory memory = new Memory();
    private final Backend reference = new ReferenceBackend();

    @AfterEach
    void release() {
        memory.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void every_gradient_is_the_slope_of_the_loss(boolean tied) {
        Transformer model = model(config(tied), reference);
        Batch batch = packed(2, 7);
        Weights gradients = Weights.zeros(model.config(), memory);
        try (Training training = model.training(2, TOKENS)) {
            training.lossAndGradients(batch, gradients, 1);
            for (Map.Entry<String, Tensor> entry : model.weights().named().entrySet()) {
                Tensor w = entry.getValue();
                Tensor gradient = gradients.tensor(entry.getKey());
                double norm = Math.sqrt(reference.sumOfSquares(gradient));
                double[] steepest = new double[(int) w.size()];
                Arrays.setAll(steepest, i -> gradient.get(i) / norm);
                assertThat(slope(training, batch, w, steepest))
                        .as("%s along its gradient", entry.getKey())
                        .isCloseTo(norm, within(0.003 * norm));
                Seed seed = new Seed(5).of(entry.getKey());
                double[] any = new double[steepest.length];
                Arrays.setAll(any, i -> (seed.uniform(i) < 0.5 ? -1 : 1) / Math.sqrt(any.length));
                double expected = 0;
                for (int i = 0; i < any.length; i++) {
                    expected += any[i] * gradient.get(i);
                }
                assertThat(slope(training, batch, w, any))
                        .as("%s along a random direction", entry.getKey())
                        .isCloseTo(expected, within(0.003 * norm));
            }
        }
    }

    /// Central difference of the summed loss along a direction of length one.
    private static double slope(Training training, Batch batch, Tensor w, double[] direction) {
        double h = 4e-3; // error of the difference h^2, of the rounding 1e-6 / h
        float[] kept = new float[direction.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = w.get(i);
            w.set(i, (float) (kept[i] + h * direction[i]));
        }
        double up = training.loss(batch);
        for (int i = 0; i < kept.length; i++) {
            w.set(i, (float) (kept[i] - h * direction[i]));
        }
        double down = training.loss(batch);
        for (int i = 0; i < kept.length; i++) {
            w.set(i, kept[i]);
        }
        return (up - down) / (2 * h);
    }

    @Test
    void one_token_at_a_time_gives_the_logits_of_the_whole() {
        int[] ids = ids(new Seed(3), 200); // more than one chunk of a prompt
        try (Workers workers = Workers.of(2);
                CpuBackend cpu = CpuBackend.open(workers)) {
            for (Backend backend : new Backend[] {reference, cpu}) {
                Transformer model = model(config(false), backend);
                Tensor all = model.logits(ids, memory);
                try (KeyValueCache cache = model.newCache(ids.length)) {
                    for (int t = 0; t < ids.length; t++) {
                        assertSame(model.append(cache, new int[] {ids[t]}), all.rows(t, t + 1), t);
                    }
                    cache.clear();
                    int[] prompt = Arrays.copyOf(ids, 150);
                    assertSame(model.append(cache, prompt), all.rows(149, 150), 149);
                    int[] more = Arrays.copyOfRange(ids, 150, 157);
                    assertSame(model.append(cache, more), all.rows(156, 157), 156);
                    assertThat(cache.length()).isEqualTo(157);
                }
            }
        }
    }

    @Test
    void training_and_inference_compute_the_same_function() {
        Transformer model = model(config(false), reference);
        int[] ids = ids(new Seed(4), TOKENS);
        Batch batch = Batch.of(new int[][] {ids});
        Tensor logits = model.logits(ids, memory);
        double expected = 0;
        int vocabulary = model.config().vocabulary();
        for (int t = 0; t + 1 < TOKENS; t++) {
            double sum = 0;
            for (int v = 0; v < vocabulary; v++) {
                sum += Math.exp(logits.get((long) t * vocabulary + v));
            }
            expected += Math.log(sum) - logits.get((long) t * vocabulary + ids[t + 1]);
        }
        try (Training training = model.training(1, TOKENS)) {
            assertThat(training.loss(batch)).isCloseTo(expected, within(1e-5 * expected));
        }
    }

    /// The document of five tokens and that of seven, side by side in one sequence or apart.
    @Test
    void packed_documents_are_separate_documents() {
        Transformer model = model(config(true), reference);
        Weights together = Weights.zeros(model.config(), memory);
        Weights apart = Weights.zeros(model.config(), memory);
        Batch packed = packed(1, 5);
        double loss;
        try (Training training = model.training(1, TOKENS)) {
            loss = training.lossAndGradients(packed, together, 10);
        }
        double sum = 0;
        for (int[] span : new int[][] {{0, 5}, {5, TOKENS}}) {
            int[] ids = Arrays.copyOfRange(packed.ids(), span[0], span[1]);
            try (Training training = model.training(1, ids.length)) {
                sum += training.lossAndGradients(Batch.of(new int[][] {ids}), apart, 10);
            }
        }
        assertThat(packed.counted()).isEqualTo(10);
        assertThat(loss).isCloseTo(sum, within(1e-6 * sum));
        assertThat(distance(together, apart)).isLessThan(1e-6);
    }

    @Test
    void a_batch_split_in_two_gives_the_same_loss_and_gradients() {
        Transformer model = model(config(false), reference);
        Batch whole = packed(4, 5);
        Weights atOnce = Weights.zeros(model.config(), memory);
        Weights inParts = Weights.zeros(model.config(), memory);
        double loss;
        try (Training training = model.training(4, TOKENS)) {
            loss = training.lossAndGradients(whole, atOnce, whole.counted());
        }
        double sum = 0;
        try (Training training = model.training(2, TOKENS)) {
            for (int part = 0; part < 2; part++) {
                int from = part * 2 * TOKENS;
                int to = from + 2 * TOKENS;
                Batch half =
                        new Batch(
                                2,
                                TOKENS,
                                Arrays.copyOfRange(whole.ids(), from, to),
                                Arrays.copyOfRange(whole.labels(), from, to),
                                Arrays.copyOfRange(whole.firstKey(), from, to),
                                Arrays.copyOfRange(whole.positions(), from, to));
                sum += training.lossAndGradients(half, inParts, whole.counted());
            }
        }
        assertThat(loss).isCloseTo(sum, within(1e-9 * sum));
        assertThat(distance(atOnce, inParts)).isLessThan(1e-6);
    }

    @Test
    void a_batch_without_any_label_has_no_loss_and_no_gradient() {
        Transformer model = model(config(true), reference);
        Batch batch = packed(1, 5);
        Arrays.fill(batch.labels(), Backend.IGNORED);
        Weights gradients = Weights.zeros(model.config(), memory);
        try (Training training = model.training(1, TOKENS)) {
            assertThat(training.lossAndGradients(batch, gradients, 1)).isZero();
        }
        assertThat(reference.sumOfSquares(gradients.all())).isZero();
    }

    @Test
    void a_full_cache_and_a_long_sequence_are_refused_in_words() {
        Transformer model = model(config(false), reference);
        try (KeyValueCache cache = model.newCache(4)) {
            model.append(cache, new int[] {1, 2, 3});
            assertThatThrownBy(() -> model.append(cache, new int[] {4, 5}))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("5 tokens, its cache holds 4");
            assertThat(cache.length()).isEqualTo(3);
        }
        assertThatThrownBy(() -> model.newCache(257))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("context of 256");
        assertThatThrownBy(() -> model.training(1, 257))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("context of 256");
    }

    @Test
    void the_memory_of_a_training_is_the_memory_that_was_announced() {
        Transformer model = model(config(false), reference);
        try (Training training = model.training(3, TOKENS)) {
            double announced = Training.bytes(model.config(), 3, TOKENS);
            assertThat((double) training.bytes()).isEqualTo(announced);
            training.lossAndGradients(packed(3, 5), Weights.zeros(model.config(), memory), 30);
            assertThat((double) training.bytes()).isEqualTo(announced);
        }
    }

    private static ModelConfig config(boolean tied) {
        return new ModelConfig(40, 16, 24, 2, 4, 2, 6, 256, 10_000, 1e-5, tied, 0, 0);
    }

    /// Ten times larger than at the start of training, so that attention is no plain average.
    private Transformer model(ModelConfig config, Backend backend) {
        Weights weights = Weights.random(config, new Seed(20261124), memory);
        for (Tensor tensor : weights.named().values()) {
            for (long i = 0; tensor.rank() > 1 && i < tensor.size(); i++) {
                tensor.set(i, 10 * tensor.get(i));
            }
        }
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
        Arrays.setAll(ids, i -> (int) seed.below(40, i));
        return ids;
    }

    private static void assertSame(Tensor got, Tensor want, int token) {
        for (int v = 0; v < want.size(); v++) {
            assertThat((double) got.get(v))
                    .as("logit %d of token %d", v, token)
                    .isCloseTo(want.get(v), within(2e-5));
        }
    }

    private double distance(Weights a, Weights b) {
        double difference = 0;
        for (long i = 0; i < a.all().size(); i++) {
            double d = (double) a.all().get(i) - b.all().get(i);
            difference += d * d;
        }
        return Math.sqrt(difference / reference.sumOfSquares(b.all()));
    }
}
