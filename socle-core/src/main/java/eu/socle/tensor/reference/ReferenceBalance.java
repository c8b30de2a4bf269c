package eu.socle.tensor.reference;

import static eu.socle.tensor.reference.Scalars.at;
import static eu.socle.tensor.reference.Scalars.increase;
import static eu.socle.tensor.reference.Scalars.sigmoid;
import static eu.socle.tensor.reference.Scalars.square;

import eu.socle.tensor.Shapes;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.experts.Balance;

/// Losses over the logits of a router, in double.
final class ReferenceBalance implements Balance {

    @Override
    public double evenLoad(Tensor dLogits, Tensor logits, int[] chosen, double weight) {
        Shapes.balance(dLogits, logits, chosen, logits.rows());
        int tokens = logits.rows();
        int experts = logits.columns();
        double[] f = new double[experts];
        for (int e : chosen) {
            f[e] += 1.0 / tokens;
        }
        double loss = 0;
        for (int n = 0; n < tokens; n++) {
            double[] p = row(logits, n);
            softmax(p);
            double mean = 0; // of f under p
            for (int e = 0; e < experts; e++) {
                mean += f[e] * p[e];
            }
            loss += experts * mean / tokens;
            for (int e = 0; e < experts; e++) {
                double slope = experts * p[e] * (f[e] - mean) / tokens;
                increase(dLogits, at(n, experts, e), weight * slope);
            }
        }
        return loss;
    }

    @Override
    public double smallLogits(Tensor dLogits, Tensor logits, double weight) {
        Shapes.same(dLogits, logits);
        int tokens = logits.rows();
        int experts = logits.columns();
        double loss = 0;
        for (int n = 0; n < tokens; n++) {
            double[] p = row(logits, n);
            double l = softmax(p);
            loss += square(l) / tokens;
            for (int e = 0; e < experts; e++) {
                increase(dLogits, at(n, experts, e), weight * 2 * l * p[e] / tokens);
            }
        }
        return loss;
    }

    @Override
    public double evenSequences(
            Tensor dLogits, Tensor logits, int[] chosen, int tokens, double weight) {
        Shapes.balance(dLogits, logits, chosen, tokens);
        int experts = logits.columns();
        int sequences = logits.rows() / tokens;
        double loss = 0;
        for (int sequence = 0; sequence < sequences; sequence++) {
            int from = sequence * chosen.length / sequences;
            int to = (sequence + 1) * chosen.length / sequences;
            double[] f = new double[experts];
            for (int choice = from; choice < to; choice++) {
                f[chosen[choice]] += (double) experts / (to - from);
            }
            for (int n = sequence * tokens; n < (sequence + 1) * tokens; n++) {
                double[] s = row(logits, n);
                double sum = 0;
                double weighted = 0;
                for (int e = 0; e < experts; e++) {
                    s[e] = sigmoid(s[e]);
                    sum += s[e];
                    weighted += f[e] * s[e];
                }
                loss += weighted / sum / tokens / sequences;
                for (int e = 0; e < experts; e++) {
                    double slope = (f[e] - weighted / sum) / sum * s[e] * (1 - s[e]);
                    double mean = slope / tokens / sequences;
                    increase(dLogits, at(n, experts, e), weight * mean);
                }
            }
        }
        return loss;
    }

    private static double[] row(Tensor logits, int n) {
        double[] z = new double[logits.columns()];
        for (int e = 0; e < z.length; e++) {
            z[e] = logits.get(at(n, z.length, e));
        }
        return z;
    }

    /// Softmax in place; returns log sum e^z.
    private static double softmax(double[] z) {
        double max = Double.NEGATIVE_INFINITY;
        for (double value : z) {
            max = Math.max(max, value);
        }
        return max + Math.log(Scalars.softmax(z, max));
    }
}
