package eu.socle.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Seed;
import eu.socle.core.Workers;
import eu.socle.tensor.cpu.CpuBackend;
import eu.socle.tensor.reference.ReferenceBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The fast backend means what the reference means, at sizes around the width of its vectors and
/// blocks, and its bits do not depend on the number of threads.
final class CpuEqualsReferenceTest {

    private static final Seed SEED = new Seed(20261124).of("twins");

    /// Runs every operation on inputs of one size and returns every output.
    private static List<Tensor> everything(Backend b, Memory memory, int n, int width) {
        List<Tensor> out = new ArrayList<>();
        Tensor x = random(memory, "x", n, width);
        Tensor w = random(memory, "w", width + 3, width);
        Tensor d = random(memory, "d", n, width + 3);
        for (Write write : Write.values()) {
            Tensor y = random(memory, "y", n, width + 3);
            Tensor dX = random(memory, "dx", n, width);
            Tensor dW = random(memory, "dw", width + 3, width);
            b.linear(y, x, w, write);
            b.linearInputGradient(dX, d, w, write);
            b.linearWeightGradient(dW, d, x, write);
            out.addAll(List.of(y, dX, dW));
        }
        Tensor bias = random(memory, "bias", width + 3);
        Tensor biased = random(memory, "y", n, width + 3);
        Tensor dBias = random(memory, "dbias", width + 3);
        b.addBias(biased, bias);
        b.biasGradient(dBias, d);
        out.addAll(List.of(biased, dBias));

        Tensor gain = random(memory, "gain", width);
        Tensor normed = memory.zeros(n, width);
        Tensor inverse = memory.zeros(n);
        Tensor sum = memory.zeros(n, width);
        Tensor dGain = random(memory, "dgain", width);
        b.addRmsNorm(normed, inverse, sum, x, random(memory, "delta", n, width), gain, 1e-5f);
        out.addAll(List.of(normed, inverse, sum));
        for (Write write : Write.values()) {
            Tensor dX = random(memory, "dx", n, width);
            b.rmsNormBackward(dX, dGain, random(memory, "up", n, width), sum, gain, inverse, write);
            out.add(dX);
        }
        Tensor normOnly = memory.zeros(n, width);
        b.rmsNorm(normOnly, inverse, x, gain, 1e-5f);
        out.addAll(List.of(dGain, normOnly));

        Tensor gateUp = random(memory, "gate", n, 2L * width);
        Tensor product = memory.zeros(n, width);
        Tensor dGateUp = memory.zeros(n, 2L * width);
        b.swiglu(product, gateUp);
        b.swigluBackward(dGateUp, x, gateUp);
        Tensor added = random(memory, "add", n, width);
        b.add(added, x);
        out.addAll(List.of(product, dGateUp, added));

        int[] ids = new int[n];
        Arrays.setAll(
                ids, i -> (int) SEED.of("ids").below(width + 3, i / 2)); // every id twice in a row
        Tensor embedded = memory.zeros(n, width);
        Tensor dTable = random(memory, "dtable", width + 3, width);
        b.embed(embedded, w, ids);
        b.embedBackward(dTable, x, ids);
        out.addAll(List.of(embedded, dTable));

        int[] labels = new int[n];
        Arrays.setAll(labels, i -> i % 5 == 3 ? Backend.IGNORED : ids[i]);
        Tensor dX = random(memory, "dx", n, width);
        Tensor dW = random(memory, "dw", width + 3, width);
        Tensor losses = memory.zeros(3);
        losses.set(0, (float) b.crossEntropy(x, w, labels));
        losses.set(1, (float) b.crossEntropyWithGradient(dX, dW, x, w, labels, 7));
        losses.set(2, (float) b.sumOfSquares(d));
        out.addAll(List.of(dX, dW, losses));

        Tensor moved = random(memory, "w", width + 3, width);
        Tensor m = random(memory, "m", width + 3, width);
        Tensor v = memory.zeros(width + 3, width);
        b.add(v, w);
        for (long i = 0; i < v.size(); i++) {
            v.set(i, v.get(i) * v.get(i));
        }
        b.adamW(moved, dW, m, v, new AdamW(0.9f, 0.95f, 1e-8f, 0.1f), 1e-2, 3, 0.5);
        out.addAll(List.of(moved, m, v));
        return out;
    }

    private static List<Tensor> attention(
            Backend b,
            Memory memory,
            int batch,
            int tokens,
            int heads,
            int kv,
            int size,
            String mask) {
        int[] first = new int[batch * tokens];
        Arrays.setAll(
                first,
                row -> {
                    int t = row % tokens;
                    return switch (mask) {
                        case "causal" -> 0;
                        case "window" -> Math.max(0, t - 4);
                        case "documents" -> t - t % 11;
                        case "left" -> Math.min(tokens / 3, tokens);
                        default -> throw new IllegalArgumentException(mask);
                    };
                });
        AttentionShape shape =
                new AttentionShape(
                        batch, tokens, heads, kv, size, (float) (1 / Math.sqrt(size)), first);
        int rows = batch * tokens;
        Tensor qkv = random(memory, "qkv", rows, shape.rowLength());
        Tensor cos = random(memory, "cos", tokens, size / 2);
        Tensor sin = random(memory, "sin", tokens, size / 2);
        int[] positions = new int[rows];
        Arrays.setAll(positions, row -> row % tokens);
        b.rope(qkv, cos, sin, positions, shape.queriesAndKeys(), Pairing.HALVES);
        Tensor rotated = memory.zeros(qkv.shape());
        rotated.copyFrom(qkv);
        Tensor y = random(memory, "old", rows, (long) heads * size);
        Tensor lse = memory.zeros(rows, heads);
        Tensor dQkv = random(memory, "old", rows, shape.rowLength());
        b.attention(y, lse, qkv, shape);
        b.attentionBackward(
                dQkv, random(memory, "up", rows, (long) heads * size), y, lse, qkv, shape);
        Tensor back = memory.zeros(dQkv.shape());
        back.copyFrom(dQkv);
        b.ropeBackward(back, cos, sin, positions, shape.queriesAndKeys(), Pairing.HALVES);
        Tensor keys = random(memory, "keys", tokens + 5L, (long) kv * size);
        Tensor values = random(memory, "values", tokens + 5L, (long) kv * size);
        AttentionShape step =
                new AttentionShape(1, 3, heads, kv, size, shape.scale(), new int[] {0, 1, 2});
        Tensor one = random(memory, "old", 3, (long) heads * size);
        b.attentionWithCache(
                one,
                memory.zeros(3, heads),
                random(memory, "step", 3, shape.rowLength()),
                keys,
                values,
                tokens + 2,
                step);
        return List.of(rotated, y, dQkv, back, one);
    }

    @ParameterizedTest
    @CsvSource({
        "1,1", "1,8", "2,7", "3,15", "5,16", "7,17", "8,31", "15,33", "17,64", "31,100", "33,48",
        "100,96", "65,130", "257,37", "200,200"
    })
    void every_operation_equals_the_reference(int n, int width) {
        try (Memory memory = new Memory();
                Workers workers = Workers.of(2);
                CpuBackend cpu = CpuBackend.open(workers)) {
            compare(
                    everything(cpu, memory, n, width),
                    everything(new ReferenceBackend(), memory, n, width));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,1,1,2,causal",
        "1,7,2,1,8,causal",
        "2,16,4,2,14,causal",
        "3,33,4,4,16,window",
        "2,65,6,2,32,documents",
        "1,130,6,3,36,window",
        "2,64,2,2,64,left",
        "1,129,3,1,18,documents",
        "2,100,4,1,64,left"
    })
    void attention_equals_the_reference(
            int batch, int tokens, int heads, int kv, int size, String mask) {
        try (Memory memory = new Memory();
                Workers workers = Workers.of(2);
                CpuBackend cpu = CpuBackend.open(workers)) {
            compare(
                    attention(cpu, memory, batch, tokens, heads, kv, size, mask),
                    attention(
                            new ReferenceBackend(), memory, batch, tokens, heads, kv, size, mask));
        }
    }

    /// A few tokens go key by key, a prompt goes in blocks; both must mean the same.
    @ParameterizedTest
    @CsvSource({
        "1,0,0",
        "1,100,0",
        "7,33,0",
        "2,255,0",
        "2,256,0",
        "4,703,0",
        "7,300,40",
        "3,1000,333",
        "8,0,0",
        "8,57,3",
        "64,1,0",
        "65,31,17",
        "130,60,0",
        "130,60,40"
    })
    void new_tokens_against_a_cache_equal_the_reference(int tokens, int start, int window) {
        try (Memory memory = new Memory();
                Workers workers = Workers.of(2);
                CpuBackend cpu = CpuBackend.open(workers)) {
            compare(
                    List.of(withCache(cpu, memory, tokens, start, window)),
                    List.of(withCache(new ReferenceBackend(), memory, tokens, start, window)));
        }
    }

    private static Tensor withCache(Backend b, Memory memory, int tokens, int start, int window) {
        int[] first = new int[tokens];
        Arrays.setAll(first, t -> window == 0 ? 0 : Math.max(0, start + t + 1 - window));
        first[0] = start + 1; // sees nothing
        AttentionShape shape = new AttentionShape(1, tokens, 6, 2, 20, 0.3f, first);
        Tensor keys = random(memory, "keys", start + tokens + 2L, 40);
        Tensor values = random(memory, "values", start + tokens + 2L, 40);
        Tensor y = random(memory, "old", tokens, 120);
        b.attentionWithCache(
                y,
                memory.zeros(tokens, 6),
                random(memory, "new", tokens, shape.rowLength()),
                keys,
                values,
                start,
                shape);
        return y;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void the_bits_do_not_depend_on_the_number_of_threads(int threads) {
        try (Memory memory = new Memory();
                Workers one = Workers.of(1);
                Workers many = Workers.of(threads);
                CpuBackend alone = CpuBackend.open(one);
                CpuBackend together = CpuBackend.open(many)) {
            same(everything(alone, memory, 300, 200), everything(together, memory, 300, 200));
            same(
                    List.of(withCache(alone, memory, 5, 700, 0)),
                    List.of(withCache(together, memory, 5, 700, 0)));
            same(
                    attention(alone, memory, 3, 200, 6, 2, 32, "documents"),
                    attention(together, memory, 3, 200, 6, 2, 32, "documents"));
        }
    }

    private static void same(List<Tensor> a, List<Tensor> b) {
        for (int k = 0; k < a.size(); k++) {
            assertThat(a.get(k).data().mismatch(b.get(k).data())).as("output %d", k).isEqualTo(-1);
        }
    }

    private static void compare(List<Tensor> got, List<Tensor> want) {
        for (int k = 0; k < want.size(); k++) {
            double largest = 1;
            for (long i = 0; i < want.get(k).size(); i++) {
                largest = Math.max(largest, Math.abs(want.get(k).get(i)));
            }
            for (long i = 0; i < want.get(k).size(); i++) {
                double difference = Math.abs((double) got.get(k).get(i) - want.get(k).get(i));
                assertThat(difference)
                        .as("output %d, element %d of %s", k, i, want.get(k))
                        .isLessThanOrEqualTo(2e-5 * largest);
            }
        }
    }

    private static Tensor random(Memory memory, String name, long... shape) {
        Tensor tensor = memory.zeros(shape);
        Seed own = SEED.of(name);
        for (long i = 0; i < tensor.size(); i++) {
            tensor.set(i, (float) own.normal(i));
        }
        return tensor;
    }
}
