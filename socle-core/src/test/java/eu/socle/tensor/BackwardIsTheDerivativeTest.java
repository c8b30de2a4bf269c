package eu.socle.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Seed;
import eu.socle.tensor.reference.ReferenceBackend;
import java.util.Arrays;
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

    @Test
    void of_the_rotation() {
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
        backend.ropeBackward(dQkv, cos, sin, positions, shape.queriesAndKeys(), Pairing.HALVES);
        check(
                dQkv,
                qkv,
                () -> {
                    rotated.copyFrom(qkv);
                    backend.rope(
                            rotated, cos, sin, positions, shape.queriesAndKeys(), Pairing.HALVES);
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

    private static void check(Tensor gradient, Tensor variable, DoubleSupplier loss) {
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

    private static double dot(Tensor a, Tensor b) {
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
