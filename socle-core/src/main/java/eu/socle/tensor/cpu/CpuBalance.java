package eu.socle.tensor.cpu;

import eu.socle.tensor.Shapes;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.experts.Balance;

/// Losses over the logits of a router: exponentials in float, sums in double; a router's row is
/// short, so elements go one by one.
final class CpuBalance implements Balance {

    private final Pieces pieces;

    CpuBalance(Pieces pieces) {
        this.pieces = pieces;
    }

    /// Adds a row's gradient and returns its loss; `scores` is room for one row.
    private interface Row {
        double of(int n, double[] scores);
    }

    @Override
    public double evenLoad(Tensor dLogits, Tensor logits, int[] chosen, double weight) {
        Shapes.balance(dLogits, logits, chosen, logits.rows());
        int experts = logits.columns();
        double share = (double) experts / Math.max(1, logits.rows());
        double[] f = loads(chosen, 0, chosen.length, experts, 1.0 / Math.max(1, logits.rows()));
        return sum(
                logits,
                (n, p) -> {
                    double _ = softmax(logits, n, p);
                    double mean = 0; // of f under p
                    for (int e = 0; e < experts; e++) {
                        mean += f[e] * p[e];
                    }
                    for (int e = 0; e < experts; e++) {
                        add(dLogits, n, e, weight * share * p[e] * (f[e] - mean));
                    }
                    return share * mean;
                });
    }

    @Override
    public double smallLogits(Tensor dLogits, Tensor logits, double weight) {
        Shapes.same(dLogits, logits);
        int experts = logits.columns();
        double share = 1.0 / Math.max(1, logits.rows());
        return sum(
                logits,
                (n, p) -> {
                    double l = softmax(logits, n, p);
                    for (int e = 0; e < experts; e++) {
                        add(dLogits, n, e, weight * share * 2 * l * p[e]);
                    }
                    return share * l * l;
                });
    }

    @Override
    public double evenSequences(
            Tensor dLogits, Tensor logits, int[] chosen, int tokens, double weight) {
        Shapes.balance(dLogits, logits, chosen, tokens);
        int experts = logits.columns();
        int sequences = logits.rows() / tokens;
        int choices = sequences == 0 ? 0 : chosen.length / sequences;
        double[][] f = new double[sequences][];
        for (int s = 0; s < sequences; s++) {
            double each = (double) experts / choices;
            f[s] = loads(chosen, s * choices, (s + 1) * choices, experts, each);
        }
        double share = 1.0 / Math.max(1, logits.rows());
        return sum(
                logits,
                (n, s) -> {
                    double[] load = f[n / tokens];
                    double sum = 0;
                    double weighted = 0;
                    for (int e = 0; e < experts; e++) {
                        s[e] = 1.0 / (1.0 + Lanes.exp(-get(logits, n, e)));
                        sum += s[e];
                        weighted += load[e] * s[e];
                    }
                    double mean = weighted / sum;
                    for (int e = 0; e < experts; e++) {
                        double slope = (load[e] - mean) / sum * s[e] * (1 - s[e]);
                        add(dLogits, n, e, weight * share * slope);
                    }
                    return share * mean;
                });
    }

    /// How often each expert was chosen, times `each`.
    private static double[] loads(int[] chosen, int from, int to, int experts, double each) {
        double[] loads = new double[experts];
        for (int choice = from; choice < to; choice++) {
            loads[chosen[choice]]++;
        }
        for (int e = 0; e < experts; e++) {
            loads[e] *= each;
        }
        return loads;
    }

    private double sum(Tensor logits, Row row) {
        double[] sums = new double[Pieces.countRows(logits.rows())];
        pieces.rows(
                logits.rows(),
                (begin, end) -> {
                    double[] scores = new double[logits.columns()];
                    double sum = 0;
                    for (int n = begin; n < end; n++) {
                        sum += row.of(n, scores);
                    }
                    sums[begin / Pieces.ROWS] = sum;
                });
        double total = 0;
        for (double sum : sums) {
            total += sum;
        }
        return total;
    }

    /// Softmax of row n; returns log sum e^z.
    private static double softmax(Tensor logits, int n, double[] p) {
        float max = Float.NEGATIVE_INFINITY;
        for (int e = 0; e < p.length; e++) {
            max = Math.max(max, get(logits, n, e));
        }
        double sum = 0;
        for (int e = 0; e < p.length; e++) {
            p[e] = Lanes.exp(get(logits, n, e) - max);
            sum += p[e];
        }
        for (int e = 0; e < p.length; e++) {
            p[e] /= sum;
        }
        return max + StrictMath.log(sum);
    }

    private static float get(Tensor x, int n, int e) {
        return x.get((long) n * x.columns() + e);
    }

    private static void add(Tensor x, int n, int e, double value) {
        long i = (long) n * x.columns() + e;
        x.set(i, (float) (x.get(i) + value));
    }
}
