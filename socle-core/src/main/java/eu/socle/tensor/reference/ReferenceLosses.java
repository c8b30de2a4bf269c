package eu.socle.tensor.reference;

import static eu.socle.tensor.reference.Scalars.at;
import static eu.socle.tensor.reference.Scalars.dot;
import static eu.socle.tensor.reference.Scalars.increase;
import static eu.socle.tensor.reference.Scalars.square;

import eu.socle.tensor.Backend;
import eu.socle.tensor.Shapes;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.loss.Divergence;
import eu.socle.tensor.loss.HeadLoss;
import eu.socle.tensor.loss.Losses;

/// Head and loss, row by row, in double.
final class ReferenceLosses implements Losses {

    /// Turns the logits of row n into their gradient.
    private interface Row {
        void differentiate(double[] z, int n);
    }

    @Override
    public double crossEntropy(Tensor x, Tensor w, int[] labels, HeadLoss form) {
        Shapes.head(x, w, labels);
        double loss = 0;
        for (int n = 0; n < labels.length; n++) {
            if (labels[n] != Backend.IGNORED) {
                loss += loss(cap(logits(x, w, n), form), labels[n], form);
            }
        }
        return loss;
    }

    @Override
    public double crossEntropyWithGradient(
            Tensor dX, Tensor dW, Tensor x, Tensor w, int[] labels, double divisor, HeadLoss form) {
        backward(
                dX,
                dW,
                x,
                w,
                labels,
                (z, n) -> {
                    cap(z, form);
                    double smooth = form.smoothing() / z.length;
                    double pull = 1 + 2 * form.zWeight() * logSumExp(z);
                    double[] p = softmax(z);
                    for (int v = 0; v < z.length; v++) {
                        double target = smooth + (v == labels[n] ? 1 - form.smoothing() : 0);
                        double slope = form.isCapped() ? 1 - square(z[v] / form.cap()) : 1;
                        z[v] = (p[v] * pull - target) * slope / divisor;
                    }
                });
        return crossEntropy(x, w, labels, form);
    }

    /// The loss of one row of capped logits.
    private static double loss(double[] z, int label, HeadLoss form) {
        double l = logSumExp(z);
        double sum = 0;
        for (double value : z) {
            sum += value;
        }
        double s = form.smoothing();
        return l - (1 - s) * z[label] - s / z.length * sum + form.zWeight() * l * l;
    }

    private static double[] cap(double[] z, HeadLoss form) {
        for (int v = 0; v < z.length && form.isCapped(); v++) {
            z[v] = form.cap() * Math.tanh(z[v] / form.cap());
        }
        return z;
    }

    @Override
    public void logProbabilities(
            Tensor logP, Tensor entropy, Tensor x, Tensor w, int[] labels, float temperature) {
        Shapes.logProbabilities(logP, entropy, x, w, labels, temperature);
        for (int n = 0; n < labels.length; n++) {
            if (labels[n] == Backend.IGNORED) {
                logP.set(n, 0);
                entropy.set(n, 0);
                continue;
            }
            double[] log = logSoftmax(logits(x, w, n), temperature);
            logP.set(n, (float) log[labels[n]]);
            entropy.set(n, (float) entropy(log));
        }
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
        backward(
                dX,
                dW,
                x,
                w,
                labels,
                (z, n) -> {
                    double[] log = logSoftmax(z, temperature);
                    double entropy = entropy(log);
                    for (int v = 0; v < z.length; v++) {
                        double p = Math.exp(log[v]);
                        double own = (v == labels[n] ? 1 : 0) - p;
                        double spread = -p * (log[v] + entropy);
                        z[v] = (dLogP.get(n) * own + dEntropy.get(n) * spread) / temperature;
                    }
                });
    }

    private static double entropy(double[] log) {
        double sum = 0;
        for (double value : log) {
            sum -= Math.exp(value) * value;
        }
        return sum;
    }

    private static double[] logSoftmax(double[] z, double temperature) {
        double[] log = new double[z.length];
        for (int v = 0; v < z.length; v++) {
            log[v] = z[v] / temperature;
        }
        double l = logSumExp(log);
        for (int v = 0; v < z.length; v++) {
            log[v] -= l;
        }
        return log;
    }

    private static double[] softmax(double[] z) {
        double[] p = logSoftmax(z, 1);
        for (int v = 0; v < p.length; v++) {
            p[v] = Math.exp(p[v]);
        }
        return p;
    }

    private static double logSumExp(double[] z) {
        double max = Double.NEGATIVE_INFINITY;
        for (double value : z) {
            max = Math.max(max, value);
        }
        double sum = 0;
        for (double value : z) {
            sum += Math.exp(value - max);
        }
        return max + Math.log(sum);
    }

    private static double[] logits(Tensor x, Tensor w, int n) {
        double[] z = new double[w.rows()];
        for (int v = 0; v < z.length; v++) {
            z[v] = dot(x, at(n, x.columns(), 0), w, at(v, x.columns(), 0), x.columns());
        }
        return z;
    }

    /// dX = dZ w, dW += dZ^T x, with dZ as each labelled row makes it.
    private static void backward(Tensor dX, Tensor dW, Tensor x, Tensor w, int[] labels, Row row) {
        Shapes.head(x, w, labels);
        Shapes.same(dX, x);
        Shapes.same(dW, w);
        int columns = x.columns();
        dX.clear();
        double[] d = new double[Math.toIntExact(dW.size())];
        for (int n = 0; n < labels.length; n++) {
            if (labels[n] == Backend.IGNORED) {
                continue;
            }
            double[] dZ = logits(x, w, n);
            row.differentiate(dZ, n);
            for (int c = 0; c < columns; c++) {
                double sum = 0;
                for (int v = 0; v < dZ.length; v++) {
                    sum += dZ[v] * w.get(at(v, columns, c));
                    d[v * columns + c] += dZ[v] * x.get(at(n, columns, c));
                }
                dX.set(at(n, columns, c), (float) sum);
            }
        }
        for (int i = 0; i < d.length; i++) {
            increase(dW, i, d[i]);
        }
    }

    @Override
    public void divergence(Tensor y, Tensor policy, Tensor reference, Divergence estimator) {
        Shapes.same(y, policy);
        Shapes.same(y, reference);
        for (long i = 0; i < y.size(); i++) {
            y.set(i, (float) estimator.at(policy.get(i), reference.get(i)));
        }
    }

    @Override
    public void divergenceBackward(
            Tensor dPolicy, Tensor dY, Tensor policy, Tensor reference, Divergence estimator) {
        Shapes.same(dPolicy, dY);
        Shapes.same(dY, policy);
        Shapes.same(dY, reference);
        for (long i = 0; i < dY.size(); i++) {
            double slope = estimator.slope(policy.get(i), reference.get(i));
            dPolicy.set(i, (float) (dY.get(i) * slope));
        }
    }
}
