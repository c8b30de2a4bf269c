package eu.socle.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.tensor.experts.Dispatch;
import eu.socle.tensor.experts.Orientation;
import eu.socle.tensor.experts.Routing;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Routers and mixtures of experts.
final class ExpertOperators extends OracleCase {

    ExpertOperators(Path folder, Backend backend) throws Exception {
        super(folder, backend);
    }

    @Override
    @Nullable Runnable operator() {
        if (has("in.x", "in.w", "out.indices", "out.out") && attributes.has("top_k")) {
            return this::router;
        }
        if (only("in.", "x", "weights", "w_gate", "w_up", "w_down", "indices")) {
            return this::layer;
        }
        return null;
    }

    private void router() {
        int k = attributes.get("top_k").asInt();
        if (has("in.bias")) {
            router(
                    new Routing(
                            Routing.Gate.SIGMOID,
                            k,
                            attributes.get("groups").asInt(),
                            attributes.get("groups_kept").asInt(),
                            attributes.get("renormalise").asBoolean(),
                            (float) attributes.get("scaling").asDouble()));
            return;
        }
        Tensor weights = f32("out.out");
        double sum = 0;
        for (int j = 0; j < k; j++) {
            sum += weights.get(j);
        }
        if (Math.abs(sum - 1) > 1e-6) {
            router(Routing.of(Routing.Gate.SOFTMAX, k, false));
            return;
        }
        router(Routing.of(Routing.Gate.SOFTMAX, k, true)); // two ways to say the same
        router(Routing.of(Routing.Gate.SOFTMAX_OF_BEST, k, true));
    }

    private void router(Routing routing) {
        Tensor x = f32("in.x");
        Tensor w = f32("in.w");
        int tokens = x.rows();
        int k = routing.active();
        Tensor logits = memory.zeros(tokens, w.rows());
        backend.linear(logits, x, w, Write.SET);
        int[] chosen = new int[tokens * k];
        Tensor weights = memory.zeros(tokens, k);
        Optional<Tensor> correction =
                has("in.bias") ? Optional.of(f32("in.bias")) : Optional.empty();
        backend.experts().route(chosen, weights, logits, correction, routing);
        int[] indices = ints("out.indices");
        int[] places = new int[chosen.length]; // of our choices among the expected ones
        for (int choice = 0; choice < chosen.length; choice++) {
            places[choice] = place(indices, choice / k, k, chosen[choice]);
        }
        near(placed(weights, places), f32("out.out"));
        if (has("out.counts")) {
            Dispatch dispatch = Dispatch.of(chosen, w.rows(), k);
            int[] counts = ints("out.counts");
            for (int e = 0; e < counts.length; e++) {
                assertThat(dispatch.count(e)).as("tokens of expert %d", e).isEqualTo(counts[e]);
            }
        }
        Tensor upstream = f32("grad_out.out");
        Tensor dWeights = memory.zeros(tokens, k);
        for (int choice = 0; choice < chosen.length; choice++) {
            dWeights.set(choice, upstream.get(places[choice]));
        }
        Tensor dLogits = memory.zeros(logits.shape());
        backend.experts().routeBackward(dLogits, dWeights, chosen, logits, routing);
        Tensor dX = memory.zeros(x.shape());
        Tensor dW = memory.zeros(w.shape());
        backend.linearInputGradient(dX, dLogits, w, Write.SET);
        backend.linearWeightGradient(dW, dLogits, x, Write.ADD);
        relative(dX, f32("grad.x"));
        relative(dW, f32("grad.w"));
    }

    /// Where the expected choices of a token name this expert; fails where they do not.
    private static int place(int[] indices, int token, int k, int expert) {
        for (int j = token * k; j < (token + 1) * k; j++) {
            if (indices[j] == expert) {
                return j;
            }
        }
        throw new AssertionError("token " + token + " did not choose expert " + expert);
    }

    private Tensor placed(Tensor x, int[] places) {
        Tensor y = memory.zeros(x.shape());
        for (int i = 0; i < places.length; i++) {
            y.set(places[i], x.get(i));
        }
        return y;
    }

    private void layer() {
        Tensor x = f32("in.x");
        Tensor weights = f32("in.weights");
        Tensor gate = f32("in.w_gate");
        Tensor down = f32("in.w_down");
        int experts = (int) gate.dimension(0);
        int f = (int) gate.dimension(1);
        int c = x.columns();
        int[] chosen = ints("in.indices");
        Dispatch dispatch = Dispatch.of(chosen, experts, weights.columns());
        Tensor stacked = memory.zeros(experts, 2L * f, c);
        for (int e = 0; e < experts; e++) {
            long row = 2L * f * e;
            stacked.rows(row, row + f).copyFrom(gate.rows((long) f * e, (long) f * (e + 1)));
            stacked.rows(row + f, row + 2L * f)
                    .copyFrom(f32("in.w_up").rows((long) f * e, (long) f * (e + 1)));
        }
        Tensor turned = turned(down); // as gpt-oss stores it
        Tensor y = memory.zeros(x.shape());
        Tensor in = memory.zeros(chosen.length, c);
        Tensor wide = memory.zeros(chosen.length, 2L * f);
        Tensor product = memory.zeros(chosen.length, f);
        Tensor out = memory.zeros(chosen.length, c);
        Tensor again = memory.zeros(chosen.length, c);
        backend.embed(in, x, dispatch.tokens());
        backend.experts().linear(wide, in, stacked, dispatch, Orientation.OUT_IN);
        backend.swiglu(product, wide);
        backend.experts().linear(out, product, down, dispatch, Orientation.OUT_IN);
        backend.experts().linear(again, product, turned, dispatch, Orientation.IN_OUT);
        near(again, out);
        backend.experts().combine(y, out, weights, dispatch, Write.SET);
        near(y, f32("out.out"));

        Tensor dOut = memory.zeros(out.shape());
        Tensor dWeights = memory.zeros(weights.shape());
        Tensor dProduct = memory.zeros(product.shape());
        Tensor dWide = memory.zeros(wide.shape());
        Tensor dIn = memory.zeros(in.shape());
        Tensor dX = memory.zeros(x.shape());
        Tensor dDown = memory.zeros(down.shape());
        Tensor dTurned = memory.zeros(turned.shape());
        Tensor dStacked = memory.zeros(stacked.shape());
        backend.experts()
                .combineBackward(dOut, dWeights, f32("grad_out.out"), out, weights, dispatch);
        backend.experts().weightGradient(dDown, dOut, product, dispatch, Orientation.OUT_IN);
        backend.experts().weightGradient(dTurned, dOut, product, dispatch, Orientation.IN_OUT);
        backend.experts().inputGradient(dProduct, dOut, turned, dispatch, Orientation.IN_OUT);
        backend.experts().inputGradient(dProduct, dOut, down, dispatch, Orientation.OUT_IN);
        backend.swigluBackward(dWide, dProduct, wide);
        backend.experts().weightGradient(dStacked, dWide, in, dispatch, Orientation.OUT_IN);
        backend.experts().inputGradient(dIn, dWide, stacked, dispatch, Orientation.OUT_IN);
        backend.embedBackward(dX, dIn, dispatch.tokens());
        relative(dX, f32("grad.x"));
        relative(dWeights, f32("grad.weights"));
        relative(dDown, f32("grad.w_down"));
        relative(dTurned, turned(f32("grad.w_down")));
        Tensor dGate = memory.zeros(gate.shape());
        Tensor dUp = memory.zeros(gate.shape());
        for (int e = 0; e < experts; e++) {
            long row = 2L * f * e;
            for (Tensor part : List.of(dGate, dUp)) {
                long from = part == dGate ? row : row + f;
                part.rows((long) f * e, (long) f * (e + 1)).copyFrom(dStacked.rows(from, from + f));
            }
        }
        relative(dGate, f32("grad.w_gate"));
        relative(dUp, f32("grad.w_up"));
    }

    /// `[E, O, I]` as `[E, I, O]`.
    private Tensor turned(Tensor w) {
        long o = w.dimension(1);
        long i = w.dimension(2);
        Tensor t = memory.zeros(w.dimension(0), i, o);
        for (long at = 0; at < w.size(); at++) {
            long expert = at / (o * i);
            t.set(expert * o * i + at % i * o + at / i % o, w.get(at));
        }
        return t;
    }
}
