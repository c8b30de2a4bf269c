package eu.socle.tensor.cpu;

import static eu.socle.tensor.cpu.Lanes.L;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// xIELU with given parameters: p x^2 + beta x above zero, n (expm1(min(x, epsilon)) - x) + beta x
/// elsewhere.
///
/// expm1(m) - m near zero is a series, because e^m - 1 - m would leave only rounding.
record Xielu(
        float p, float n, float beta, float epsilon, double slopePositive, double slopeNegative) {

    private static final float SERIES =
            -0.5f; // above it the series to m^8 is exact to 4e-8; below, e^m - 1 - m loses one bit
    private static final float[] TERMS = { // 1/2!, 1/3!, ...
        1f / 2, 1f / 6, 1f / 24, 1f / 120, 1f / 720, 1f / 5040, 1f / 40320
    };

    static Xielu of(float alphaPositive, float alphaNegative, float beta, float epsilon) {
        return new Xielu(
                (float) softplus(alphaPositive),
                (float) (beta + softplus(alphaNegative)),
                beta,
                epsilon,
                1 / (1 + StrictMath.exp(-alphaPositive)),
                1 / (1 + StrictMath.exp(-alphaNegative)));
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    /// expm1(min(x, epsilon)) - x.
    private FloatVector below(FloatVector x) {
        FloatVector m = x.blend(epsilon, x.compare(VectorOperators.GT, epsilon));
        FloatVector series = FloatVector.broadcast(Lanes.F, TERMS[6]);
        for (int k = 5; k >= 0; k--) {
            series = series.fma(m, FloatVector.broadcast(Lanes.F, TERMS[k]));
        }
        series = series.mul(m).mul(m);
        FloatVector plain = Lanes.exp(m).sub(1f).sub(m);
        return plain.blend(series, m.compare(VectorOperators.GT, SERIES)).add(m.sub(x));
    }

    /// As one lane of [#below(FloatVector)], bit for bit.
    private float below(float x) {
        float m = x > epsilon ? epsilon : x;
        float value;
        if (m > SERIES) {
            value = TERMS[6];
            for (int k = 5; k >= 0; k--) {
                value = Math.fma(value, m, TERMS[k]);
            }
            value = value * m * m;
        } else {
            value = Lanes.exp(m) - 1f - m;
        }
        return value + (m - x);
    }

    void value(long y, long x, int count) {
        int i = 0;
        for (; i + L <= count; i += L) {
            FloatVector v = Lanes.load(x, i);
            FloatVector curved =
                    below(v).mul(n).blend(v.mul(v).mul(p), v.compare(VectorOperators.GT, 0f));
            Lanes.store(v.mul(beta).add(curved), y, i);
        }
        for (; i < count; i++) {
            float v = Lanes.get(x, i);
            float curved = v > 0 ? v * v * p : below(v) * n;
            Lanes.set(y, i, v * beta + curved);
        }
    }

    /// dX = d (2 p x + beta) above zero, d (n (e^x - 1) + beta) up to epsilon, d (beta - n)
    /// between.
    void gradient(long dX, long dY, long x, int count) {
        int i = 0;
        for (; i + L <= count; i += L) {
            FloatVector v = Lanes.load(x, i);
            FloatVector slope =
                    Lanes.exp(v).blend(0f, v.compare(VectorOperators.GT, epsilon)).sub(1f).mul(n);
            VectorMask<Float> above = v.compare(VectorOperators.GT, 0f);
            slope = slope.blend(v.mul(2 * p), above).add(beta);
            Lanes.store(Lanes.load(dY, i).mul(slope), dX, i);
        }
        for (; i < count; i++) {
            float v = Lanes.get(x, i);
            float slope = v > 0 ? v * (2 * p) : ((v > epsilon ? 0f : Lanes.exp(v)) - 1f) * n;
            Lanes.set(dX, i, Lanes.get(dY, i) * (slope + beta));
        }
    }

    /// Sum of d x^2 where x is above zero. In double, as terms of both signs may cancel.
    double positive(long dY, long x, int count) {
        DoubleVector sum = DoubleVector.zero(Lanes.D);
        int i = 0;
        for (; i + L <= count; i += L) {
            FloatVector v = Lanes.load(x, i);
            v = v.blend(0f, v.compare(VectorOperators.LE, 0f));
            sum = Lanes.addProducts(sum, v.mul(v), Lanes.load(dY, i));
        }
        double total = Lanes.sum(sum);
        for (; i < count; i++) {
            float v = Math.max(0, Lanes.get(x, i));
            total += (double) (v * v) * Lanes.get(dY, i);
        }
        return total;
    }

    /// Sum of d (expm1(min(x, epsilon)) - x) elsewhere, in double.
    double negative(long dY, long x, int count) {
        DoubleVector sum = DoubleVector.zero(Lanes.D);
        int i = 0;
        for (; i + L <= count; i += L) {
            FloatVector v = Lanes.load(x, i);
            FloatVector b = below(v).blend(0f, v.compare(VectorOperators.GT, 0f));
            sum = Lanes.addProducts(sum, b, Lanes.load(dY, i));
        }
        double total = Lanes.sum(sum);
        for (; i < count; i++) {
            float v = Lanes.get(x, i);
            total += (double) (v > 0 ? 0f : below(v)) * Lanes.get(dY, i);
        }
        return total;
    }
}
