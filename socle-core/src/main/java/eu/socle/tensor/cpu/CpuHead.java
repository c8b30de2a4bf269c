package eu.socle.tensor.cpu;

import static eu.socle.tensor.cpu.Lanes.L;

import eu.socle.core.Workers;
import eu.socle.tensor.Backend;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// Head and cross-entropy in one: logits are made for a chunk of rows, turned into the loss and its
/// gradient where they lie, multiplied back, and overwritten by the next chunk.
final class CpuHead {

    private static final int CHUNK_FLOATS = 1 << 21; // 8 MiB of logits: stays in a last-level cache
    private static final int ROWS = 16; // rows of one piece inside a chunk

    private final Products products;
    private final Workers workers;
    private final Memory memory;
    private Tensor logits;

    CpuHead(Products products, Workers workers, Memory memory) {
        this.products = products;
        this.workers = workers;
        this.memory = memory;
        this.logits = memory.zeros(0);
    }

    double loss(Tensor x, Tensor w, int[] labels) {
        double loss = 0;
        int chunk = chunkRows(x, w);
        for (int from = 0; from < labels.length; from += chunk) {
            int to = Math.min(labels.length, from + chunk);
            loss += chunkLoss(x, w, labels, from, to, 0);
        }
        return loss;
    }

    double lossAndGradient(Tensor dX, Tensor dW, Tensor x, Tensor w, int[] labels, double divisor) {
        double loss = 0;
        int chunk = chunkRows(x, w);
        int hidden = x.columns();
        int vocabulary = w.rows();
        for (int from = 0; from < labels.length; from += chunk) {
            int to = Math.min(labels.length, from + chunk);
            int rows = to - from;
            loss += chunkLoss(x, w, labels, from, to, (float) (1 / divisor));
            long z = logits.data().address();
            long xAt = x.data().address() + 4L * from * hidden;
            // dX [rows, C] = dZ [rows, V] w [V, C];  dW [V, C] += dZ^T x
            products.multiply(
                    'N',
                    'N',
                    rows,
                    hidden,
                    vocabulary,
                    z,
                    vocabulary,
                    w.data().address(),
                    hidden,
                    0,
                    dX.data().address() + 4L * from * hidden,
                    hidden);
            products.multiply(
                    'T',
                    'N',
                    vocabulary,
                    hidden,
                    rows,
                    z,
                    vocabulary,
                    xAt,
                    hidden,
                    1,
                    dW.data().address(),
                    hidden);
        }
        return loss;
    }

    private int chunkRows(Tensor x, Tensor w) {
        int rows = Math.max(16, CHUNK_FLOATS / Math.max(1, w.rows()));
        rows = Math.max(1, Math.min(rows - rows % 16, x.rows()));
        if (logits.size() < (long) rows * w.rows()) {
            logits = memory.zeros((long) rows * w.rows());
        }
        return rows;
    }

    /// Loss of rows `from`..`to`; with a scale above zero the logits become scale * (softmax -
    /// onehot), zero for rows that do not count.
    private double chunkLoss(Tensor x, Tensor w, int[] labels, int from, int to, float scale) {
        int hidden = x.columns();
        int vocabulary = w.rows();
        long z = logits.data().address();
        long xAt = x.data().address() + 4L * from * hidden;
        products.multiply(
                'N',
                'T',
                to - from,
                vocabulary,
                hidden,
                xAt,
                hidden,
                w.data().address(),
                hidden,
                0,
                z,
                vocabulary);
        double[] losses = new double[(to - from + ROWS - 1) / ROWS];
        workers.forEach(
                losses.length,
                piece -> {
                    int begin = from + piece * ROWS;
                    int end = Math.min(to, begin + ROWS);
                    double loss = 0;
                    for (int n = begin; n < end; n++) {
                        loss += row(z + 4L * (n - from) * vocabulary, vocabulary, labels[n], scale);
                    }
                    losses[piece] = loss;
                });
        double loss = 0;
        for (double part : losses) {
            loss += part;
        }
        return loss;
    }

    private static double row(long z, int vocabulary, int label, float scale) {
        if (label == Backend.IGNORED) {
            if (scale > 0) {
                Lanes.zero(z, vocabulary);
            }
            return 0;
        }
        float max = Lanes.max(z, vocabulary);
        float own = Lanes.get(z, label);
        if (scale == 0) {
            return max - own + StrictMath.log(sumExp(z, max, vocabulary));
        }
        float sum = Lanes.expShifted(z, 1, max, vocabulary);
        Lanes.scale(z, scale / sum, vocabulary);
        Lanes.set(z, label, Lanes.get(z, label) - scale);
        return max - own + StrictMath.log(sum);
    }

    private static float sumExp(long z, float max, int n) {
        FloatVector total = FloatVector.zero(Lanes.F);
        FloatVector minus = FloatVector.broadcast(Lanes.F, -max);
        int i = 0;
        for (; i + L <= n; i += L) {
            total = total.add(Lanes.exp(Lanes.load(z, i).add(minus)));
        }
        float sum = Lanes.sum(total);
        for (; i < n; i++) {
            sum += Lanes.exp(Lanes.get(z, i) - max);
        }
        return sum;
    }
}
