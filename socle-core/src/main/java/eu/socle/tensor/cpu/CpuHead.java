package eu.socle.tensor.cpu;

import eu.socle.core.Workers;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;

/// The logits of a head, a chunk of rows at a time: made, used where they lie, multiplied back if a
/// gradient is asked for, and overwritten by the next chunk.
final class CpuHead {

    private static final int CHUNK_FLOATS = 1 << 21; // 8 MiB of logits: stays in a last-level cache
    private static final int UNIT = 16; // rows of a chunk are a multiple, so that products are

    /// Rows of a chunk: each reads w and reads and writes dW whole, 12 bytes for each element of w,
    /// while a row takes 6 operations for it. With a vocabulary of 50304 that are 51 MB of logits,
    /// far less than w and what is kept for it.
    private static final int LEAST_ROWS = 256;

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

    /// What is done with the logits of row n.
    interface Row {
        /// Uses the logits of one row.
        ///
        /// @param z address of the logits, which may be overwritten
        double of(long z, int n);
    }

    /// The sum of what `row` returns, in the order of rows.
    double each(Tensor x, Tensor w, Row row) {
        double total = 0;
        int chunk = chunkRows(x, w);
        for (int from = 0; from < x.rows(); from += chunk) {
            total += chunk(x, w, from, Math.min(x.rows(), from + chunk), row);
        }
        return total;
    }

    /// As [#each]; `row` leaves the gradient dZ of its logits in their place. Sets dX = dZ w, adds
    /// dZ^T x to dW.
    double eachBackward(Tensor dX, Tensor dW, Tensor x, Tensor w, Row row) {
        double total = 0;
        int chunk = chunkRows(x, w);
        int hidden = x.columns();
        int vocabulary = w.rows();
        for (int from = 0; from < x.rows(); from += chunk) {
            int to = Math.min(x.rows(), from + chunk);
            int rows = to - from;
            total += chunk(x, w, from, to, row);
            long z = at(logits);
            long start = 4L * from * hidden;
            products.multiply(
                    'N',
                    'N',
                    rows,
                    hidden,
                    vocabulary,
                    z,
                    vocabulary,
                    at(w),
                    hidden,
                    0,
                    at(dX) + start,
                    hidden);
            products.multiply(
                    'T',
                    'N',
                    vocabulary,
                    hidden,
                    rows,
                    z,
                    vocabulary,
                    at(x) + start,
                    hidden,
                    1,
                    at(dW),
                    hidden);
        }
        return total;
    }

    /// Bytes of the logits of a chunk.
    static long scratch(int rows, int vocabulary) {
        return 4L * chunkRows(rows, vocabulary) * vocabulary;
    }

    private static int chunkRows(int all, int vocabulary) {
        int rows = Math.max(LEAST_ROWS, CHUNK_FLOATS / Math.max(1, vocabulary));
        return Math.max(1, Math.min(rows - rows % UNIT, all));
    }

    private int chunkRows(Tensor x, Tensor w) {
        int rows = chunkRows(x.rows(), w.rows());
        if (logits.size() < (long) rows * w.rows()) {
            logits = memory.zeros((long) rows * w.rows());
        }
        return rows;
    }

    private double chunk(Tensor x, Tensor w, int from, int to, Row row) {
        int hidden = x.columns();
        int vocabulary = w.rows();
        long z = at(logits);
        products.multiply(
                'N',
                'T',
                to - from,
                vocabulary,
                hidden,
                at(x) + 4L * from * hidden,
                hidden,
                at(w),
                hidden,
                0,
                z,
                vocabulary);
        double[] sums = new double[(to - from + ROWS - 1) / ROWS];
        workers.forEach(
                sums.length,
                piece -> {
                    int begin = from + piece * ROWS;
                    int end = Math.min(to, begin + ROWS);
                    double sum = 0;
                    for (int n = begin; n < end; n++) {
                        sum += row.of(z + 4L * (n - from) * vocabulary, n);
                    }
                    sums[piece] = sum;
                });
        double total = 0;
        for (double sum : sums) {
            total += sum;
        }
        return total;
    }

    private static long at(Tensor x) {
        return x.data().address();
    }
}
