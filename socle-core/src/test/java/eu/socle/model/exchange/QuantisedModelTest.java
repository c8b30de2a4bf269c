package eu.socle.model.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import eu.socle.core.Workers;
import eu.socle.model.Batch;
import eu.socle.model.KeyValueCache;
import eu.socle.model.ModelConfig;
import eu.socle.model.Training;
import eu.socle.model.Transformer;
import eu.socle.model.Weights;
import eu.socle.tensor.AdamW;
import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.block.Tiles;
import eu.socle.tensor.cpu.CpuBackend;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What quantisation costs a model that has learnt something: bits per token of each type, read in
/// one go (weights as bytes) and token by token (weights in blocks).
final class QuantisedModelTest {

    private static final int VOCABULARY = 64;
    private static final int TOKENS = 64;
    private static final int BATCH = 4;
    private static final int STEPS = 60;

    private static final ModelConfig CONFIG =
            new ModelConfig(VOCABULARY, 256, 512, 2, 4, 2, 64, 256, 10_000, 1e-5, false, 0, 1);

    private static Workers workers;
    private static CpuBackend backend;
    private static final Map<DType, Path> FILES = new TreeMap<>();

    @BeforeAll
    static void train(@TempDir Path folder) {
        workers = Workers.of(2);
        backend = CpuBackend.open(workers);
        try (Memory memory = new Memory()) {
            Weights weights = Weights.random(CONFIG, new Seed(5), memory);
            Weights gradients = Weights.zeros(CONFIG, memory);
            Weights first = Weights.zeros(CONFIG, memory);
            Weights second = Weights.zeros(CONFIG, memory);
            AdamW constants = new AdamW(0.9f, 0.95f, 1e-8f, 0);
            try (Training training =
                    new Transformer(CONFIG, weights, backend).training(BATCH, TOKENS)) {
                for (int step = 1; step <= STEPS; step++) {
                    gradients.all().clear();
                    int[][] ids = new int[BATCH][];
                    for (int b = 0; b < BATCH; b++) {
                        ids[b] = text(new Seed(step).of(b), TOKENS);
                    }
                    Batch batch = Batch.of(ids);
                    training.lossAndGradients(batch, gradients, batch.counted());
                    backend.adamW(
                            weights.all(),
                            gradients.all(),
                            first.all(),
                            second.all(),
                            constants,
                            2e-3,
                            step,
                            1);
                }
            }
            weights.save(folder);
        }
        for (DType type : List.of(DType.F32, DType.Q8_0, DType.Q4_0, DType.Q4_K)) {
            Path file = folder.resolve(type + ".gguf");
            try (Checkpoint checkpoint = Checkpoint.open(folder)) {
                GgufExport.write(
                        file,
                        checkpoint,
                        Storage.of(type),
                        new GgufExport.Provenance("tiny", "", List.of(), List.of()));
            }
            FILES.put(type, file);
        }
    }

    @AfterAll
    static void close() {
        backend.close();
        workers.close();
    }

    /// A language with some freedom: the next of 64 words depends on the two before, and on chance.
    private static int[] text(Seed seed, int length) {
        int[] ids = new int[length];
        ids[0] = (int) seed.below(VOCABULARY, 0);
        ids[1] = (int) seed.below(VOCABULARY, 1);
        for (int t = 2; t < length; t++) {
            int chance = (int) seed.below(3, t);
            ids[t] = (5 * ids[t - 1] + chance * 7 + 1) % VOCABULARY;
        }
        return ids;
    }

    private interface Use {
        void of(Transformer model, Memory memory);
    }

    private static void with(DType type, Use use) {
        Path file = Objects.requireNonNull(FILES.get(type));
        try (Memory memory = new Memory()) {
            Weights weights;
            try (GgufCheckpoint checkpoint = GgufCheckpoint.open(file)) {
                ModelConfig config =
                        ModelConfig.parse(Json.canonical(checkpoint.config()), file.toString());
                weights = Weights.hold(config, checkpoint, file, memory, backend);
            }
            use.of(new Transformer(weights.config(), weights, backend), memory);
        }
    }

    private static double bits(Tensor logits, long row, int id) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int v = 0; v < VOCABULARY; v++) {
            largest = Math.max(largest, logits.get(row * VOCABULARY + v));
        }
        double sum = 0;
        for (int v = 0; v < VOCABULARY; v++) {
            sum += Math.exp(logits.get(row * VOCABULARY + v) - largest);
        }
        return (largest + Math.log(sum) - logits.get(row * VOCABULARY + id)) / Math.log(2);
    }

    /// Bits per token of four unseen texts: {read in one go, token by token}.
    private static double[] bitsPerToken(DType type) {
        double[] sums = new double[2];
        with(
                type,
                (model, memory) -> {
                    for (int n = 0; n < 4; n++) {
                        int[] ids = text(new Seed(1000).of(n), 128);
                        Tensor logits = model.logits(ids, memory);
                        try (KeyValueCache cache = model.newCache(ids.length)) {
                            for (int t = 0; t + 1 < ids.length; t++) {
                                sums[0] += bits(logits, t, ids[t + 1]) / 508;
                                Tensor one = model.append(cache, new int[] {ids[t]});
                                sums[1] += bits(one, 0, ids[t + 1]) / 508;
                            }
                        }
                    }
                });
        return sums;
    }

    @Test
    void quantisation_costs_few_bits_per_token() {
        double[] exact = bitsPerToken(DType.F32);
        assertThat(exact[0]).as("it has learnt").isLessThan(2.2); // of 6; chance alone is 1.58
        Map<DType, Double> most =
                new TreeMap<>(Map.of(DType.Q8_0, 0.005, DType.Q4_0, 0.05, DType.Q4_K, 0.03));
        most.forEach((type, limit) -> {
            double[] bits = bitsPerToken(type);
            System.err.printf(
                    Locale.ROOT,
                    "%s: %+.4f bits per token in one go, %+.4f one by one (F32: %.4f)%n",
                    type,
                    bits[0] - exact[0],
                    bits[1] - exact[1],
                    exact[0]);
            assertThat(bits[0] - exact[0]).isBetween(-limit, limit);
            assertThat(bits[1] - exact[1]).isBetween(-limit, limit);
            assertThat(bits[1]).as("another kernel, other bits").isNotEqualTo(exact[1]);
        });
    }

    @Test
    void weights_read_in_the_file_give_the_same_logits_before_and_after_they_settle() {
        int[] ids = text(new Seed(77), 40);
        FILES.forEach((type, file) -> {
            Tensor[] meant = new Tensor[2];
            try (Memory results = new Memory();
                    Memory memory = new Memory();
                    GgufCheckpoint checkpoint = GgufCheckpoint.open(file)) {
                with(
                        type,
                        (model, own) -> {
                            meant[0] = model.logits(ids, results);
                            meant[1] = oneByOne(model, ids, results);
                        });
                Weights weights = Weights.inPlace(CONFIG, checkpoint, file, memory, backend);
                boolean kept = Tiles.of(type).isPresent();
                long before = memory.bytes();
                Transformer model = new Transformer(CONFIG, weights, backend);
                int settled = 0;
                do {
                    assertThat(model.logits(ids, results).data().mismatch(meant[0].data()))
                            .isEqualTo(-1);
                    assertThat(oneByOne(model, ids, results).data().mismatch(meant[1].data()))
                            .isEqualTo(-1);
                    settled++;
                } while (weights.settle());
                assertThat(settled).isEqualTo(CONFIG.layers() + 2);
                double bytes =
                        checkpoint.file().infos().values().stream()
                                .filter(info -> info.shape().length > 1)
                                .mapToDouble(info -> info.bytes())
                                .sum();
                assertThat(memory.bytes() - before)
                        .isCloseTo((long) (kept ? bytes : 0), Offset.offset((long) (bytes / 20)));
            }
        });
    }

    private static Tensor oneByOne(Transformer model, int[] ids, Memory memory) {
        Tensor all = memory.zeros(ids.length, VOCABULARY);
        try (KeyValueCache cache = model.newCache(ids.length)) {
            for (int t = 0; t < ids.length; t++) {
                all.rows(t, t + 1L).copyFrom(model.append(cache, new int[] {ids[t]}));
            }
        }
        return all;
    }

    @Test
    void a_token_reads_as_many_bytes_as_the_file_has_for_it() {
        double[] bytes = new double[3];
        DType[] types = {DType.F32, DType.Q8_0, DType.Q4_0};
        for (int i = 0; i < types.length; i++) {
            int at = i;
            with(types[i], (model, memory) -> bytes[at] = model.weights().bytesPerToken());
        }
        assertThat(bytes[0] / bytes[1]).isBetween(3.7, 32 * 4 / 34.0);
        assertThat(bytes[0] / bytes[2]).isBetween(6.8, 32 * 4 / 18.0);
    }

    @Test
    void weights_held_for_inference_refuse_to_be_trained() {
        with(
                DType.Q8_0,
                (model, memory) -> {
                    assertThatThrownBy(() -> model.training(1, 8))
                            .isInstanceOf(Refusal.class)
                            .hasMessageContaining("cannot be trained");
                });
    }
}
