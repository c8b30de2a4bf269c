package eu.socle.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Products, norms, activations, the fused head, AdamW.
final class BasicOperators extends OracleCase {

    BasicOperators(Path folder, Backend backend) throws Exception {
        super(folder, backend);
    }

    @Override
    @Nullable Runnable operator() {
        if (only("in.", "x", "w", "b")) {
            return this::linear;
        }
        if (only("in.", "table", "ids")) {
            return this::embedding;
        }
        if (has("plain.in.x", "plain.in.w") && attributes.has("eps")) {
            return this::rmsNorm;
        }
        if (only("in.", "x", "w_gate", "w_up", "w_down")) {
            return this::swiglu;
        }
        if (only("in.", "a", "b")) {
            return this::swigluElements;
        }
        if (only("in.", "x") && attributes.has("limit") && attributes.has("alpha")) {
            return this::clampedSwiglu;
        }
        if (only("in.", "x", "alpha_p", "alpha_n")) {
            return this::xielu;
        }
        if (only("in.", "x", "w", "labels") && attributes.has("global_token_count")) {
            return this::fusedHead;
        }
        if (attributes.has("learning_rates") && attributes.has("beta1")) {
            return this::adamW;
        }
        return null;
    }

    private void linear() {
        Tensor x = flat(f32("in.x"));
        Tensor w = f32("in.w");
        Tensor y = memory.zeros(x.rows(), w.rows());
        Tensor d = flat(f32("grad_out.out"));
        backend.linear(y, x, w, Write.SET);
        backend.addBias(y, f32("in.b"));
        near(y, f32("out.out"));
        Tensor dX = memory.zeros(x.shape());
        Tensor dW = memory.zeros(w.shape());
        Tensor dB = memory.zeros(w.rows());
        backend.linearInputGradient(dX, d, w, Write.SET);
        backend.linearWeightGradient(dW, d, x, Write.SET);
        backend.biasGradient(dB, d);
        relative(dX, f32("grad.x"));
        relative(dW, f32("grad.w"));
        relative(dB, f32("grad.b"));
    }

    private void embedding() {
        Tensor table = f32("in.table");
        int[] ids = ints("in.ids");
        Tensor y = memory.zeros(ids.length, table.columns());
        backend.embed(y, table, ids);
        near(y, f32("out.out"));
        Tensor d = memory.zeros(table.shape());
        backend.embedBackward(d, flat(f32("grad_out.out")), ids);
        relative(d, f32("grad.table"));
    }

    private void rmsNorm() {
        for (String form : List.of("plain.", "offset.")) {
            Tensor x = flat(f32(form + "in.x"));
            Tensor gain = f32(form + "in.w");
            for (long i = 0; form.equals("offset.") && i < gain.size(); i++) {
                gain.set(i, 1 + gain.get(i)); // the unit-offset form: the gradient of w is that
                // of 1 + w
            }
            Tensor y = memory.zeros(x.shape());
            Tensor inverse = memory.zeros(x.rows());
            backend.rmsNorm(y, inverse, x, gain, (float) attributes.get("eps").asDouble());
            near(y, f32(form + "out.out"));
            Tensor dX = memory.zeros(x.shape());
            Tensor dW = memory.zeros(gain.shape());
            backend.rmsNormBackward(
                    dX, dW, flat(f32(form + "grad_out.out")), x, gain, inverse, Write.SET);
            relative(dX, f32(form + "grad.x"));
            relative(dW, f32(form + "grad.w"));
        }
    }

    private void swiglu() {
        Tensor x = flat(f32("in.x"));
        Tensor gate = f32("in.w_gate");
        Tensor down = f32("in.w_down");
        int f = gate.rows();
        Tensor stacked = memory.zeros(2L * f, x.columns());
        stacked.rows(0, f).copyFrom(gate);
        stacked.rows(f, 2L * f).copyFrom(f32("in.w_up"));
        Tensor gateUp = memory.zeros(x.rows(), 2L * f);
        Tensor product = memory.zeros(x.rows(), f);
        Tensor y = memory.zeros(x.rows(), down.rows());
        backend.linear(gateUp, x, stacked, Write.SET);
        backend.swiglu(product, gateUp);
        backend.linear(y, product, down, Write.SET);
        near(y, f32("out.out"));
        Tensor d = flat(f32("grad_out.out"));
        Tensor dDown = memory.zeros(down.shape());
        Tensor dProduct = memory.zeros(product.shape());
        Tensor dGateUp = memory.zeros(gateUp.shape());
        Tensor dStacked = memory.zeros(stacked.shape());
        Tensor dX = memory.zeros(x.shape());
        backend.linearWeightGradient(dDown, d, product, Write.ADD);
        backend.linearInputGradient(dProduct, d, down, Write.SET);
        backend.swigluBackward(dGateUp, dProduct, gateUp);
        backend.linearWeightGradient(dStacked, dGateUp, x, Write.ADD);
        backend.linearInputGradient(dX, dGateUp, stacked, Write.SET);
        relative(dDown, f32("grad.w_down"));
        relative(dStacked.rows(0, f), f32("grad.w_gate"));
        relative(dStacked.rows(f, 2L * f), f32("grad.w_up"));
        relative(dX, f32("grad.x"));
    }

    private void clampedSwiglu() {
        float alpha = (float) attributes.get("alpha").asDouble();
        float limit = (float) attributes.get("limit").asDouble();
        Tensor x = flat(f32("in.x"));
        Tensor want = flat(f32("out.out"));
        Tensor y = memory.zeros(want.shape());
        backend.clampedSwiglu(y, x, alpha, limit);
        near(y, want);
        Tensor dX = memory.zeros(x.shape());
        backend.clampedSwigluBackward(dX, flat(f32("grad_out.out")), x, alpha, limit);
        relative(dX, f32("grad.x"));
    }

    private void xielu() {
        float beta = (float) attributes.get("beta").asDouble();
        float epsilon = (float) attributes.get("eps").asDouble();
        Tensor x = flat(f32("in.x"));
        Tensor p = f32("in.alpha_p");
        Tensor n = f32("in.alpha_n");
        Tensor y = memory.zeros(x.shape());
        backend.xielu(y, x, p, n, beta, epsilon);
        near(y, f32("out.out"));
        Tensor dX = memory.zeros(x.shape());
        Tensor dP = memory.zeros(1);
        Tensor dN = memory.zeros(1);
        backend.xieluBackward(dX, dP, dN, flat(f32("grad_out.out")), x, p, n, beta, epsilon);
        relative(dX, f32("grad.x"));
        relative(dP, f32("grad.alpha_p"));
        relative(dN, f32("grad.alpha_n"));
    }

    private void swigluElements() {
        Tensor a = f32("in.a");
        Tensor b = f32("in.b");
        int n = (int) a.size();
        Tensor gateUp = memory.zeros(1, 2L * n);
        gateUp.as(2, n).rows(0, 1).copyFrom(a.as(1, n));
        gateUp.as(2, n).rows(1, 2).copyFrom(b.as(1, n));
        Tensor y = memory.zeros(1, n);
        backend.swiglu(y, gateUp);
        Tensor want = f32("out.out");
        for (int i = 0; i < n; i++) {
            float scale = Math.max(1, Math.abs(want.get(i)));
            assertThat(Math.abs(y.get(i) - want.get(i)) / scale).isLessThan((float) outTolerance);
            compared++;
        }
        Tensor d = memory.zeros(1, 2L * n);
        backend.swigluBackward(d, f32("grad_out.out").as(1, n), gateUp);
        relative(d.as(2, n).rows(0, 1), f32("grad.a"));
        relative(d.as(2, n).rows(1, 2), f32("grad.b"));
    }

    private void fusedHead() {
        Tensor x = flat(f32("in.x"));
        Tensor w = f32("in.w");
        int[] labels = ints("in.labels");
        double divisor = attributes.get("global_token_count").asDouble();
        Tensor dX = memory.zeros(x.shape());
        Tensor dW = memory.zeros(w.shape());
        double loss = backend.crossEntropyWithGradient(dX, dW, x, w, labels, divisor) / divisor;
        assertThat(Math.abs(loss - f64("out.out")[0])).isLessThan(outTolerance);
        assertThat(Math.abs(backend.crossEntropy(x, w, labels) / divisor - f64("out.out")[0]))
                .isLessThan(outTolerance);
        double up = f32("grad_out.out").get(0);
        relative(scaled(dX, up), f32("grad.x"));
        relative(scaled(dW, up), f32("grad.w"));
    }

    private void adamW() {
        for (String name : names) {
            if (!name.startsWith("in.") || name.contains(".grad.")) {
                continue;
            }
            String own = name.substring(3);
            Tensor w = f32(name);
            Tensor m = memory.zeros(w.shape());
            Tensor v = memory.zeros(w.shape());
            AdamW constants =
                    new AdamW(
                            (float) attributes.get("beta1").asDouble(),
                            (float) attributes.get("beta2").asDouble(),
                            (float) attributes.get("eps").asDouble(),
                            (float) attributes.get("weight_decay").asDouble());
            for (int step = 1; step <= attributes.get("learning_rates").size(); step++) {
                double rate = attributes.get("learning_rates").get(step - 1).asDouble();
                backend.adamW(
                        w, f32("in." + own + ".grad." + step), m, v, constants, rate, step, 1);
                near(w, f32("out." + own + ".step." + step));
            }
            near(m, f32("out." + own + ".exp_avg"));
            near(v, f32("out." + own + ".exp_avg_sq"));
        }
    }
}
