package eu.socle.tensor.cpu;

import static eu.socle.tensor.cpu.Lanes.L;

import eu.socle.tensor.Memory;
import eu.socle.tensor.Shapes;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.update.Muon;
import eu.socle.tensor.update.Updates;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/// Clipping and Muon: products through [Products], passes over elements by vectors.
final class CpuUpdates implements Updates {

    private static final int RUN = 1 << 12; // elements summed in float before a double takes over

    private final Pieces pieces;
    private final Products products;
    private final Memory memory;
    private Tensor direction; // u, then its orthogonal matrix
    private Tensor next; // X of the next step
    private Tensor square; // S, then B S + C S S

    CpuUpdates(Pieces pieces, Products products, Memory memory) {
        this.pieces = pieces;
        this.products = products;
        this.memory = memory;
        this.direction = memory.zeros(0);
        this.next = memory.zeros(0);
        this.square = memory.zeros(0);
    }

    @Override
    public void orthogonalise(Tensor y, Tensor x, int steps) {
        Shapes.same(y, x);
        if (y.data().address() != x.data().address()) {
            y.copyFrom(x);
        }
        orthogonalise(at(y), y.rows(), y.columns(), steps);
    }

    /// In place on X `[rows, columns]`. A tall matrix is not transposed: its S is X^T X, and X
    /// times the polynomial of that is the same.
    private void orthogonalise(long x, int rows, int columns, int steps) {
        int small = Math.min(rows, columns);
        long size = (long) rows * columns;
        next = room(next, size);
        square = room(square, 2L * small * small);
        long s = at(square);
        long polynomial = s + 4L * small * small;
        double norm = Math.sqrt(squares(x, size)) + LEAST_NORM;
        pieces.elements(
                size, (begin, count) -> Lanes.scale(x + 4 * begin, (float) (1 / norm), count));
        boolean tall = rows > columns;
        for (int step = 0; step < steps; step++) {
            products.multiply(
                    tall ? 'T' : 'N',
                    tall ? 'N' : 'T',
                    small,
                    small,
                    tall ? rows : columns,
                    x,
                    columns,
                    x,
                    columns,
                    0,
                    s,
                    small);
            products.multiply(
                    'N', 'N', small, small, small, s, small, s, small, 0, polynomial, small);
            combine(polynomial, C, s, B, (long) small * small);
            if (tall) {
                products.multiply(
                        'N',
                        'N',
                        rows,
                        columns,
                        columns,
                        x,
                        columns,
                        polynomial,
                        columns,
                        0,
                        at(next),
                        columns);
            } else {
                products.multiply(
                        'N',
                        'N',
                        rows,
                        columns,
                        rows,
                        polynomial,
                        rows,
                        x,
                        columns,
                        0,
                        at(next),
                        columns);
            }
            combine(x, A, at(next), 1, size);
        }
    }

    /// x = a x + b y.
    private void combine(long x, double a, long y, double b, long size) {
        pieces.elements(
                size,
                (begin, count) -> {
                    long at = x + 4 * begin;
                    Lanes.scale(at, (float) a, count);
                    Lanes.addScaled(at, y + 4 * begin, (float) b, count);
                });
    }

    @Override
    public void muon(
            Tensor w,
            Tensor g,
            Tensor m,
            Muon constants,
            double learningRate,
            double gradientScale) {
        Shapes.same(w, g);
        Shapes.same(w, m);
        direction = room(direction, w.size());
        long u = at(direction);
        float kept = constants.momentum();
        float fresh = (float) (constants.fresh() * gradientScale);
        float own = (float) (constants.own() * gradientScale);
        float gathered = (float) constants.kept();
        pieces.elements(
                w.size(),
                (begin, count) -> {
                    long at = 4 * begin;
                    gather(at(m) + at, at(g) + at, kept, fresh, count);
                    blend(u + at, at(g) + at, own, at(m) + at, gathered, count);
                });
        orthogonalise(u, w.rows(), w.columns(), constants.steps());
        float rate = (float) (-learningRate * constants.factor().of(w.rows(), w.columns()));
        float decay = (float) (1 - learningRate * constants.weightDecay());
        pieces.elements(
                w.size(),
                (begin, count) -> {
                    Lanes.scale(at(w) + 4 * begin, decay, count);
                    Lanes.addScaled(at(w) + 4 * begin, u + 4 * begin, rate, count);
                });
    }

    /// m = kept m + fresh g.
    private static void gather(long m, long g, float kept, float fresh, int n) {
        Lanes.scale(m, kept, n);
        Lanes.addScaled(m, g, fresh, n);
    }

    /// u = a x + b y.
    private static void blend(long u, long x, float a, long y, float b, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector part = Lanes.load(y, i).mul(b);
            Lanes.store(Lanes.load(x, i).fma(FloatVector.broadcast(Lanes.F, a), part), u, i);
        }
        for (; i < n; i++) {
            Lanes.set(u, i, Math.fma(Lanes.get(x, i), a, Lanes.get(y, i) * b));
        }
    }

    @Override
    public void scale(Tensor x, double factor) {
        pieces.elements(
                x.size(), (begin, count) -> Lanes.scale(at(x) + 4 * begin, (float) factor, count));
    }

    @Override
    public double clip(List<Tensor> gradients, double maximum) {
        double squares = 0;
        for (Tensor gradient : gradients) {
            squares += squares(at(gradient), gradient.size());
        }
        double norm = Math.sqrt(squares);
        double factor = Math.min(1, maximum / (norm + 1e-6));
        for (Tensor gradient : gradients) {
            scale(gradient, factor);
        }
        return norm;
    }

    /// Sum of squares: short runs in float, their sums in double, in the order of the pieces.
    double squares(long x, long size) {
        double[] sums = new double[Pieces.count(size)];
        pieces.elements(
                size,
                (begin, count) -> {
                    double sum = 0;
                    for (int i = 0; i < count; i += RUN) {
                        long run = x + 4 * (begin + i);
                        sum += Lanes.dot(run, run, Math.min(RUN, count - i));
                    }
                    sums[(int) (begin / Pieces.ELEMENTS)] = sum;
                });
        double total = 0;
        for (double sum : sums) {
            total += sum;
        }
        return total;
    }

    private Tensor room(Tensor have, long floats) {
        return have.size() < floats ? memory.zeros(floats) : have;
    }

    private static long at(Tensor x) {
        return x.data().address();
    }
}
