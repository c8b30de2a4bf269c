package eu.socle.tensor.reference;

import static eu.socle.tensor.reference.Scalars.at;
import static eu.socle.tensor.reference.Scalars.increase;
import static eu.socle.tensor.reference.Scalars.put;
import static eu.socle.tensor.reference.Scalars.square;

import eu.socle.tensor.AdamW;
import eu.socle.tensor.AttentionShape;
import eu.socle.tensor.Backend;
import eu.socle.tensor.LatentAttention;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Pairing;
import eu.socle.tensor.Shapes;
import eu.socle.tensor.Slices;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.Write;
import eu.socle.tensor.block.Casts;
import eu.socle.tensor.experts.Balance;
import eu.socle.tensor.experts.Experts;
import eu.socle.tensor.loss.Losses;
import eu.socle.tensor.row.RowOperations;
import eu.socle.tensor.update.Updates;
import java.util.List;

/// The specification of every operation. Legend as in [Backend]: N rows, C hidden, F feed-forward,
/// V vocabulary, H / K / D heads. Attention is spelled out in [Attention], the element-wise
/// functions in [Activations].
public final class ReferenceBackend implements Backend {

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public Tensor weights(List<Tensor> parts, Memory memory) {
        return Widened.of(parts, memory);
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
                increase(dTable, at(ids[n], columns, c), dY.get(at(n, columns, c)));
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
                increase(x, at(n, x.columns(), o), bias.get(o));
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
            increase(dBias, o, sum);
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
            increase(dGain, c, sum);
        }
    }

    @Override
    public void rmsNormAdd(
            Tensor sum, Tensor inverse, Tensor x, Tensor delta, Tensor gain, float epsilon) {
        Shapes.same(sum, x);
        Shapes.norm(sum, inverse, delta, gain);
        int columns = x.columns();
        for (int n = 0; n < x.rows(); n++) {
            double r = inverseRoot(delta, at(n, columns, 0), columns, epsilon);
            inverse.set(n, (float) r);
            for (int c = 0; c < columns; c++) {
                long i = at(n, columns, c);
                sum.set(i, (float) (x.get(i) + gain.get(c) * (delta.get(i) * r)));
            }
        }
    }

    @Override
    public void rmsNormSlices(
            Tensor y, Tensor inverse, Tensor x, Tensor gain, float epsilon, Slices at) {
        Shapes.slices(y, inverse, x, gain, at);
        int width = gain.columns();
        for (int n = 0; n < x.rows(); n++) {
            for (int slice = 0; slice < at.count(); slice++) {
                long start = at(n, x.columns(), at.column(slice));
                double r = inverseRoot(x, start, width, epsilon);
                inverse.set(at(n, at.count(), slice), (float) r);
                for (int c = 0; c < width; c++) {
                    y.set(start + c, (float) (gain.get(c) * (x.get(start + c) * r)));
                }
            }
        }
    }

    @Override
    public void rmsNormSlicesBackward(
            Tensor dX, Tensor dGain, Tensor dY, Tensor x, Tensor gain, Tensor inverse, Slices at) {
        Shapes.slices(dY, inverse, x, gain, at);
        Shapes.same(dX, x);
        Shapes.same(dGain, gain);
        int width = gain.columns();
        double[] gains = new double[width];
        for (int n = 0; n < x.rows(); n++) {
            for (int slice = 0; slice < at.count(); slice++) {
                long start = at(n, x.columns(), at.column(slice));
                double r = inverse.get(at(n, at.count(), slice));
                double dot = 0; // sum(gain * dY * x)
                for (int c = 0; c < width; c++) {
                    double d = (double) dY.get(start + c) * x.get(start + c);
                    dot += gain.get(c) * d;
                    gains[c] += d * r;
                }
                for (int c = 0; c < width; c++) {
                    long i = start + c;
                    double d = (double) gain.get(c) * dY.get(i) - x.get(i) * r * r / width * dot;
                    dX.set(i, (float) (r * d));
                }
            }
        }
        for (int c = 0; c < width; c++) {
            increase(dGain, c, gains[c]);
        }
    }

    private static double inverseRoot(Tensor x, long start, int width, double epsilon) {
        double squares = 0;
        for (int c = 0; c < width; c++) {
            squares += square(x.get(start + c));
        }
        return 1 / Math.sqrt(squares / width + epsilon);
    }

    @Override
    public void rope(
            Tensor x, Tensor cos, Tensor sin, int[] positions, Slices at, Pairing pairing) {
        rotate(x, cos, sin, positions, at, pairing, 1);
    }

    @Override
    public void ropeBackward(
            Tensor dX, Tensor cos, Tensor sin, int[] positions, Slices at, Pairing pairing) {
        rotate(dX, cos, sin, positions, at, pairing, -1);
    }

    private static void rotate(
            Tensor x,
            Tensor cos,
            Tensor sin,
            int[] positions,
            Slices at,
            Pairing pairing,
            int direction) {
        Shapes.rope(x, cos, sin, positions, at);
        int half = cos.columns();
        boolean halves = pairing == Pairing.HALVES;
        for (int n = 0; n < x.rows(); n++) {
            for (int slice = 0; slice < at.count(); slice++) {
                long start = at(n, x.columns(), at.column(slice));
                for (int i = 0; i < half; i++) {
                    long first = start + (halves ? i : 2L * i);
                    long second = halves ? first + half : first + 1;
                    double c = cos.get(at(positions[n], half, i));
                    double s = direction * (double) sin.get(at(positions[n], half, i));
                    double a = x.get(first);
                    double b = x.get(second);
                    x.set(first, (float) (a * c - b * s));
                    x.set(second, (float) (b * c + a * s));
                }
            }
        }
    }

    @Override
    public void scaleRows(Tensor x, float[] factors, int columns) {
        Shapes.rowFactors(x, factors, columns);
        for (int n = 0; n < factors.length; n++) {
            for (int c = 0; c < columns; c++) {
                long i = at(n, x.columns(), c);
                x.set(i, x.get(i) * factors[n]);
            }
        }
    }

    @Override
    public void attention(Tensor y, Tensor logSumExp, Tensor qkv, AttentionShape shape) {
        Shapes.attention(y, logSumExp, qkv, shape);
        Attention.forward(y, logSumExp, qkv, shape);
    }

    @Override
    public void attentionBackward(
            Tensor dQkv, Tensor dY, Tensor y, Tensor logSumExp, Tensor qkv, AttentionShape shape) {
        Shapes.attention(y, logSumExp, qkv, shape);
        Shapes.same(dY, y);
        Shapes.same(dQkv, qkv);
        Attention.backward(dQkv, dY, y, logSumExp, qkv, shape);
    }

    @Override
    public void attentionWithCache(
            Tensor y,
            Tensor logSumExp,
            Tensor queries,
            Tensor keys,
            Tensor values,
            int start,
            AttentionShape shape) {
        Shapes.cache(y, logSumExp, queries, keys, values, start, shape);
        Attention.withCache(y, logSumExp, queries, keys, values, start, shape);
    }

    @Override
    public void sink(Tensor y, Tensor logSumExp, Tensor sinks) {
        Shapes.sink(y, logSumExp, sinks);
        Attention.sink(y, logSumExp, sinks);
    }

    @Override
    public void sinkBackward(Tensor dSinks, Tensor dY, Tensor y, Tensor logSumExp, Tensor sinks) {
        Shapes.sink(y, logSumExp, sinks);
        Shapes.same(dY, y);
        Shapes.same(dSinks, sinks);
        Attention.sinkBackward(dSinks, dY, y, logSumExp, sinks);
    }

    @Override
    public void swiglu(Tensor y, Tensor gateUp) {
        Shapes.swiglu(y, gateUp);
        Activations.swiglu(y, gateUp);
    }

    @Override
    public void swigluBackward(Tensor dGateUp, Tensor dY, Tensor gateUp) {
        Shapes.swiglu(dY, gateUp);
        Shapes.same(dGateUp, gateUp);
        Activations.swigluBackward(dGateUp, dY, gateUp);
    }

    @Override
    public void clampedSwiglu(Tensor y, Tensor x, float alpha, float limit) {
        Shapes.swiglu(y, x);
        Activations.clampedSwiglu(y, x, alpha, limit);
    }

    @Override
    public void clampedSwigluBackward(Tensor dX, Tensor dY, Tensor x, float alpha, float limit) {
        Shapes.swiglu(dY, x);
        Shapes.same(dX, x);
        Activations.clampedSwigluBackward(dX, dY, x, alpha, limit);
    }

    @Override
    public void xielu(
            Tensor y,
            Tensor x,
            Tensor alphaPositive,
            Tensor alphaNegative,
            float beta,
            float epsilon) {
        Shapes.xielu(y, x, alphaPositive, alphaNegative);
        Activations.xielu(y, x, alphaPositive, alphaNegative, beta, epsilon);
    }

    @Override
    public void xieluBackward(
            Tensor dX,
            Tensor dAlphaPositive,
            Tensor dAlphaNegative,
            Tensor dY,
            Tensor x,
            Tensor alphaPositive,
            Tensor alphaNegative,
            float beta,
            float epsilon) {
        Shapes.xielu(dY, x, alphaPositive, alphaNegative);
        Shapes.same(dX, x);
        Shapes.xielu(dY, x, dAlphaPositive, dAlphaNegative);
        Activations.xieluBackward(
                dX,
                dAlphaPositive,
                dAlphaNegative,
                dY,
                x,
                alphaPositive,
                alphaNegative,
                beta,
                epsilon);
    }

    @Override
    public Experts experts() {
        return new ReferenceExperts();
    }

    @Override
    public LatentAttention latent() {
        return new ReferenceLatent();
    }

    @Override
    public void add(Tensor y, Tensor x) {
        Shapes.same(y, x);
        for (long i = 0; i < y.size(); i++) {
            y.set(i, y.get(i) + x.get(i));
        }
    }

    @Override
    public Losses losses() {
        return new ReferenceLosses();
    }

    @Override
    public RowOperations rowOperations() {
        return new ReferenceRows();
    }

    @Override
    public Updates updates() {
        return new ReferenceUpdates();
    }

    @Override
    public Balance balance() {
        return new ReferenceBalance();
    }

    @Override
    public Casts casts() {
        return new ReferenceCasts();
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
}
