package eu.socle.tensor;

import static eu.socle.tensor.BackwardIsTheDerivativeTest.check;
import static eu.socle.tensor.BackwardIsTheDerivativeTest.dot;
import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Seed;
import eu.socle.tensor.loss.Divergence;
import eu.socle.tensor.loss.HeadLoss;
import eu.socle.tensor.loss.Losses;
import eu.socle.tensor.reference.ReferenceBackend;
import eu.socle.tensor.row.Curve;
import eu.socle.tensor.row.RowOperations;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The backward passes of losses, rows, balance and low-rank additions are derivatives, as
/// [BackwardIsTheDerivativeTest] has it for the others.
final class LossesAndRowsAreDifferentiatedTest {

    private static final Seed SEED = new Seed(20261124).of("more derivatives");
    private static final int[] LABELS = {1, Backend.IGNORED, 6, 1};

    private final Memory memory = new Memory();
    private final Backend backend = new ReferenceBackend();
    private final RowOperations rows = backend.rowOperations();
    private final Losses losses = backend.losses();

    @AfterEach
    void release() {
        memory.close();
    }

    static List<HeadLoss> forms() {
        HeadLoss plain = HeadLoss.PLAIN;
        return List.of(
                plain,
                plain.smoothed(0.1),
                plain.withZ(1e-1),
                plain.capped(1.5f),
                plain.smoothed(0.3).withZ(0.05).capped(2));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void cross_entropy_of_every_form(HeadLoss form) {
        Tensor x = random("x", 4, 3);
        Tensor w = random("w", 7, 3);
        Tensor dX = random("old", 4, 3);
        Tensor dW = memory.zeros(7, 3);
        double loss = losses.crossEntropyWithGradient(dX, dW, x, w, LABELS, 5, form);
        assertThat(loss).isEqualTo(losses.crossEntropy(x, w, LABELS, form));
        check(dX, x, () -> losses.crossEntropy(x, w, LABELS, form) / 5);
        check(dW, w, () -> losses.crossEntropy(x, w, LABELS, form) / 5);
    }

    @Test
    void log_probabilities_and_entropy() {
        Tensor x = random("x", 4, 3);
        Tensor w = random("w", 7, 3);
        Tensor u = random("u", 4);
        Tensor v = random("v", 4);
        Tensor logP = memory.zeros(4);
        Tensor entropy = memory.zeros(4);
        DoubleSupplier loss =
                () -> {
                    losses.logProbabilities(logP, entropy, x, w, LABELS, 0.7f);
                    return dot(u, logP) + dot(v, entropy);
                };
        Tensor dX = random("old", 4, 3);
        Tensor dW = memory.zeros(7, 3);
        losses.logProbabilitiesBackward(dX, dW, u, v, x, w, LABELS, 0.7f);
        check(dX, x, loss);
        check(dW, w, loss);
    }

    @ParameterizedTest
    @EnumSource(Divergence.class)
    void estimates_of_the_divergence(Divergence estimator) {
        Tensor policy = random("policy", 9);
        Tensor reference = random("reference", 9);
        Tensor u = random("u", 9);
        Tensor y = memory.zeros(9);
        Tensor d = memory.zeros(9);
        losses.divergenceBackward(d, u, policy, reference, estimator);
        check(
                d,
                policy,
                () -> {
                    losses.divergence(y, policy, reference, estimator);
                    return dot(u, y);
                });
    }

    static List<Curve> curves() {
        return List.of(
                new Curve.Silu(),
                new Curve.GeluTanh(),
                new Curve.ReluSquared(),
                new Curve.SoftCap(1.3f));
    }

    @ParameterizedTest
    @MethodSource("curves")
    void every_curve(Curve curve) {
        Tensor x = random("x", 3, 7);
        Tensor u = random("u", 3, 7);
        Tensor y = memory.zeros(3, 7);
        Tensor d = memory.zeros(3, 7);
        rows.applyBackward(d, u, x, curve);
        check(
                d,
                x,
                () -> {
                    rows.apply(y, x, curve);
                    return dot(u, y);
                });
    }

    @Test
    void softmax_and_dropout() {
        Tensor x = random("x", 3, 7);
        Tensor u = random("u", 3, 7);
        Tensor y = memory.zeros(3, 7);
        Tensor d = memory.zeros(3, 7);
        rows.softmax(y, x);
        rows.softmaxBackward(d, u, y);
        check(
                d,
                x,
                () -> {
                    rows.softmax(y, x);
                    return dot(u, y);
                });
        Seed seed = SEED.of("drop");
        rows.dropout(d, u, 0.4, seed);
        check(
                d,
                x,
                () -> {
                    rows.dropout(y, x, 0.4, seed);
                    return dot(u, y);
                });
    }

    @Test
    void layer_norm() {
        Tensor x = random("x", 4, 6);
        Tensor gain = random("gain", 6);
        Tensor bias = random("bias", 6);
        Tensor u = random("u", 4, 6);
        Tensor y = memory.zeros(4, 6);
        Tensor mean = memory.zeros(4);
        Tensor inverse = memory.zeros(4);
        DoubleSupplier loss =
                () -> {
                    rows.layerNorm(y, mean, inverse, x, gain, bias, 1e-3f);
                    return dot(u, y);
                };
        double _ = loss.getAsDouble(); // leaves what the backward pass needs
        Tensor dX = random("old", 4, 6);
        Tensor dGain = memory.zeros(6);
        Tensor dBias = memory.zeros(6);
        rows.layerNormBackward(dX, dGain, dBias, u, x, gain, mean, inverse);
        check(dX, x, loss);
        check(dGain, gain, loss);
        check(dBias, bias, loss);
    }

    @Test
    void balance_of_experts() {
        Tensor logits = random("logits", 6, 5);
        int[] chosen = {0, 1, 0, 4, 2, 0, 1, 0, 3, 0, 4, 1};
        Tensor unused = memory.zeros(6, 5);
        Tensor load = memory.zeros(6, 5);
        Tensor small = memory.zeros(6, 5);
        Tensor even = memory.zeros(6, 5);
        double _ = backend.balance().evenLoad(load, logits, chosen, 1);
        double _ = backend.balance().smallLogits(small, logits, 1);
        double _ = backend.balance().evenSequences(even, logits, chosen, 3, 1);
        check(load, logits, () -> backend.balance().evenLoad(unused, logits, chosen, 0));
        check(small, logits, () -> backend.balance().smallLogits(unused, logits, 0));
        check(even, logits, () -> backend.balance().evenSequences(unused, logits, chosen, 3, 0));
        assertThat(dot(unused, unused)).as("weight 0 adds nothing").isZero();
    }

    @Test
    void a_low_rank_addition_to_a_dropped_input() {
        Seed seed = SEED.of("drop");
        Tensor x = random("x", 4, 5);
        Tensor w = random("w", 3, 5);
        LowRank low = new LowRank(random("a", 2, 5), random("b", 3, 2), 1.5f);
        Tensor u = random("u", 4, 3);
        Tensor y = memory.zeros(4, 3);
        Tensor middle = memory.zeros(4, 2);
        Tensor dropped = memory.zeros(4, 5);
        DoubleSupplier loss =
                () -> {
                    backend.linear(y, x, w, Write.SET);
                    rows.dropout(dropped, x, 0.3, seed);
                    low.add(backend, y, middle, dropped);
                    return dot(u, y);
                };
        double _ = loss.getAsDouble(); // leaves what the backward pass needs
        LowRank d = new LowRank(memory.zeros(2, 5), memory.zeros(3, 2), 1.5f);
        Tensor dDropped = memory.zeros(4, 5);
        Tensor dX = memory.zeros(4, 5);
        low.addBackward(backend, d, dDropped, memory.zeros(4, 2), u, middle, dropped);
        rows.dropout(dDropped, dDropped, 0.3, seed);
        backend.linearInputGradient(dX, u, w, Write.SET);
        backend.add(dX, dDropped);
        check(dX, x, loss);
        check(d.a(), low.a(), loss);
        check(d.b(), low.b(), loss);
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
