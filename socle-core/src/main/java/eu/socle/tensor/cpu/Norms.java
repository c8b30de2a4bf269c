package eu.socle.tensor.cpu;

import eu.socle.tensor.Memory;
import eu.socle.tensor.Slices;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.Write;

/// Norms of rows and of slices of rows, and sums over rows: each piece of rows has sums of its own,
/// which are added in the order of the pieces.
final class Norms {

    private final Pieces pieces;
    private final Memory memory;
    private Tensor partial;

    Norms(Pieces pieces, Memory memory) {
        this.pieces = pieces;
        this.memory = memory;
        this.partial = memory.zeros(0);
    }

    void biasGradient(Tensor dBias, Tensor dY) {
        int columns = dY.columns();
        long sums = partial(dY.rows(), columns);
        pieces.rows(
                dY.rows(),
                (begin, end) -> {
                    long sum = sums + 4L * (begin / Pieces.ROWS) * columns;
                    Lanes.zero(sum, columns);
                    for (int n = begin; n < end; n++) {
                        Lanes.addScaled(sum, at(dY) + 4L * n * columns, 1, columns);
                    }
                });
        addPartials(at(dBias), sums, dY.rows(), columns);
    }

    void rmsNorm(Tensor y, Tensor inverse, Tensor x, Tensor gain, float epsilon) {
        int columns = x.columns();
        pieces.rows(
                x.rows(),
                (begin, end) -> {
                    for (int n = begin; n < end; n++) {
                        long row = 4L * n * columns;
                        inverse.set(
                                n,
                                Rows.normalise(
                                        at(y) + row, at(x) + row, at(gain), columns, epsilon));
                    }
                });
    }

    void addRmsNorm(
            Tensor y,
            Tensor inverse,
            Tensor sum,
            Tensor x,
            Tensor delta,
            Tensor gain,
            float epsilon) {
        int columns = x.columns();
        pieces.rows(
                x.rows(),
                (begin, end) -> {
                    for (int n = begin; n < end; n++) {
                        long row = 4L * n * columns;
                        Rows.sum(at(sum) + row, at(x) + row, at(delta) + row, columns);
                        inverse.set(
                                n,
                                Rows.normalise(
                                        at(y) + row, at(sum) + row, at(gain), columns, epsilon));
                    }
                });
    }

    void rmsNormAdd(
            Tensor sum, Tensor inverse, Tensor x, Tensor delta, Tensor gain, float epsilon) {
        int columns = x.columns();
        pieces.rows(
                x.rows(),
                (begin, end) -> {
                    for (int n = begin; n < end; n++) {
                        long row = 4L * n * columns;
                        inverse.set(
                                n,
                                Rows.normaliseAdd(
                                        at(sum) + row,
                                        at(x) + row,
                                        at(delta) + row,
                                        at(gain),
                                        columns,
                                        epsilon));
                    }
                });
    }

    void rmsNormBackward(
            Tensor dX,
            Tensor dGain,
            Tensor dY,
            Tensor x,
            Tensor gain,
            Tensor inverse,
            Write write) {
        int columns = x.columns();
        long sums = partial(x.rows(), columns);
        pieces.rows(
                x.rows(),
                (begin, end) -> {
                    long sum = sums + 4L * (begin / Pieces.ROWS) * columns;
                    Lanes.zero(sum, columns);
                    for (int n = begin; n < end; n++) {
                        long row = 4L * n * columns;
                        Rows.normGradient(
                                at(dX) + row,
                                sum,
                                at(dY) + row,
                                at(x) + row,
                                at(gain),
                                inverse.get(n),
                                columns,
                                write);
                    }
                });
        addPartials(at(dGain), sums, x.rows(), columns);
    }

    void rmsNormSlices(Tensor y, Tensor inverse, Tensor x, Tensor gain, float epsilon, Slices at) {
        int width = gain.columns();
        pieces.rows(
                x.rows(),
                (begin, end) -> {
                    for (int n = begin; n < end; n++) {
                        for (int slice = 0; slice < at.count(); slice++) {
                            long start = 4L * ((long) n * x.columns() + at.column(slice));
                            inverse.set(
                                    (long) n * at.count() + slice,
                                    Rows.normalise(
                                            at(y) + start,
                                            at(x) + start,
                                            at(gain),
                                            width,
                                            epsilon));
                        }
                    }
                });
    }

    void rmsNormSlicesBackward(
            Tensor dX, Tensor dGain, Tensor dY, Tensor x, Tensor gain, Tensor inverse, Slices at) {
        int width = gain.columns();
        long sums = partial(x.rows(), width);
        pieces.rows(
                x.rows(),
                (begin, end) -> {
                    long sum = sums + 4L * (begin / Pieces.ROWS) * width;
                    Lanes.zero(sum, width);
                    for (int n = begin; n < end; n++) {
                        for (int slice = 0; slice < at.count(); slice++) {
                            long start = 4L * ((long) n * x.columns() + at.column(slice));
                            Rows.normGradient(
                                    at(dX) + start,
                                    sum,
                                    at(dY) + start,
                                    at(x) + start,
                                    at(gain),
                                    inverse.get((long) n * at.count() + slice),
                                    width,
                                    Write.SET);
                        }
                    }
                });
        addPartials(at(dGain), sums, x.rows(), width);
    }

    /// One row of sums for each piece of rows.
    private long partial(int rows, int columns) {
        long floats = (long) Pieces.countRows(rows) * columns;
        if (partial.size() < floats) {
            partial = memory.zeros(floats);
        }
        return at(partial);
    }

    /// Adds the pieces' sums in the order of the pieces.
    private static void addPartials(long to, long sums, int rows, int columns) {
        for (int piece = 0; piece < Pieces.countRows(rows); piece++) {
            Lanes.addScaled(to, sums + 4L * piece * columns, 1, columns);
        }
    }

    private static long at(Tensor x) {
        return x.data().address();
    }
}
