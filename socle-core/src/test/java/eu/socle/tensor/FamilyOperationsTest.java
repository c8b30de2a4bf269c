package eu.socle.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import eu.socle.core.Seed;
import eu.socle.core.Workers;
import eu.socle.tensor.cpu.CpuBackend;
import eu.socle.tensor.experts.Dispatch;
import eu.socle.tensor.experts.Experts;
import eu.socle.tensor.experts.Orientation;
import eu.socle.tensor.experts.Routing;
import eu.socle.tensor.reference.ReferenceBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The operations that some families add mean on the processor what the reference means, at sizes
/// around the width of its vectors and pieces, and their bits do not depend on the number of
/// threads.
final class FamilyOperationsTest {

    private static final Seed SEED = new Seed(20261124).of("families");

    /// Norms of slices and after blocks, both rotations, scaled rows, sinks, activations.
    private static List<Tensor> rows(Backend b, Memory memory, int n, int width) {
        List<Tensor> out = new ArrayList<>();
        Tensor x = random(memory, "x", n, width);
        Tensor d = random(memory, "d", n, width);
        Tensor gain = random(memory, "gain", width);
        Tensor inverse = memory.zeros(n);
        Tensor sum = random(memory, "old", n, width);
        b.rmsNormAdd(sum, inverse, x, d, gain, 1e-5f);
        out.addAll(List.of(sum, inverse));

        Slices at = new Slices(2, width + 1, 3);
        Tensor wide = random(memory, "wide", n, 3L * width + 7);
        Tensor up = random(memory, "up", n, 3L * width + 7);
        Tensor normed = random(memory, "old", n, 3L * width + 7);
        Tensor inverses = memory.zeros(n, 3);
        Tensor dGain = random(memory, "dgain", width);
        b.rmsNormSlices(normed, inverses, wide, gain, 1e-5f, at);
        b.rmsNormSlicesBackward(up, dGain, up, wide, gain, inverses, at);
        out.addAll(List.of(normed, inverses, dGain, up));

        int half = (width + 1) / 2;
        Tensor cos = random(memory, "cos", n, half);
        Tensor sin = random(memory, "sin", n, half);
        int[] positions = new int[n];
        Arrays.setAll(positions, i -> n - 1 - i);
        for (Pairing pairing : Pairing.values()) {
            Tensor turned = random(memory, "turned", n, 6L * half + 3);
            Tensor back = random(memory, "back", n, 6L * half + 3);
            b.rope(turned, cos, sin, positions, new Slices(1, 2 * half + 1, 3), pairing);
            b.ropeBackward(back, cos, sin, positions, new Slices(1, 2 * half + 1, 3), pairing);
            out.addAll(List.of(turned, back));
        }
        float[] factors = new float[n];
        Arrays.fill(factors, 1.5f);
        factors[n - 1] = -0.25f;
        b.scaleRows(wide, factors, width);
        out.add(wide);

        Tensor y = random(memory, "y", n, 3L * width);
        Tensor lse = random(memory, "lse", n, 3);
        lse.set(0, Float.NEGATIVE_INFINITY); // a query that sees nothing
        Tensor sinks = random(memory, "sinks", 3);
        Tensor dSinks = random(memory, "dsinks", 3);
        b.sink(y, lse, sinks);
        b.sinkBackward(dSinks, random(memory, "dy", n, 3L * width), y, lse, sinks);
        out.addAll(List.of(y, lse, dSinks));

        Tensor pairs = random(memory, "pairs", n, 2L * width);
        for (long i = 0; i < pairs.size(); i++) {
            pairs.set(i, 2 * pairs.get(i)); // some beyond the limit
        }
        Tensor product = memory.zeros(n, width);
        Tensor dPairs = memory.zeros(pairs.shape());
        b.clampedSwiglu(product, pairs, 1.702f, 3);
        b.clampedSwigluBackward(dPairs, d, pairs, 1.702f, 3);
        out.addAll(List.of(product, dPairs));

        Tensor curved = memory.zeros(n, width);
        Tensor dX = memory.zeros(n, width);
        Tensor p = random(memory, "p", 1);
        Tensor q = random(memory, "q", 1);
        Tensor dP = random(memory, "dp", 1);
        Tensor dQ = random(memory, "dq", 1);
        x.set(0, -1e-7f); // between epsilon and zero
        b.xielu(curved, x, p, q, 0.5f, -1e-6f);
        b.xieluBackward(dX, dP, dQ, d, x, p, q, 0.5f, -1e-6f);
        out.addAll(List.of(curved, dX, dP, dQ));
        return out;
    }

    private static List<Tensor> experts(Backend b, Memory memory, int n, int width) {
        Experts e = b.experts();
        List<Tensor> out = new ArrayList<>();
        int experts = 6;
        int k = 2;
        Tensor logits = random(memory, "logits", n, experts);
        for (Routing routing :
                List.of(
                        Routing.of(Routing.Gate.SOFTMAX, k, false),
                        Routing.of(Routing.Gate.SOFTMAX, k, true),
                        Routing.of(Routing.Gate.SOFTMAX_OF_BEST, k, true),
                        new Routing(Routing.Gate.SIGMOID, k, 3, 2, true, 2.5f),
                        new Routing(Routing.Gate.SIGMOID, k, 2, 1, false, 1.5f))) {
            int[] chosen = new int[n * k];
            Tensor weights = memory.zeros(n, k);
            Tensor dLogits = random(memory, "old", n, experts);
            e.route(
                    chosen,
                    weights,
                    logits,
                    Optional.of(random(memory, "correction", experts)),
                    routing);
            e.routeBackward(dLogits, random(memory, "dw", n, k), chosen, logits, routing);
            Tensor choices = memory.zeros(n * (long) k);
            for (int i = 0; i < chosen.length; i++) {
                choices.set(i, chosen[i]);
            }
            out.addAll(List.of(weights, dLogits, choices));
        }
        int[] chosen = new int[n * k];
        Arrays.setAll(chosen, i -> i % 2 == 0 ? (int) SEED.of("to").below(4, i / 2) : 4); // 5: none
        Dispatch dispatch = Dispatch.of(chosen, experts, k);
        int rows = n * k;
        int f = width + 3;
        Tensor in = random(memory, "in", rows, width);
        Tensor dY = random(memory, "dy", rows, f);
        Tensor bias = random(memory, "bias", experts, f);
        Tensor dBias = random(memory, "dbias", experts, f);
        for (Orientation orientation : Orientation.values()) {
            boolean outFirst = orientation == Orientation.OUT_IN;
            long[] shape = {experts, outFirst ? f : width, outFirst ? width : f};
            Tensor w = random(memory, "w", shape);
            Tensor dW = random(memory, "dw", shape);
            Tensor y = random(memory, "old", rows, f);
            Tensor dX = random(memory, "old", rows, width);
            e.linear(y, in, w, dispatch, orientation);
            e.addBias(y, bias, dispatch);
            e.inputGradient(dX, dY, w, dispatch, orientation);
            e.weightGradient(dW, dY, in, dispatch, orientation);
            out.addAll(List.of(y, dX, dW));
        }
        e.biasGradient(dBias, dY, dispatch);
        Tensor weights = random(memory, "weights", n, k);
        for (Write write : Write.values()) {
            Tensor y = random(memory, "y", n, width);
            e.combine(y, in, weights, dispatch, write);
            out.add(y);
        }
        Tensor dRows = random(memory, "old", rows, width);
        Tensor dWeights = random(memory, "old", n, k);
        e.combineBackward(dRows, dWeights, random(memory, "d", n, width), in, weights, dispatch);
        out.addAll(List.of(dBias, dRows, dWeights));
        return out;
    }

    private static List<Tensor> latent(Backend b, Memory memory, int n, int width) {
        LatentShape s = new LatentShape(3, width, 4, width + 2, 9);
        List<Tensor> out = new ArrayList<>();
        Tensor queries = random(memory, "q", n, 3L * s.head());
        Tensor qkv = memory.zeros(n, s.rowLength());
        b.latent()
                .expand(
                        qkv,
                        queries,
                        random(memory, "kv", n, 3L * s.keyValue()),
                        random(memory, "r", n, 4),
                        s);
        Tensor dQueries = random(memory, "old", n, 3L * s.head());
        Tensor dKeyValues = random(memory, "old", n, 3L * s.keyValue());
        Tensor dRotated = random(memory, "old", n, 4);
        b.latent().expandBackward(dQueries, dKeyValues, dRotated, qkv, s);
        out.addAll(List.of(qkv, dQueries, dKeyValues, dRotated));
        AttentionShape wide = new AttentionShape(1, n, 3, 3, s.head(), s.value(), 0.1f, new int[n]);
        Tensor y = random(memory, "old", n, 3L * s.value());
        Tensor lse = memory.zeros(n, 3);
        Tensor dQkv = random(memory, "old", n, s.rowLength());
        b.attention(y, lse, qkv, wide);
        b.attentionBackward(dQkv, random(memory, "up", n, 3L * s.value()), y, lse, qkv, wide);
        out.addAll(List.of(y, lse, dQkv));
        Tensor w = random(memory, "w", 3L * s.keyValue(), 9);
        Tensor absorbed = memory.zeros(n, 3L * (9 + 4));
        Tensor latents = random(memory, "latents", n + 5L, 9 + 4);
        Tensor mixed = random(memory, "old", n, 3L * 9);
        Tensor seen = memory.zeros(n, 3);
        Tensor values = random(memory, "old", n, 3L * s.value());
        b.latent().absorb(absorbed, queries, w, s);
        b.attentionWithCache(
                mixed,
                seen,
                absorbed,
                latents,
                latents,
                5,
                new AttentionShape(1, n, 3, 1, 9 + 4, 9, 0.1f, new int[n]));
        b.latent().values(values, mixed, w, s);
        out.addAll(List.of(absorbed, mixed, seen, values));
        return out;
    }

    private static List<Tensor> everything(Backend b, Memory memory, int n, int width) {
        List<Tensor> out = new ArrayList<>(rows(b, memory, n, width));
        out.addAll(experts(b, memory, n, width));
        out.addAll(latent(b, memory, n, width));
        return out;
    }

    @ParameterizedTest
    @CsvSource({
        "1,1", "1,8", "2,7", "3,15", "5,16", "7,17", "8,31", "15,33", "17,64", "31,100", "33,48",
        "100,40", "130,20", "200,9"
    })
    void every_operation_equals_the_reference(int n, int width) {
        try (Memory memory = new Memory();
                Workers workers = Workers.of(2);
                CpuBackend cpu = CpuBackend.open(workers)) {
            List<Tensor> got = everything(cpu, memory, n, width);
            List<Tensor> want = everything(new ReferenceBackend(), memory, n, width);
            for (int k = 0; k < want.size(); k++) {
                assertThat(difference(got.get(k), want.get(k)))
                        .as("output %d, %s", k, want.get(k))
                        .isLessThanOrEqualTo(2e-5);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void the_bits_do_not_depend_on_the_number_of_threads(int threads) {
        try (Memory memory = new Memory();
                Workers one = Workers.of(1);
                Workers many = Workers.of(threads);
                CpuBackend alone = CpuBackend.open(one);
                CpuBackend together = CpuBackend.open(many)) {
            List<Tensor> a = everything(alone, memory, 300, 70);
            List<Tensor> b = everything(together, memory, 300, 70);
            for (int k = 0; k < a.size(); k++) {
                assertThat(a.get(k).data().mismatch(b.get(k).data()))
                        .as("output %d", k)
                        .isEqualTo(-1);
            }
        }
    }

    /// The same elements in another order with the other sign: thousands cancel to nothing.
    @Test
    void gradients_of_the_two_parameters_of_xielu_survive_cancellation() {
        int half = 5003;
        try (Memory memory = new Memory();
                Workers workers = Workers.of(2);
                CpuBackend cpu = CpuBackend.open(workers)) {
            Tensor x = random(memory, "x", 2, half);
            Tensor d = random(memory, "d", 2, half);
            for (int i = 0; i < half; i++) {
                x.set(half + (i * 17L + 5) % half, x.get(i));
                d.set(half + (i * 17L + 5) % half, -d.get(i));
            }
            Tensor dP = memory.zeros(1);
            Tensor dN = memory.zeros(1);
            Tensor alpha = random(memory, "alpha", 1);
            cpu.xieluBackward(memory.zeros(2, half), dP, dN, d, x, alpha, alpha, 0.5f, -1e-6f);
            assertThat((double) dP.get(0)).isCloseTo(0, within(1e-9));
            assertThat((double) dN.get(0)).isCloseTo(0, within(1e-9));
        }
    }

    /// Largest difference, relative to the largest element or one.
    private static double difference(Tensor got, Tensor want) {
        double largest = 1;
        double difference = 0;
        for (long i = 0; i < want.size(); i++) {
            if (got.get(i) == want.get(i)) {
                continue; // infinities too
            }
            largest = Math.max(largest, Math.abs(want.get(i)));
            difference = Math.max(difference, Math.abs((double) got.get(i) - want.get(i)));
        }
        return difference / largest;
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
