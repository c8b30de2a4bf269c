package eu.socle.tensor.reference;

import eu.socle.tensor.Tensor;
import eu.socle.tensor.Write;

/// What the scalar loops share.
final class Scalars {

    private Scalars() {}

    /// Turns scores into probabilities in place; returns the sum of exp(score - max), 0 when there
    /// is none.
    static double softmax(double[] scores, double max) {
        double total = 0;
        for (int j = 0; j < scores.length; j++) {
            scores[j] = Math.exp(scores[j] - max);
            total += scores[j];
        }
        for (int j = 0; j < scores.length; j++) {
            scores[j] /= total;
        }
        return total;
    }

    static double dot(Tensor a, long i, Tensor b, long j, int length) {
        double sum = 0;
        for (int k = 0; k < length; k++) {
            sum += (double) a.get(i + k) * b.get(j + k);
        }
        return sum;
    }

    static long at(int row, int columns, int column) {
        return (long) row * columns + column;
    }

    static void increase(Tensor x, long i, double value) {
        x.set(i, (float) (x.get(i) + value));
    }

    static void put(Tensor x, long i, double value, Write write) {
        x.set(i, (float) (write == Write.ADD ? x.get(i) + value : value));
    }

    static double square(double x) {
        return x * x;
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /// log(1 + e^x) without overflow.
    static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
}
