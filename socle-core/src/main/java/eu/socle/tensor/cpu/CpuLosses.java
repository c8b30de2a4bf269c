package eu.socle.tensor.cpu;

import eu.socle.tensor.Backend;
import eu.socle.tensor.Shapes;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.loss.Divergence;
import eu.socle.tensor.loss.HeadLoss;
import eu.socle.tensor.loss.Losses;

/// Losses next to the head: logits by chunks ([CpuHead]), rows by vectors ([HeadRows]).
final class CpuLosses implements Losses {

    private final CpuHead head;
    private final Pieces pieces;

    CpuLosses(CpuHead head, Pieces pieces) {
        this.head = head;
        this.pieces = pieces;
    }

    @Override
    public double crossEntropy(Tensor x, Tensor w, int[] labels, HeadLoss form) {
        Shapes.head(x, w, labels);
        int n = w.rows();
        boolean plain = form.equals(HeadLoss.PLAIN);
        return head.each(
                x,
                w,
                (z, row) -> {
                    if (labels[row] == Backend.IGNORED) {
                        return 0;
                    }
                    return plain
                            ? HeadRows.loss(z, n, labels[row])
                            : HeadRows.loss(z, n, labels[row], form);
                });
    }

    @Override
    public double crossEntropyWithGradient(
            Tensor dX, Tensor dW, Tensor x, Tensor w, int[] labels, double divisor, HeadLoss form) {
        Shapes.head(x, w, labels);
        Shapes.same(dX, x);
        Shapes.same(dW, w);
        int n = w.rows();
        boolean plain = form.equals(HeadLoss.PLAIN);
        return head.eachBackward(
                dX,
                dW,
                x,
                w,
                (z, row) -> {
                    if (labels[row] == Backend.IGNORED) {
                        Lanes.zero(z, n);
                        return 0;
                    }
                    return plain
                            ? HeadRows.gradient(z, n, labels[row], (float) (1 / divisor))
                            : HeadRows.gradient(z, n, labels[row], form, 1 / divisor);
                });
    }

    @Override
    public void logProbabilities(
            Tensor logP, Tensor entropy, Tensor x, Tensor w, int[] labels, float temperature) {
        Shapes.logProbabilities(logP, entropy, x, w, labels, temperature);
        int n = w.rows();
        float rate = 1 / temperature;
        double _ =
                head.each(
                        x,
                        w,
                        (z, row) -> {
                            if (labels[row] == Backend.IGNORED) {
                                logP.set(row, 0);
                                entropy.set(row, 0);
                                return 0;
                            }
                            float max = Lanes.max(z, n);
                            HeadRows.Sums sums = HeadRows.Sums.of(z, rate, max, n);
                            double own = ((double) Lanes.get(z, labels[row]) - max) * rate;
                            logP.set(row, (float) (own - sums.log()));
                            entropy.set(row, (float) sums.entropy());
                            return 0;
                        });
    }

    @Override
    public void logProbabilitiesBackward(
            Tensor dX,
            Tensor dW,
            Tensor dLogP,
            Tensor dEntropy,
            Tensor x,
            Tensor w,
            int[] labels,
            float temperature) {
        Shapes.logProbabilities(dLogP, dEntropy, x, w, labels, temperature);
        Shapes.same(dX, x);
        Shapes.same(dW, w);
        int n = w.rows();
        float rate = 1 / temperature;
        double _ =
                head.eachBackward(
                        dX,
                        dW,
                        x,
                        w,
                        (z, row) -> {
                            if (labels[row] == Backend.IGNORED) {
                                Lanes.zero(z, n);
                                return 0;
                            }
                            HeadRows.differentiate(
                                    z,
                                    n,
                                    labels[row],
                                    rate,
                                    dLogP.get(row),
                                    dEntropy.get(row),
                                    Lanes.max(z, n));
                            return 0;
                        });
    }

    @Override
    public void divergence(Tensor y, Tensor policy, Tensor reference, Divergence estimator) {
        Shapes.same(y, policy);
        Shapes.same(y, reference);
        pieces.elements(
                y.size(),
                (begin, count) -> {
                    for (long i = begin; i < begin + count; i++) {
                        y.set(i, (float) estimator.at(policy.get(i), reference.get(i)));
                    }
                });
    }

    @Override
    public void divergenceBackward(
            Tensor dPolicy, Tensor dY, Tensor policy, Tensor reference, Divergence estimator) {
        Shapes.same(dPolicy, dY);
        Shapes.same(dY, policy);
        Shapes.same(dY, reference);
        pieces.elements( // one number a token: not worth vectors
                dY.size(),
                (begin, count) -> {
                    for (long i = begin; i < begin + count; i++) {
                        double slope = estimator.slope(policy.get(i), reference.get(i));
                        dPolicy.set(i, (float) (dY.get(i) * slope));
                    }
                });
    }
}
