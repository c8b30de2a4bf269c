package eu.socle.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Seed;
import eu.socle.tensor.experts.Dispatch;
import eu.socle.tensor.experts.Orientation;
import eu.socle.tensor.experts.Routing;
import eu.socle.tensor.reference.ReferenceBackend;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every hand-written backward pass of the reference is the derivative of its forward pass: for L =
/// sum(u * y) with a fixed random u, each element of the gradient equals (L(x + h) - L(x - h)) /
/// 2h.
///
/// Outputs are f32, so L carries about 1e-7 of rounding; with h = 2^-6 both that and the cubic term
/// stay below the tolerance of 2e-3 of the largest gradient.
final class BackwardIsTheDerivativeTest {

    private static final float H = 1f / 64;
    private static final double TOLERANCE = 2e-3;
    private static final Seed SEED = new Seed(20261124).of("derivatives");

    private final Memory memory = new Memory();
    private final Backend backend = new ReferenceBackend();

    @AfterEach
    void release() {
        memory.close();
    }

    @Test
    void of_linear() {
        Tensor x = random("x", 3, 5);
        Tensor w = random("w", 4, 5);
        Tensor u = random("u", 3, 4);
        Tensor y = memory.zeros(3, 4);
        DoubleSupplier loss =
                () -> {
                    backend.linear(y, x, w, Write.SET);
                    return dot(u, y);
                };
        Tensor dX = memory.zeros(3, 5);
        Tensor dW = memory.zeros(4, 5);
        backend.linearInputGradient(dX, u, w, Write.SET);
        backend.linearWeightGradient(dW, u, x, Write.SET);
        check(dX, x, loss);
        check(dW, w, loss);
    }

    @Test
    void of_adding_a_bias() {
        Tensor bias = random("bias", 5);
        Tensor u = random("u", 3, 5);
        Tensor y = memory.zeros(3, 5);
        Tensor dBias = memory.zeros(5);
        backend.biasGradient(dBias, u);
        check(
                dBias,
                bias,
                () -> {
                    y.clear();
                    backend.addBias(y, bias);
                    return dot(u, y);
                });
    }

    @Test
    void of_embedding_with_repeated_ids() {
        int[] ids = {2, 0, 2, 2, 3};
        Tensor table = random("table", 4, 3);
        Tensor u = random("u", 5, 3);
        Tensor y = memory.zeros(5, 3);
        Tensor dTable = memory.zeros(4, 3);
        backend.embedBackward(dTable, u, ids);
        check(
                dTable,
                table,
                () -> {
                    backend.embed(y, table, ids);
                    return dot(u, y);
                });
    }

    @ParameterizedTest
    @EnumSource(Write.class)
    void of_the_root_mean_square_norm(Write write) {
        Tensor x = random("x", 4, 6);
        Tensor gain = random("gain", 6);
        Tensor u = random("u", 4, 6);
        Tensor y = memory.zeros(4, 6);
        Tensor inverse = memory.zeros(4);
        DoubleSupplier loss =
                () -> {
                    backend.rmsNorm(y, inverse, x, gain, 1e-3f);
                    double residual =
                            write == Write.ADD ? dot(u, x) : 0; // x also goes past the norm
                    return dot(u, y) + residual;
                };
        double _ = loss.getAsDouble(); // leaves what the backward pass needs
        Tensor dX = memory.zeros(4, 6);
        dX.copyFrom(u);
        Tensor dGain = memory.zeros(6);
        backend.rmsNormBackward(dX, dGain, u, x, gain, inverse, write);
        check(dX, x, loss);
        check(dGain, gain, loss);
    }

    @Test
    void of_the_residual_and_the_norm_after_it() {
        Tensor x = random("x", 4, 6);
        Tensor delta = random("delta", 4, 6);
        Tensor gain = random("gain", 6);
        Tensor u = random("u", 4, 6);
        Tensor y = memory.zeros(4, 6);
        Tensor sum = memory.zeros(4, 6);
        Tensor inverse = memory.zeros(4);
        DoubleSupplier loss =
                () -> {
                    backend.addRmsNorm(y, inverse, sum, x, delta, gain, 1e-3f);
                    return dot(u, y);
                };
        double _ = loss.getAsDouble(); // leaves what the backward pass needs
        Tensor dX = memory.zeros(4, 6);
        backend.rmsNormBackward(dX, memory.zeros(6), u, sum, gain, inverse, Write.SET);
        check(dX, x, loss);
        check(dX, delta, loss);
    }

    @Test
    void of_swiglu() {
        Tensor gateUp = random("gateUp", 3, 10);
        Tensor u = random("u", 3, 5);
        Tensor y = memory.zeros(3, 5);
        Tensor dGateUp = memory.zeros(3, 10);
        backend.swigluBackward(dGateUp, u, gateUp);
        check(
                dGateUp,
                gateUp,
                () -> {
                    backend.swiglu(y, gateUp);
                    return dot(u, y);
                });
    }

    @ParameterizedTest
    @EnumSource(Pairing.class)
    void of_the_rotation(Pairing pairing) {
        AttentionShape shape = shape(2, 3, 2, 1, 4, new int[6]);
        Tensor cos = memory.zeros(7, 2);
        Tensor sin = memory.zeros(7, 2);
        for (int i = 0; i < cos.size(); i++) {
            cos.set(i, (float) Math.cos(0.7 * i));
            sin.set(i, (float) Math.sin(0.7 * i));
        }
        int[] positions = {0, 4, 2, 6, 1, 1};
        Tensor qkv = random("qkv", 6, shape.rowLength());
        Tensor u = random("u", 6, shape.rowLength());
        Tensor rotated = memory.zeros(6, shape.rowLength());
        Tensor dQkv = memory.zeros(6, shape.rowLength());
        dQkv.copyFrom(u);
        backend.ropeBackward(dQkv, cos, sin, positions, shape.queriesAndKeys(), pairing);
        check(
                dQkv,
                qkv,
                () -> {
                    rotated.copyFrom(qkv);
                    backend.rope(rotated, cos, sin, positions, shape.queriesAndKeys(), pairing);
                    return dot(u, rotated);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"causal", "window", "documents", "padding", "nothing"})
    void of_attention(String mask) {
        int tokens = 5;
        int[] firstKey = new int[2 * tokens];
        Arrays.setAll(
                firstKey,
                row -> {
                    int t = row % tokens;
                    return switch (mask) {
                        case "causal" -> 0;
                        case "window" -> Math.max(0, t - 1);
                        case "documents" -> t < 3 ? 0 : 3;
                        case "padding" -> row < tokens ? 2 : 0;
                        case "nothing" -> tokens;
                        default -> throw new IllegalArgumentException(mask);
                    };
                });
        AttentionShape shape = shape(2, tokens, 4, 2, 3, firstKey);
        Tensor qkv = random("qkv", 10, shape.rowLength());
        Tensor u = random("u", 10, 12);
        Tensor y = random("old", 10, 12);
        Tensor logSumExp = random("old", 10, 4);
        DoubleSupplier loss =
                () -> {
                    backend.attention(y, logSumExp, qkv, shape);
                    return dot(u, y);
                };
        double _ = loss.getAsDouble(); // leaves what the backward pass needs
        Tensor dQkv = random("old", 10, shape.rowLength());
        backend.attentionBackward(dQkv, u, y, logSumExp, qkv, shape);
        check(dQkv, qkv, loss);
    }

    @Test
    void of_attention_with_sinks_and_values_narrower_than_keys() {
        int tokens = 5;
        int[] firstKey = new int[2 * tokens];
        firstKey[3] = 4; // sees nothing but the sink
        AttentionShape shape = new AttentionShape(2, tokens, 4, 2, 3, 2, 0.6f, firstKey);
        Tensor qkv = random("qkv", 10, shape.rowLength());
        Tensor sinks = random("sinks", 4);
        Tensor u = random("u", 10, shape.outputLength());
        Tensor y = random("old", 10, shape.outputLength());
        Tensor logSumExp = random("old", 10, 4);
        DoubleSupplier loss =
                () -> {
                    backend.attention(y, logSumExp, qkv, shape);
                    backend.sink(y, logSumExp, sinks);
                    return dot(u, y);
                };
        double _ = loss.getAsDouble(); // leaves what the backward pass needs
        Tensor dQkv = random("old", 10, shape.rowLength());
        Tensor dSinks = memory.zeros(4);
        backend.attentionBackward(dQkv, u, y, logSumExp, qkv, shape);
        backend.sinkBackward(dSinks, u, y, logSumExp, sinks);
        check(dQkv, qkv, loss);
        check(dSinks, sinks, loss);
    }

    @Test
    void of_the_norm_after_a_block() {
        Tensor x = random("x", 4, 6);
        Tensor delta = random("delta", 4, 6);
        Tensor gain = random("gain", 6);
        Tensor u = random("u", 4, 6);
        Tensor inverse = memory.zeros(4);
        Tensor sum = memory.zeros(4, 6);
        DoubleSupplier loss =
                () -> {
                    backend.rmsNormAdd(sum, inverse, x, delta, gain, 1e-3f);
                    return dot(u, sum);
                };
        double _ = loss.getAsDouble(); // leaves what the backward pass needs
        Tensor dDelta = random("old", 4, 6);
        Tensor dGain = memory.zeros(6);
        backend.rmsNormBackward(dDelta, dGain, u, delta, gain, inverse, Write.SET);
        check(u, x, loss);
        check(dDelta, delta, loss);
        check(dGain, gain, loss);
    }

    @Test
    void of_norms_of_slices_in_place() {
        Slices at = new Slices(1, 4, 2);
        Tensor x = random("x", 4, 9);
        Tensor gain = random("gain", 3);
        Tensor u = random("u", 4, 9);
        Tensor y = memory.zeros(4, 9);
        Tensor inverse = memory.zeros(4, 2);
        DoubleSupplier loss =
                () -> {
                    y.copyFrom(x); // other columns go past the norm
                    backend.rmsNormSlices(y, inverse, x, gain, 1e-3f, at);
                    return dot(u, y);
                };
        double _ = loss.getAsDouble(); // leaves what the backward pass needs
        Tensor d = memory.zeros(4, 9);
        d.copyFrom(u);
        Tensor dGain = memory.zeros(3);
        backend.rmsNormSlicesBackward(d, dGain, d, x, gain, inverse, at);
        check(d, x, loss);
        check(dGain, gain, loss);
    }

    @Test
    void of_the_clamped_gate_and_of_xielu() {
        Tensor x = random("x", 3, 10);
        Tensor u = random("u", 3, 5);
        Tensor y = memory.zeros(3, 5);
        Tensor dX = memory.zeros(3, 10);
        backend.clampedSwigluBackward(dX, u, x, 1.702f, 1.1f);
        check(
                dX,
                x,
                () -> {
                    backend.clampedSwiglu(y, x, 1.702f, 1.1f);
                    return dot(u, y);
                });
        Tensor v = random("v", 3, 5);
        Tensor p = random("p", 1);
        Tensor n = random("n", 1);
        DoubleSupplier loss =
                () -> {
                    backend.xielu(y, v, p, n, 0.5f, -1e-6f);
                    return dot(u, y);
                };
        Tensor dV = memory.zeros(3, 5);
        Tensor dP = memory.zeros(1);
        Tensor dN = memory.zeros(1);
        backend.xieluBackward(dV, dP, dN, u, v, p, n, 0.5f, -1e-6f);
        check(dV, v, loss);
        check(dP, p, loss);
        check(dN, n, loss);
    }

    @Test
    void of_routers() {
        Tensor logits = random("logits", 5, 6);
        Tensor u = random("u", 5, 2);
        for (Routing routing :
                List.of(
                        Routing.of(Routing.Gate.SOFTMAX, 2, false),
                        Routing.of(Routing.Gate.SOFTMAX, 2, true),
                        Routing.of(Routing.Gate.SOFTMAX_OF_BEST, 2, true),
                        new Routing(Routing.Gate.SIGMOID, 2, 3, 2, true, 2.5f),
                        new Routing(Routing.Gate.SIGMOID, 2, 1, 1, false, 1.5f))) {
            int[] chosen = new int[10];
            Tensor weights = memory.zeros(5, 2);
            DoubleSupplier loss =
                    () -> {
                        backend.experts().route(chosen, weights, logits, Optional.empty(), routing);
                        return dot(u, weights);
                    };
            double _ = loss.getAsDouble(); // leaves the choice
            Tensor dLogits = random("old", 5, 6);
            backend.experts().routeBackward(dLogits, u, chosen, logits, routing);
            check(dLogits, logits, loss);
        }
    }

    @Test
    void of_experts_and_their_combination() {
        Dispatch dispatch = Dispatch.of(new int[] {2, 0, 0, 3, 2, 0}, 5, 2);
        Tensor x = random("x", 6, 4);
        Tensor weights = random("weights", 3, 2);
        Tensor bias = random("bias", 5, 3);
        Tensor u = random("u", 3, 3);
        Tensor rows = memory.zeros(6, 3);
        Tensor y = memory.zeros(3, 3);
        for (Orientation orientation : Orientation.values()) {
            Tensor w =
                    orientation == Orientation.OUT_IN ? random("w", 5, 3, 4) : random("w", 5, 4, 3);
            DoubleSupplier loss =
                    () -> {
                        backend.experts().linear(rows, x, w, dispatch, orientation);
                        backend.experts().addBias(rows, bias, dispatch);
                        backend.experts().combine(y, rows, weights, dispatch, Write.SET);
                        return dot(u, y);
                    };
            double _ = loss.getAsDouble(); // leaves what the backward pass needs
            Tensor dRows = random("old", 6, 3);
            Tensor dWeights = random("old", 3, 2);
            Tensor dX = random("old", 6, 4);
            Tensor dW = memory.zeros(w.shape());
            Tensor dBias = memory.zeros(5, 3);
            backend.experts().combineBackward(dRows, dWeights, u, rows, weights, dispatch);
            backend.experts().inputGradient(dX, dRows, w, dispatch, orientation);
            backend.experts().weightGradient(dW, dRows, x, dispatch, orientation);
            backend.experts().biasGradient(dBias, dRows, dispatch);
            check(dWeights, weights, loss);
            check(dX, x, loss);
            check(dW, w, loss);
            check(dBias, bias, loss);
        }
    }

    @Test
    void of_latent_keys_and_values() {
        LatentShape shape = new LatentShape(2, 3, 2, 4, 5);
        Tensor queries = random("queries", 3, 10);
        Tensor keyValues = random("kv", 3, 14);
        Tensor rotated = random("rotated", 3, 2);
        Tensor u = random("u", 3, shape.rowLength());
        Tensor qkv = memory.zeros(3, shape.rowLength());
        DoubleSupplier loss =
                () -> {
                    backend.latent().expand(qkv, queries, keyValues, rotated, shape);
                    return dot(u, qkv);
                };
        Tensor dQueries = random("old", 3, 10);
        Tensor dKeyValues = random("old", 3, 14);
        Tensor dRotated = random("old", 3, 2);
        backend.latent().expandBackward(dQueries, dKeyValues, dRotated, u, shape);
        check(dQueries, queries, loss);
        check(dKeyValues, keyValues, loss);
        check(dRotated, rotated, loss);
    }

    @Test
    void of_head_and_cross_entropy() {
        int[] labels = {1, Backend.IGNORED, 6, 1};
        double divisor = 5;
        Tensor x = random("x", 4, 3);
        Tensor w = random("w", 7, 3);
        Tensor dX = random("old", 4, 3);
        Tensor dW = memory.zeros(7, 3);
        double loss = backend.crossEntropyWithGradient(dX, dW, x, w, labels, divisor);
        assertThat(loss).isEqualTo(backend.crossEntropy(x, w, labels));
        check(dX, x, () -> backend.crossEntropy(x, w, labels) / divisor);
        check(dW, w, () -> backend.crossEntropy(x, w, labels) / divisor);
    }

    /// Each element of the gradient is the slope of the loss.
    static void check(Tensor gradient, Tensor variable, DoubleSupplier loss) {
        double largest = 1;
        for (long i = 0; i < gradient.size(); i++) {
            largest = Math.max(largest, Math.abs(gradient.get(i)));
        }
        for (long i = 0; i < variable.size(); i++) {
            float old = variable.get(i);
            float above = old + H;
            float below = old - H;
            variable.set(i, above);
            double more = loss.getAsDouble();
            variable.set(i, below);
            double less = loss.getAsDouble();
            variable.set(i, old);
            double slope = (more - less) / ((double) above - below);
            assertThat(Math.abs(gradient.get(i) - slope))
                    .as("element %d: gradient %s, slope %s", i, gradient.get(i), slope)
                    .isLessThanOrEqualTo(TOLERANCE * largest);
        }
    }

    private static AttentionShape shape(
            int batch, int tokens, int heads, int keyValueHeads, int size, int[] firstKey) {
        float scale = (float) (1 / Math.sqrt(size));
        return new AttentionShape(batch, tokens, heads, keyValueHeads, size, scale, firstKey);
    }

    static double dot(Tensor a, Tensor b) {
        double sum = 0;
        for (long i = 0; i < a.size(); i++) {
            sum += (double) a.get(i) * b.get(i);
        }
        return sum;
    }

    private Tensor random(String name, long... shape) {
        Tensor tensor = memory.zeros(shape);
        Seed own = SEED.of(name);
        for (long i = 0; i < tensor.size(); i++) {
            tensor.set(i, (float) own.normal(i));
        }
        return tensor;
    }
}
