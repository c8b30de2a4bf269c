package eu.socle.tensor.reference;

import static eu.socle.tensor.reference.Scalars.square;

import eu.socle.tensor.Shapes;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.update.Muon;
import eu.socle.tensor.update.Updates;
import java.util.List;

/// Clipping and Muon; the iteration runs in double from the first product to the last.
final class ReferenceUpdates implements Updates {

    @Override
    public void orthogonalise(Tensor y, Tensor x, int steps) {
        Shapes.same(y, x);
        double[] values = new double[Math.toIntExact(x.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = x.get(i);
        }
        double[] result = orthogonal(values, x.rows(), x.columns(), steps);
        for (int i = 0; i < values.length; i++) {
            y.set(i, (float) result[i]);
        }
    }

    private static double[] orthogonal(double[] x, int rows, int columns, int steps) {
        if (rows > columns) {
            double[] wide = orthogonal(transposed(x, rows, columns), columns, rows, steps);
            return transposed(wide, columns, rows);
        }
        double squares = 0;
        for (double value : x) {
            squares += square(value);
        }
        double norm = Math.sqrt(squares) + LEAST_NORM;
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i] / norm;
        }
        for (int step = 0; step < steps; step++) {
            double[] s = product(y, rows, columns, transposed(y, rows, columns), rows);
            double[] p = product(s, rows, rows, s, rows);
            for (int i = 0; i < p.length; i++) {
                p[i] = B * s[i] + C * p[i];
            }
            double[] next = product(p, rows, rows, y, columns);
            for (int i = 0; i < y.length; i++) {
                y[i] = A * y[i] + next[i];
            }
        }
        return y;
    }

    private static double[] transposed(double[] x, int rows, int columns) {
        double[] t = new double[x.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                t[j * rows + i] = x[i * columns + j];
            }
        }
        return t;
    }

    private static double[] product(double[] a, int rows, int inner, double[] b, int columns) {
        double[] y = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < inner; k++) {
                for (int j = 0; j < columns; j++) {
                    y[i * columns + j] += a[i * inner + k] * b[k * columns + j];
                }
            }
        }
        return y;
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
        double[] u = new double[Math.toIntExact(w.size())];
        for (int i = 0; i < u.length; i++) {
            double gradient = g.get(i) * gradientScale;
            double momentum = constants.momentum() * (double) m.get(i);
            double gathered = momentum + constants.fresh() * gradient;
            m.set(i, (float) gathered);
            u[i] = constants.own() * gradient + constants.kept() * gathered;
        }
        double[] update = orthogonal(u, w.rows(), w.columns(), constants.steps());
        double rate = learningRate * constants.factor().of(w.rows(), w.columns());
        double decay = 1 - learningRate * constants.weightDecay();
        for (int i = 0; i < u.length; i++) {
            w.set(i, (float) (w.get(i) * decay - rate * update[i]));
        }
    }

    @Override
    public void scale(Tensor x, double factor) {
        for (long i = 0; i < x.size(); i++) {
            x.set(i, (float) (x.get(i) * factor));
        }
    }

    @Override
    public double clip(List<Tensor> gradients, double maximum) {
        double squares = 0;
        for (Tensor gradient : gradients) {
            for (long i = 0; i < gradient.size(); i++) {
                squares += square(gradient.get(i));
            }
        }
        double norm = Math.sqrt(squares);
        double factor = Math.min(1, maximum / (norm + 1e-6));
        for (Tensor gradient : gradients) {
            scale(gradient, factor);
        }
        return norm;
    }
}
