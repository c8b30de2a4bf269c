package eu.socle.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.tensor.loss.HeadLoss;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Losses of given logits: the head is the identity, so that x w^T are the logits. Balance losses
/// of routers.
final class LossOperators extends OracleCase {

    LossOperators(Path folder, Backend backend) throws Exception {
        super(folder, backend);
    }

    @Override
    @Nullable Runnable operator() {
        if (only("in.", "logits", "labels") && has("out.logp", "out.entropy")) {
            return this::logProbabilities;
        }
        if (only("in.", "logits", "labels") && (has("out.out") || has("out.loss"))) {
            return this::crossEntropy;
        }
        if (only("in.", "logits", "indices")) {
            return this::balance;
        }
        return null;
    }

    private void crossEntropy() {
        Tensor z = flat(f32("in.logits"));
        int[] labels = ints("in.labels");
        HeadLoss form =
                HeadLoss.PLAIN
                        .withZ(attributes.path("z_coefficient").asDouble(0))
                        .smoothed(smoothing());
        long counted = Arrays.stream(labels).filter(l -> l != Backend.IGNORED).count();
        double divisor = what.contains("sum over") ? 1 : Math.max(1, counted);
        Tensor dZ = memory.zeros(z.shape());
        Tensor head = identity(z.columns());
        Tensor unused = memory.zeros(head.shape());
        double loss =
                backend.losses()
                                .crossEntropyWithGradient(
                                        dZ, unused, z, head, labels, divisor, form)
                        / divisor;
        double alone = backend.losses().crossEntropy(z, head, labels, form) / divisor;
        double want = f64(has("out.loss") ? "out.loss" : "out.out")[0];
        assertThat(Math.abs(loss - want) / Math.max(1, Math.abs(want))).isLessThan(outTolerance);
        assertThat(Math.abs(alone - want) / Math.max(1, Math.abs(want))).isLessThan(outTolerance);
        double up = has("grad_out.out") ? f32("grad_out.out").get(0) : 1;
        relative(scaled(dZ, up), f32("grad.logits"));
    }

    /// The share that the description names; 0 when it names none.
    private double smoothing() {
        String name = "smoothing ";
        int at = what.indexOf(name);
        if (at < 0) {
            return 0;
        }
        int from = at + name.length();
        int space = what.indexOf(' ', from);
        return Double.parseDouble(what.substring(from, space < 0 ? what.length() : space));
    }

    private Tensor identity(int size) {
        Tensor identity = memory.zeros(size, size);
        for (int v = 0; v < size; v++) {
            identity.set((long) v * size + v, 1);
        }
        return identity;
    }

    private void logProbabilities() {
        Tensor z = flat(f32("in.logits"));
        int[] labels = ints("in.labels");
        float temperature = (float) attributes.get("temperature").asDouble();
        Tensor head = identity(z.columns());
        Tensor logP = memory.zeros(labels.length);
        Tensor entropy = memory.zeros(labels.length);
        backend.losses().logProbabilities(logP, entropy, z, head, labels, temperature);
        near(logP, f32("out.logp"));
        near(entropy, f32("out.entropy"));
        Tensor dZ = memory.zeros(z.shape());
        backend.losses()
                .logProbabilitiesBackward(
                        dZ,
                        memory.zeros(head.shape()),
                        f32("grad_out.logp").as(labels.length),
                        f32("grad_out.entropy").as(labels.length),
                        z,
                        head,
                        labels,
                        temperature);
        relative(dZ, f32("grad.logits"));
    }

    private void balance() {
        Tensor logits = f32("in.logits");
        Tensor z = flat(logits);
        int[] chosen = ints("in.indices");
        Tensor d = memory.zeros(z.shape());
        int tokens = (int) logits.dimension(1);
        double load = backend.balance().evenLoad(d, z, chosen, up("switch"));
        double small = backend.balance().smallLogits(d, z, up("z"));
        double even = backend.balance().evenSequences(d, z, chosen, tokens, up("sequence"));
        assertThat(Math.abs(load - f64("out.switch")[0])).isLessThan(outTolerance);
        assertThat(Math.abs(small - f64("out.z")[0])).isLessThan(outTolerance);
        assertThat(Math.abs(even - f64("out.sequence")[0])).isLessThan(outTolerance);
        relative(d, f32("grad.logits"));
    }

    private double up(String name) {
        return f32("grad_out." + name).get(0);
    }
}
