package eu.socle.tensor.reference;

import eu.socle.tensor.AdamW;
import eu.socle.tensor.AttentionShape;
import eu.socle.tensor.Backend;
import eu.socle.tensor.Shapes;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.Write;

/// The specification of every operation. Legend as in [Backend]: N rows, C hidden, F feed-forward,
/// V vocabulary, H / K / D heads.
public final class ReferenceBackend implements Backend {

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public void embed(Tensor y, Tensor table, int[] ids) {
        Shapes.embed(y, table, ids);
        int columns = table.columns();
        for (int n = 0; n < ids.length; n++) {
            for (int c = 0; c < columns; c++) {
                y.set(at(n, columns, c), table.get(at(ids[n], columns, c)));
            }
        }
    }

    @Override
    public void embedBackward(Tensor dTable, Tensor dY, int[] ids) {
        Shapes.embed(dY, dTable, ids);
        int columns = dTable.columns();
        for (int n = 0; n < ids.length; n++) {
            for (int c = 0; c < columns; c++) {
                add(dTable, at(ids[n], columns, c), dY.get(at(n, columns, c)));
            }
        }
    }

    @Override
    public void linear(Tensor y, Tensor x, Tensor w, Write write) {
        Shapes.linear(y, x, w);
        int in = x.columns();
        int out = y.columns();
        for (int n = 0; n < x.rows(); n++) {
            for (int o = 0; o < out; o++) {
                double sum = 0;
                for (int i = 0; i < in; i++) {
                    sum += (double) x.get(at(n, in, i)) * w.get(at(o, in, i));
                }
                put(y, at(n, out, o), sum, write);
            }
        }
    }

    @Override
    public void linearInputGradient(Tensor dX, Tensor dY, Tensor w, Write write) {
        Shapes.linear(dY, dX, w);
        int in = dX.columns();
        int out = dY.columns();
        for (int n = 0; n < dX.rows(); n++) {
            for (int i = 0; i < in; i++) {
                double sum = 0;
                for (int o = 0; o < out; o++) {
                    sum += (double) dY.get(at(n, out, o)) * w.get(at(o, in, i));
                }
                put(dX, at(n, in, i), sum, write);
            }
        }
    }

    @Override
    public void linearWeightGradient(Tensor dW, Tensor dY, Tensor x, Write write) {
        Shapes.linear(dY, x, dW);
        int in = x.columns();
        int out = dY.columns();
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                double sum = 0;
                for (int n = 0; n < x.rows(); n++) {
                    sum += (double) dY.get(at(n, out, o)) * x.get(at(n, in, i));
                }
                put(dW, at(o, in, i), sum, write);
            }
        }
    }

    @Override
    public void addBias(Tensor x, Tensor bias) {
        Shapes.vector(bias, x.columns());
        for (int n = 0; n < x.rows(); n++) {
            for (int o = 0; o < x.columns(); o++) {
                add(x, at(n, x.columns(), o), bias.get(o));
            }
        }
    }

    @Override
    public void biasGradient(Tensor dBias, Tensor dY) {
        Shapes.vector(dBias, dY.columns());
        for (int o = 0; o < dY.columns(); o++) {
            double sum = 0;
            for (int n = 0; n < dY.rows(); n++) {
                sum += dY.get(at(n, dY.columns(), o));
            }
            add(dBias, o, sum);
        }
    }

    @Override
    public void rmsNorm(Tensor y, Tensor inverse, Tensor x, Tensor gain, float epsilon) {
        Shapes.norm(y, inverse, x, gain);
        int columns = x.columns();
        for (int n = 0; n < x.rows(); n++) {
            double squares = 0;
            for (int c = 0; c < columns; c++) {
                squares += square(x.get(at(n, columns, c)));
            }
            double r = 1 / Math.sqrt(squares / columns + epsilon);
            inverse.set(n, (float) r);
            for (int c = 0; c < columns; c++) {
                y.set(at(n, columns, c), (float) (gain.get(c) * (x.get(at(n, columns, c)) * r)));
            }
        }
    }

    @Override
    public void addRmsNorm(
            Tensor y,
            Tensor inverse,
            Tensor sum,
            Tensor x,
            Tensor delta,
            Tensor gain,
            float epsilon) {
        Shapes.same(sum, x);
        Shapes.same(sum, delta);
        for (long i = 0; i < x.size(); i++) {
            sum.set(i, x.get(i) + delta.get(i));
        }
        rmsNorm(y, inverse, sum, gain, epsilon);
    }

    @Override
    public void rmsNormBackward(
            Tensor dX,
            Tensor dGain,
            Tensor dY,
            Tensor x,
            Tensor gain,
            Tensor inverse,
            Write write) {
        Shapes.norm(dY, inverse, x, gain);
        Shapes.same(dX, x);
        Shapes.vector(dGain, x.columns());
        int columns = x.columns();
        for (int n = 0; n < x.rows(); n++) {
            double r = inverse.get(n);
            double dot = 0; // sum(gain * dY * x)
            for (int c = 0; c < columns; c++) {
                long i = at(n, columns, c);
                dot += (double) gain.get(c) * dY.get(i) * x.get(i);
            }
            for (int c = 0; c < columns; c++) {
                long i = at(n, columns, c);
                put(
                        dX,
                        i,
                        r * ((double) gain.get(c) * dY.get(i) - x.get(i) * r * r / columns * dot),
                        write);
            }
        }
        for (int c = 0; c < columns; c++) {
            double sum = 0;
            for (int n = 0; n < x.rows(); n++) {
                long i = at(n, columns, c);
                sum += (double) dY.get(i) * x.get(i) * inverse.get(n);
            }
            add(dGain, c, sum);
        }
    }

    @Override
    public void rope(Tensor qkv, Tensor cos, Tensor sin, int[] positions, AttentionShape shape) {
        rotate(qkv, cos, sin, positions, shape, 1);
    }

    @Override
    public void ropeBackward(
            Tensor dQkv, Tensor cos, Tensor sin, int[] positions, AttentionShape shape) {
        rotate(dQkv, cos, sin, positions, shape, -1);
    }

    private static void rotate(
            Tensor qkv,
            Tensor cos,
            Tensor sin,
            int[] positions,
            AttentionShape shape,
            int direction) {
        Shapes.rope(qkv, cos, sin, positions, shape);
        int half = shape.headSize() / 2;
        for (int n = 0; n < qkv.rows(); n++) {
            for (int head = 0; head < shape.heads() + shape.keyValueHeads(); head++) {
                long start = at(n, shape.rowLength(), head * shape.headSize());
                for (int i = 0; i < half; i++) {
                    double c = cos.get(at(positions[n], half, i));
                    double s = direction * (double) sin.get(at(positions[n], half, i));
                    double a = qkv.get(start + i);
                    double b = qkv.get(start + i + half);
                    qkv.set(start + i, (float) (a * c - b * s));
                    qkv.set(start + i + half, (float) (b * c + a * s));
                }
            }
        }
    }

    @Override
    public void attention(Tensor y, Tensor logSumExp, Tensor qkv, AttentionShape shape) {
        Shapes.attention(y, logSumExp, qkv, shape);
        int size = shape.headSize();
        int row = shape.rowLength();
        for (int b = 0; b < shape.batch(); b++) {
            for (int head = 0; head < shape.heads(); head++) {
                for (int t = 0; t < shape.tokens(); t++) {
                    int n = b * shape.tokens() + t;
                    int first = shape.firstKey()[n];
                    double[] p = new double[Math.max(0, t - first + 1)];
                    double max = Double.NEGATIVE_INFINITY;
                    for (int j = 0; j < p.length; j++) {
                        long key = at(b * shape.tokens() + first + j, row, shape.keyColumn(head));
                        p[j] = shape.scale() * dot(qkv, at(n, row, head * size), qkv, key, size);
                        max = Math.max(max, p[j]);
                    }
                    double total = softmax(p, max);
                    logSumExp.set(at(n, shape.heads(), head), (float) (max + Math.log(total)));
                    for (int i = 0; i < size; i++) {
                        double sum = 0;
                        for (int j = 0; j < p.length; j++) {
                            int m = b * shape.tokens() + first + j;
                            sum += p[j] * qkv.get(at(m, row, shape.valueColumn(head) + i));
                        }
                        y.set(at(n, shape.heads() * size, head * size + i), (float) sum);
                    }
                }
            }
        }
    }

    @Override
    public void attentionBackward(
            Tensor dQkv, Tensor dY, Tensor y, Tensor logSumExp, Tensor qkv, AttentionShape shape) {
        Shapes.attention(y, logSumExp, qkv, shape);
        Shapes.same(dY, y);
        Shapes.same(dQkv, qkv);
        int size = shape.headSize();
        int row = shape.rowLength();
        int width = shape.heads() * size;
        double[] d = new double[Math.toIntExact(dQkv.size())];
        for (int b = 0; b < shape.batch(); b++) {
            for (int head = 0; head < shape.heads(); head++) {
                for (int t = 0; t < shape.tokens(); t++) {
                    int n = b * shape.tokens() + t;
                    long query = at(n, row, head * size);
                    long out = at(n, width, head * size);
                    double outDot = dot(dY, out, y, out, size); // sum_j p_j dp_j
                    double lse = logSumExp.get(at(n, shape.heads(), head));
                    for (int j = shape.firstKey()[n]; j <= t; j++) {
                        int m = b * shape.tokens() + j;
                        long key = at(m, row, shape.keyColumn(head));
                        long value = at(m, row, shape.valueColumn(head));
                        double p = Math.exp(shape.scale() * dot(qkv, query, qkv, key, size) - lse);
                        double dp = dot(dY, out, qkv, value, size);
                        double ds = p * (dp - outDot) * shape.scale();
                        for (int i = 0; i < size; i++) {
                            d[(int) query + i] += ds * qkv.get(key + i);
                            d[(int) key + i] += ds * qkv.get(query + i);
                            d[(int) value + i] += p * dY.get(out + i);
                        }
                    }
                }
            }
        }
        for (int i = 0; i < d.length; i++) {
            dQkv.set(i, (float) d[i]);
        }
    }

    @Override
    public void attentionWithCache(
            Tensor y, Tensor qkv, Tensor keys, Tensor values, int start, AttentionShape shape) {
        Shapes.cache(y, qkv, keys, values, start, shape);
        int size = shape.headSize();
        int group = shape.heads() / shape.keyValueHeads();
        int width = shape.keyValueHeads() * size;
        for (int n = 0; n < shape.tokens(); n++) {
            for (int head = 0; head < shape.heads(); head++) {
                int first = shape.firstKey()[n];
                double[] p = new double[Math.max(0, start + n - first + 1)];
                double max = Double.NEGATIVE_INFINITY;
                for (int j = 0; j < p.length; j++) {
                    long key = at(first + j, width, head / group * size);
                    p[j] =
                            shape.scale()
                                    * dot(
                                            qkv,
                                            at(n, shape.rowLength(), head * size),
                                            keys,
                                            key,
                                            size);
                    max = Math.max(max, p[j]);
                }
                softmax(p, max);
                for (int i = 0; i < size; i++) {
                    double sum = 0;
                    for (int j = 0; j < p.length; j++) {
                        sum += p[j] * values.get(at(first + j, width, head / group * size + i));
                    }
                    y.set(at(n, shape.heads() * size, head * size + i), (float) sum);
                }
            }
        }
    }

    @Override
    public void swiglu(Tensor y, Tensor gateUp) {
        Shapes.swiglu(y, gateUp);
        int width = y.columns();
        for (int n = 0; n < y.rows(); n++) {
            for (int f = 0; f < width; f++) {
                double gate = gateUp.get(at(n, 2 * width, f));
                double up = gateUp.get(at(n, 2 * width, width + f));
                y.set(at(n, width, f), (float) (gate / (1 + Math.exp(-gate)) * up));
            }
        }
    }

    @Override
    public void swigluBackward(Tensor dGateUp, Tensor dY, Tensor gateUp) {
        Shapes.swiglu(dY, gateUp);
        Shapes.same(dGateUp, gateUp);
        int width = dY.columns();
        for (int n = 0; n < dY.rows(); n++) {
            for (int f = 0; f < width; f++) {
                double gate = gateUp.get(at(n, 2 * width, f));
                double up = gateUp.get(at(n, 2 * width, width + f));
                double d = dY.get(at(n, width, f));
                double s = 1 / (1 + Math.exp(-gate));
                dGateUp.set(at(n, 2 * width, f), (float) (d * up * s * (1 + gate * (1 - s))));
                dGateUp.set(at(n, 2 * width, width + f), (float) (d * gate * s));
            }
        }
    }

    @Override
    public void add(Tensor y, Tensor x) {
        Shapes.same(y, x);
        for (long i = 0; i < y.size(); i++) {
            y.set(i, y.get(i) + x.get(i));
        }
    }

    @Override
    public double crossEntropy(Tensor x, Tensor w, int[] labels) {
        Shapes.head(x, w, labels);
        double loss = 0;
        for (int n = 0; n < labels.length; n++) {
            if (labels[n] != Backend.IGNORED) {
                loss += surprise(logits(x, w, n), labels[n]);
            }
        }
        return loss;
    }

    @Override
    public double crossEntropyWithGradient(
            Tensor dX, Tensor dW, Tensor x, Tensor w, int[] labels, double divisor) {
        Shapes.head(x, w, labels);
        Shapes.same(dX, x);
        Shapes.same(dW, w);
        int columns = x.columns();
        int vocabulary = w.rows();
        dX.clear();
        double[] d = new double[Math.toIntExact(dW.size())];
        double loss = 0;
        for (int n = 0; n < labels.length; n++) {
            if (labels[n] == Backend.IGNORED) {
                continue;
            }
            double[] p = logits(x, w, n);
            loss += surprise(p, labels[n]); // leaves softmax in p
            p[labels[n]] -= 1;
            for (int c = 0; c < columns; c++) {
                double sum = 0;
                for (int v = 0; v < vocabulary; v++) {
                    sum += p[v] * w.get(at(v, columns, c));
                    d[v * columns + c] += p[v] * x.get(at(n, columns, c)) / divisor;
                }
                dX.set(at(n, columns, c), (float) (sum / divisor));
            }
        }
        for (int i = 0; i < d.length; i++) {
            add(dW, i, d[i]);
        }
        return loss;
    }

    /// -log softmax(z)[label]; leaves softmax(z) in z.
    private static double surprise(double[] z, int label) {
        double max = Double.NEGATIVE_INFINITY;
        for (double value : z) {
            max = Math.max(max, value);
        }
        double own = z[label];
        return max + Math.log(softmax(z, max)) - own;
    }

    private static double[] logits(Tensor x, Tensor w, int n) {
        double[] z = new double[w.rows()];
        for (int v = 0; v < z.length; v++) {
            z[v] = dot(x, at(n, x.columns(), 0), w, at(v, x.columns(), 0), x.columns());
        }
        return z;
    }

    @Override
    public double sumOfSquares(Tensor x) {
        double sum = 0;
        for (long i = 0; i < x.size(); i++) {
            sum += square(x.get(i));
        }
        return sum;
    }

    @Override
    public void adamW(
            Tensor w,
            Tensor g,
            Tensor m,
            Tensor v,
            AdamW constants,
            double learningRate,
            long step,
            double gradientScale) {
        Shapes.same(w, g);
        Shapes.same(w, m);
        Shapes.same(w, v);
        double b1 = constants.beta1();
        double b2 = constants.beta2();
        double correction1 = 1 - Math.pow(b1, step);
        double correction2 = 1 - Math.pow(b2, step);
        for (long i = 0; i < w.size(); i++) {
            double gradient = g.get(i) * gradientScale;
            double first = b1 * m.get(i) + (1 - b1) * gradient;
            double second = b2 * v.get(i) + (1 - b2) * gradient * gradient;
            m.set(i, (float) first);
            v.set(i, (float) second);
            double decayed = w.get(i) * (1 - learningRate * constants.weightDecay());
            double update =
                    first / correction1 / (Math.sqrt(second / correction2) + constants.epsilon());
            w.set(i, (float) (decayed - learningRate * update));
        }
    }

    /// Turns scores into probabilities in place; returns the sum of exp(score - max), 0 when there
    /// is none.
    private static double softmax(double[] scores, double max) {
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

    private static double dot(Tensor a, long i, Tensor b, long j, int length) {
        double sum = 0;
        for (int k = 0; k < length; k++) {
            sum += (double) a.get(i + k) * b.get(j + k);
        }
        return sum;
    }

    private static long at(int row, int columns, int column) {
        return (long) row * columns + column;
    }

    private static void add(Tensor x, long i, double value) {
        x.set(i, (float) (x.get(i) + value));
    }

    private static void put(Tensor x, long i, double value, Write write) {
        x.set(i, (float) (write == Write.ADD ? x.get(i) + value : value));
    }

    private static double square(double x) {
        return x * x;
    }
}
