package eu.socle.tensor.cpu;

import eu.socle.tensor.Tensor;
import eu.socle.tensor.experts.Routing;
import java.util.Optional;

/// Chooses and weighs the experts of one token at a time, in double: a router's row is short, and a
/// choice must not hang on the last bit.
final class CpuRouter {

    private static final double LEAST_SUM = 1e-20; // keeps a division by the sum of weights finite

    private final Routing routing;
    private final Tensor logits;
    private final int experts;

    CpuRouter(Routing routing, Tensor logits) {
        this.routing = routing;
        this.logits = logits;
        this.experts = logits.columns();
    }

    void route(int[] chosen, Tensor weights, Optional<Tensor> correction, int begin, int end) {
        int k = routing.active();
        double[] scores = new double[experts];
        double[] choice = new double[experts];
        double[] groups = new double[routing.groups()];
        for (int n = begin; n < end; n++) {
            scores(scores, n);
            for (int e = 0; e < experts; e++) {
                choice[e] = scores[e] + (correction.isPresent() ? correction.get().get(e) : 0);
            }
            if (routing.kept() < routing.groups()) {
                keepBestGroups(choice, groups);
            }
            double sum = 0;
            for (int j = 0; j < k; j++) {
                int best = best(choice);
                choice[best] = Double.NEGATIVE_INFINITY;
                chosen[n * k + j] = best;
                sum += scores[best];
            }
            double factor = routing.scale() / (divides() ? sum + LEAST_SUM : 1);
            for (int j = 0; j < k; j++) {
                weights.set((long) n * k + j, (float) (factor * scores[chosen[n * k + j]]));
            }
        }
    }

    /// Softmax of the best and softmax of all divided by the sum of the best are the same.
    private boolean divides() {
        return routing.renormalised() || routing.gate() == Routing.Gate.SOFTMAX_OF_BEST;
    }

    private void scores(double[] z, int n) {
        double max = Double.NEGATIVE_INFINITY;
        for (int e = 0; e < experts; e++) {
            z[e] = logits.get((long) n * experts + e);
            max = Math.max(max, z[e]);
        }
        if (routing.gate() == Routing.Gate.SIGMOID) {
            for (int e = 0; e < experts; e++) {
                z[e] = 1 / (1 + StrictMath.exp(-z[e]));
            }
            return;
        }
        double total = 0;
        for (int e = 0; e < experts; e++) {
            z[e] = StrictMath.exp(z[e] - max);
            total += z[e];
        }
        for (int e = 0; e < experts; e++) {
            z[e] /= total;
        }
    }

    private void keepBestGroups(double[] choice, double[] groups) {
        int size = experts / groups.length;
        for (int g = 0; g < groups.length; g++) {
            double first = Double.NEGATIVE_INFINITY;
            double second = Double.NEGATIVE_INFINITY;
            for (int e = g * size; e < (g + 1) * size; e++) {
                second = Math.max(second, Math.min(first, choice[e]));
                first = Math.max(first, choice[e]);
            }
            groups[g] = size > 1 ? first + second : first;
        }
        boolean[] keeps = new boolean[groups.length];
        for (int i = 0; i < routing.kept(); i++) {
            int best = best(groups);
            groups[best] = Double.NEGATIVE_INFINITY;
            keeps[best] = true;
        }
        for (int e = 0; e < experts; e++) {
            choice[e] = keeps[e / size] ? choice[e] : Double.NEGATIVE_INFINITY;
        }
    }

    private static int best(double[] x) {
        int best = 0;
        for (int i = 1; i < x.length; i++) {
            best = x[i] > x[best] ? i : best;
        }
        return best;
    }

    void backward(Tensor dLogits, Tensor dWeights, int[] chosen, int begin, int end) {
        int k = routing.active();
        double[] scores = new double[experts];
        double[] d = new double[experts]; // of the scores
        for (int n = begin; n < end; n++) {
            scores(scores, n);
            java.util.Arrays.fill(d, 0);
            double sum = LEAST_SUM;
            double dot = 0; // of the weights and their gradients
            for (int j = 0; j < k; j++) {
                double score = scores[chosen[n * k + j]];
                sum += score;
                dot += score * dWeights.get((long) n * k + j);
            }
            double all = 0;
            for (int j = 0; j < k; j++) {
                double dWeight = dWeights.get((long) n * k + j);
                int e = chosen[n * k + j];
                double slope = divides() ? (dWeight - dot / sum) / sum : dWeight;
                d[e] = k == 1 && divides() ? 0 : routing.scale() * slope; // s / s is 1
                all += d[e] * scores[e];
            }
            for (int e = 0; e < experts; e++) {
                double s = scores[e];
                double slope =
                        routing.gate() == Routing.Gate.SIGMOID
                                ? d[e] * s * (1 - s)
                                : s * (d[e] - all);
                dLogits.set((long) n * experts + e, (float) slope);
            }
        }
    }
}
