package eu.socle.tensor.reference;

import static eu.socle.tensor.reference.Scalars.at;
import static eu.socle.tensor.reference.Scalars.increase;
import static eu.socle.tensor.reference.Scalars.sigmoid;
import static eu.socle.tensor.reference.Scalars.square;

import eu.socle.core.Seed;
import eu.socle.tensor.Bf16;
import eu.socle.tensor.Shapes;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.row.Curve;
import eu.socle.tensor.row.Rounding;
import eu.socle.tensor.row.RowOperations;

/// Functions of single elements and rows, in double.
final class ReferenceRows implements RowOperations {

    private static final double GELU = Math.sqrt(2 / Math.PI);
    private static final double CUBE = 0.044715;

    @Override
    public void apply(Tensor y, Tensor x, Curve curve) {
        Shapes.same(y, x);
        for (long i = 0; i < x.size(); i++) {
            y.set(i, (float) value(curve, x.get(i)));
        }
    }

    @Override
    public void applyBackward(Tensor dX, Tensor dY, Tensor x, Curve curve) {
        Shapes.same(dX, x);
        Shapes.same(dY, x);
        for (long i = 0; i < x.size(); i++) {
            dX.set(i, (float) (dY.get(i) * slope(curve, x.get(i))));
        }
    }

    /// (1 + tanh u) / 2 is sigmoid(2 u), which keeps its bits where u is far below zero.
    private static double value(Curve curve, double x) {
        return switch (curve) {
            case Curve.Silu() -> x * sigmoid(x);
            case Curve.GeluTanh() -> x * sigmoid(2 * GELU * (x + CUBE * x * x * x));
            case Curve.ReluSquared() -> square(Math.max(x, 0));
            case Curve.SoftCap(float cap) -> cap * Math.tanh(x / cap);
        };
    }

    private static double slope(Curve curve, double x) {
        return switch (curve) {
            case Curve.Silu() -> sigmoid(x) * (1 + x * (1 - sigmoid(x)));
            case Curve.GeluTanh() -> {
                double s = sigmoid(2 * GELU * (x + CUBE * x * x * x));
                double inner = 2 * GELU * (1 + 3 * CUBE * x * x);
                yield s * (1 + x * inner * (1 - s));
            }
            case Curve.ReluSquared() -> 2 * Math.max(x, 0);
            case Curve.SoftCap(float cap) -> 1 - square(Math.tanh(x / cap));
        };
    }

    @Override
    public void softmax(Tensor y, Tensor x) {
        Shapes.same(y, x);
        double[] p = new double[x.columns()];
        for (int n = 0; n < x.rows(); n++) {
            double max = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < p.length; c++) {
                p[c] = x.get(at(n, p.length, c));
                max = Math.max(max, p[c]);
            }
            Scalars.softmax(p, max);
            for (int c = 0; c < p.length; c++) {
                y.set(at(n, p.length, c), (float) p[c]);
            }
        }
    }

    @Override
    public void softmaxBackward(Tensor dX, Tensor dY, Tensor y) {
        Shapes.same(dX, y);
        Shapes.same(dY, y);
        int columns = y.columns();
        for (int n = 0; n < y.rows(); n++) {
            double dot = Scalars.dot(dY, at(n, columns, 0), y, at(n, columns, 0), columns);
            for (int c = 0; c < columns; c++) {
                long i = at(n, columns, c);
                dX.set(i, (float) (y.get(i) * (dY.get(i) - dot)));
            }
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
        for (int n = 0; n < x.rows(); n++) {
            double sum = 0;
            for (int c = 0; c < columns; c++) {
                sum += x.get(at(n, columns, c));
            }
            double middle = sum / columns;
            double squares = 0;
            for (int c = 0; c < columns; c++) {
                squares += square(x.get(at(n, columns, c)) - middle);
            }
            double r = 1 / Math.sqrt(squares / columns + epsilon);
            mean.set(n, (float) middle);
            inverse.set(n, (float) r);
            for (int c = 0; c < columns; c++) {
                long i = at(n, columns, c);
                y.set(i, (float) (gain.get(c) * ((x.get(i) - middle) * r) + bias.get(c)));
            }
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
        double[] gains = new double[columns];
        double[] biases = new double[columns];
        for (int n = 0; n < x.rows(); n++) {
            double r = inverse.get(n);
            double meanG = 0; // of gain dY
            double meanGh = 0; // of gain dY h
            for (int c = 0; c < columns; c++) {
                long i = at(n, columns, c);
                double h = ((double) x.get(i) - mean.get(n)) * r;
                double g = (double) gain.get(c) * dY.get(i);
                meanG += g / columns;
                meanGh += g * h / columns;
                gains[c] += dY.get(i) * h;
                biases[c] += dY.get(i);
            }
            for (int c = 0; c < columns; c++) {
                long i = at(n, columns, c);
                double h = ((double) x.get(i) - mean.get(n)) * r;
                double g = (double) gain.get(c) * dY.get(i);
                dX.set(i, (float) (r * (g - meanG - h * meanGh)));
            }
        }
        for (int c = 0; c < columns; c++) {
            increase(dGain, c, gains[c]);
            increase(dBias, c, biases[c]);
        }
    }

    @Override
    public void rmsNormBf16(Tensor y, Tensor x, Tensor gain, float epsilon, Rounding rounding) {
        Shapes.normBf16(y, x, gain);
        int columns = x.columns();
        for (int n = 0; n < x.rows(); n++) {
            double squares = 0;
            for (int c = 0; c < columns; c++) {
                squares += square(Bf16.get(x, at(n, columns, c)));
            }
            float r = (float) (1 / Math.sqrt(squares / columns + epsilon));
            for (int c = 0; c < columns; c++) {
                long i = at(n, columns, c);
                float normed = Bf16.get(x, i) * r;
                float kept = rounding == Rounding.BEFORE_GAIN ? Bf16.round(normed) : normed;
                Bf16.set(y, i, Bf16.get(gain, c) * kept);
            }
        }
    }

    @Override
    public void dropout(Tensor y, Tensor x, double probability, Seed seed) {
        Shapes.dropout(y, x, probability);
        float scale = (float) (1 / (1 - probability));
        for (long i = 0; i < x.size(); i++) {
            y.set(i, seed.uniform(i) >= probability ? x.get(i) * scale : 0);
        }
    }
}
