package eu.socle.tensor.cpu;

import static eu.socle.tensor.cpu.Lanes.L;

import eu.socle.core.Seed;
import eu.socle.tensor.Bf16;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Shapes;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.row.Curve;
import eu.socle.tensor.row.Rounding;
import eu.socle.tensor.row.RowOperations;
import jdk.incubator.vector.FloatVector;

/// Functions of single elements and rows, cut into pieces of fixed size. Sums over rows are made
/// per piece and added in the order of the pieces.
final class CpuRows implements RowOperations {

    private final Pieces pieces;
    private final Memory memory;
    private Tensor partial;

    CpuRows(Pieces pieces, Memory memory) {
        this.pieces = pieces;
        this.memory = memory;
        this.partial = memory.zeros(0);
    }

    @Override
    public void apply(Tensor y, Tensor x, Curve curve) {
        Shapes.same(y, x);
        pieces.elements(
                x.size(),
                (begin, count) -> Curves.apply(at(y) + 4 * begin, at(x) + 4 * begin, curve, count));
    }

    @Override
    public void applyBackward(Tensor dX, Tensor dY, Tensor x, Curve curve) {
        Shapes.same(dX, x);
        Shapes.same(dY, x);
        pieces.elements(
                x.size(),
                (begin, count) -> {
                    long at = 4 * begin;
                    Curves.gradient(at(dX) + at, at(dY) + at, at(x) + at, curve, count);
                });
    }

    @Override
    public void softmax(Tensor y, Tensor x) {
        Shapes.same(y, x);
        int columns = x.columns();
        pieces.rows(
                x.rows(),
                (begin, end) -> {
                    for (int n = begin; n < end; n++) {
                        long row = at(y) + 4L * n * columns;
                        Lanes.copy(at(x) + 4L * n * columns, row, columns);
                        softmax(row, columns);
                    }
                });
    }

    private static void softmax(long row, int columns) {
        float sum = Lanes.expShifted(row, 1, Lanes.max(row, columns), columns);
        Lanes.scale(row, 1 / sum, columns);
    }

    @Override
    public void softmaxBackward(Tensor dX, Tensor dY, Tensor y) {
        Shapes.same(dX, y);
        Shapes.same(dY, y);
        int columns = y.columns();
        pieces.rows(
                y.rows(),
                (begin, end) -> {
                    for (int n = begin; n < end; n++) {
                        long row = 4L * n * columns;
                        float dot = Lanes.dot(at(dY) + row, at(y) + row, columns);
                        weigh(at(dX) + row, at(dY) + row, at(y) + row, dot, columns);
                    }
                });
    }

    /// d = y (u - shift).
    private static void weigh(long d, long u, long y, float shift, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            Lanes.store(Lanes.load(u, i).sub(shift).mul(Lanes.load(y, i)), d, i);
        }
        for (; i < n; i++) {
            Lanes.set(d, i, (Lanes.get(u, i) - shift) * Lanes.get(y, i));
        }
    }

    @Override
    public void layerNorm(
            Tensor y,
            Tensor mean,
            Tensor inverse,
            Tensor x,
            Tensor gain,
            Tensor bias,
            float epsilon) {
        Shapes.layerNorm(y, mean, inverse, x, gain, bias);
        int columns = x.columns();
        pieces.rows(
                x.rows(),
                (begin, end) -> {
                    for (int n = begin; n < end; n++) {
                        long row = 4L * n * columns;
                        float middle = (float) ((double) sum(at(x) + row, columns) / columns);
                        double squares = squares(at(x) + row, middle, columns);
                        float r = (float) (1 / Math.sqrt(squares / columns + epsilon));
                        mean.set(n, middle);
                        inverse.set(n, r);
                        centre(at(y) + row, at(x) + row, at(gain), at(bias), middle, r, columns);
                    }
                });
    }

    private static float sum(long x, int n) {
        FloatVector total = FloatVector.zero(Lanes.F);
        int i = 0;
        for (; i + L <= n; i += L) {
            total = total.add(Lanes.load(x, i));
        }
        float sum = Lanes.sum(total);
        for (; i < n; i++) {
            sum += Lanes.get(x, i);
        }
        return sum;
    }

    private static float squares(long x, float middle, int n) {
        FloatVector total = FloatVector.zero(Lanes.F);
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector d = Lanes.load(x, i).sub(middle);
            total = d.fma(d, total);
        }
        float sum = Lanes.sum(total);
        for (; i < n; i++) {
            float d = Lanes.get(x, i) - middle;
            sum = Math.fma(d, d, sum);
        }
        return sum;
    }

    /// y = gain (x - middle) r + bias.
    private static void centre(long y, long x, long gain, long bias, float middle, float r, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector h = Lanes.load(x, i).sub(middle).mul(r);
            Lanes.store(h.fma(Lanes.load(gain, i), Lanes.load(bias, i)), y, i);
        }
        for (; i < n; i++) {
            float h = (Lanes.get(x, i) - middle) * r;
            Lanes.set(y, i, Math.fma(h, Lanes.get(gain, i), Lanes.get(bias, i)));
        }
    }

    @Override
    public void layerNormBackward(
            Tensor dX,
            Tensor dGain,
            Tensor dBias,
            Tensor dY,
            Tensor x,
            Tensor gain,
            Tensor mean,
            Tensor inverse) {
        Shapes.layerNorm(dY, mean, inverse, x, gain, dBias);
        Shapes.same(dX, x);
        Shapes.vector(dGain, x.columns());
        int columns = x.columns();
        long sums = partial(2L * Pieces.countRows(x.rows()) * columns); // gains, biases by piece
        pieces.rows(
                x.rows(),
                (begin, end) -> {
                    long gains = sums + 8L * (begin / Pieces.ROWS) * columns;
                    long biases = gains + 4L * columns;
                    Lanes.zero(gains, 2L * columns);
                    for (int n = begin; n < end; n++) {
                        long row = 4L * n * columns;
                        Lanes.addScaled(biases, at(dY) + row, 1, columns);
                        differentiate(
                                at(dX) + row,
                                gains,
                                at(dY) + row,
                                at(x) + row,
                                at(gain),
                                mean.get(n),
                                inverse.get(n),
                                columns);
                    }
                });
        for (int piece = 0; piece < Pieces.countRows(x.rows()); piece++) {
            Lanes.addScaled(at(dGain), sums + 8L * piece * columns, 1, columns);
            Lanes.addScaled(at(dBias), sums + 8L * piece * columns + 4L * columns, 1, columns);
        }
    }

    /// One row: dX = r (g - mean(g) - h mean(g h)), dGain += dY h; h = (x - middle) r, g = gain dY.
    private static void differentiate(
            long dX, long dGain, long dY, long x, long gain, float middle, float r, int n) {
        FloatVector sumG = FloatVector.zero(Lanes.F);
        FloatVector sumGh = FloatVector.zero(Lanes.F);
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector d = Lanes.load(dY, i);
            FloatVector h = Lanes.load(x, i).sub(middle).mul(r);
            FloatVector g = d.mul(Lanes.load(gain, i));
            sumG = sumG.add(g);
            sumGh = g.fma(h, sumGh);
            Lanes.store(d.fma(h, Lanes.load(dGain, i)), dGain, i);
        }
        float totalG = Lanes.sum(sumG);
        float totalGh = Lanes.sum(sumGh);
        for (; i < n; i++) {
            float d = Lanes.get(dY, i);
            float h = (Lanes.get(x, i) - middle) * r;
            float g = d * Lanes.get(gain, i);
            totalG += g;
            totalGh = Math.fma(g, h, totalGh);
            Lanes.set(dGain, i, Math.fma(d, h, Lanes.get(dGain, i)));
        }
        float meanG = totalG / n;
        float meanGh = totalGh / n;
        for (i = 0; i + L <= n; i += L) {
            FloatVector h = Lanes.load(x, i).sub(middle).mul(r);
            FloatVector g = Lanes.load(dY, i).mul(Lanes.load(gain, i));
            Lanes.store(g.sub(meanG).sub(h.mul(meanGh)).mul(r), dX, i);
        }
        for (; i < n; i++) {
            float h = (Lanes.get(x, i) - middle) * r;
            float g = Lanes.get(dY, i) * Lanes.get(gain, i);
            Lanes.set(dX, i, (g - meanG - h * meanGh) * r);
        }
    }

    @Override
    public void rmsNormBf16(Tensor y, Tensor x, Tensor gain, float epsilon, Rounding rounding) {
        Shapes.normBf16(y, x, gain);
        int columns = x.columns();
        int length = Pieces.countRows(x.rows());
        long wide = partial((long) (length + 1) * columns); // the gain, and one row of each piece
        for (int c = 0; c < columns; c++) {
            Lanes.set(wide, c, Bf16.get(gain, c));
        }
        pieces.rows(
                x.rows(),
                (begin, end) -> {
                    long row = wide + 4L * (begin / Pieces.ROWS + 1) * columns;
                    for (int n = begin; n < end; n++) {
                        long start = (long) n * columns;
                        for (int c = 0; c < columns; c++) {
                            Lanes.set(row, c, Bf16.get(x, start + c));
                        }
                        double squares = Lanes.dot(row, row, columns);
                        Lanes.scale(
                                row, (float) (1 / Math.sqrt(squares / columns + epsilon)), columns);
                        for (int c = 0; c < columns; c++) {
                            float h = Lanes.get(row, c);
                            float kept = rounding == Rounding.BEFORE_GAIN ? Bf16.round(h) : h;
                            Bf16.set(y, start + c, Lanes.get(wide, c) * kept);
                        }
                    }
                });
    }

    @Override
    public void dropout(Tensor y, Tensor x, double probability, Seed seed) {
        Shapes.dropout(y, x, probability);
        Dropout dropout = new Dropout(seed, probability);
        pieces.elements(x.size(), (begin, count) -> dropout.apply(at(y), at(x), begin, count));
    }

    private long partial(long floats) {
        if (partial.size() < floats) {
            partial = memory.zeros(floats);
        }
        return at(partial);
    }

    private static long at(Tensor x) {
        return x.data().address();
    }
}
