package eu.socle.tensor.cpu;

import static eu.socle.tensor.cpu.Lanes.L;

import eu.socle.tensor.row.Curve;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Functions of one number on runs of floats: whole vectors first, then the rest one by one with
/// the same bits.
final class Curves {

    private static final float GELU = 0.7978845608f; // sqrt(2 / pi)
    private static final float CUBE = 0.044715f;
    private static final float NEAR = 0.5f; // below, (1 - t) / (1 + t) would lose bits
    private static final float[] TANH = { // Taylor, x^3 to x^15; at 0.5 the rest is 1e-8
        -1f / 3,
        2f / 15,
        -17f / 315,
        62f / 2835,
        -1382f / 155925,
        21844f / 6081075,
        -929569f / 638512875
    };

    private Curves() {}

    static void apply(long y, long x, Curve curve, int n) {
        switch (curve) {
            case Curve.Silu() -> silu(y, x, n);
            case Curve.GeluTanh() -> gelu(y, x, n);
            case Curve.ReluSquared() -> reluSquared(y, x, n);
            case Curve.SoftCap(float cap) -> softCap(y, x, cap, n);
        }
    }

    static void gradient(long dX, long dY, long x, Curve curve, int n) {
        switch (curve) {
            case Curve.Silu() -> siluGradient(dX, dY, x, n);
            case Curve.GeluTanh() -> geluGradient(dX, dY, x, n);
            case Curve.ReluSquared() -> reluSquaredGradient(dX, dY, x, n);
            case Curve.SoftCap(float cap) -> softCapGradient(dX, dY, x, cap, n);
        }
    }

    private static void silu(long y, long x, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector v = Lanes.load(x, i);
            Lanes.store(v.div(Lanes.exp(v.neg()).add(1f)), y, i);
        }
        for (; i < n; i++) {
            float v = Lanes.get(x, i);
            Lanes.set(y, i, v / (Lanes.exp(-v) + 1f));
        }
    }

    private static void siluGradient(long dX, long dY, long x, int n) {
        FloatVector one = FloatVector.broadcast(Lanes.F, 1f);
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector v = Lanes.load(x, i);
            FloatVector s = one.div(Lanes.exp(v.neg()).add(1f));
            Lanes.store(Lanes.load(dY, i).mul(s).mul(one.sub(s).fma(v, one)), dX, i);
        }
        for (; i < n; i++) {
            float v = Lanes.get(x, i);
            float s = 1f / (Lanes.exp(-v) + 1f);
            Lanes.set(dX, i, Lanes.get(dY, i) * s * Math.fma(1f - s, v, 1f));
        }
    }

    /// x / 2 (1 + tanh u) = x sigmoid(2 u).
    private static void gelu(long y, long x, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector v = Lanes.load(x, i);
            FloatVector u = v.mul(v).mul(CUBE).add(1f).mul(v).mul(-2 * GELU);
            Lanes.store(v.div(Lanes.exp(u).add(1f)), y, i);
        }
        for (; i < n; i++) {
            float v = Lanes.get(x, i);
            float u = (v * v * CUBE + 1f) * v * (-2 * GELU);
            Lanes.set(y, i, v / (Lanes.exp(u) + 1f));
        }
    }

    private static void geluGradient(long dX, long dY, long x, int n) {
        FloatVector one = FloatVector.broadcast(Lanes.F, 1f);
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector v = Lanes.load(x, i);
            FloatVector squared = v.mul(v).mul(CUBE);
            FloatVector u = squared.add(1f).mul(v).mul(-2 * GELU);
            FloatVector s = one.div(Lanes.exp(u).add(1f));
            FloatVector inner = squared.mul(3f).add(1f).mul(v).mul(2 * GELU); // x times (2 u)'
            FloatVector slope = one.sub(s).mul(inner).add(1f).mul(s);
            Lanes.store(Lanes.load(dY, i).mul(slope), dX, i);
        }
        for (; i < n; i++) {
            float v = Lanes.get(x, i);
            float squared = v * v * CUBE;
            float s = 1f / (Lanes.exp((squared + 1f) * v * (-2 * GELU)) + 1f);
            float inner = (squared * 3f + 1f) * v * (2 * GELU);
            Lanes.set(dX, i, Lanes.get(dY, i) * (((1f - s) * inner + 1f) * s));
        }
    }

    private static void reluSquared(long y, long x, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector v = positive(Lanes.load(x, i));
            Lanes.store(v.mul(v), y, i);
        }
        for (; i < n; i++) {
            float v = positive(Lanes.get(x, i));
            Lanes.set(y, i, v * v);
        }
    }

    private static void reluSquaredGradient(long dX, long dY, long x, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector v = positive(Lanes.load(x, i));
            Lanes.store(Lanes.load(dY, i).mul(v.mul(2f)), dX, i);
        }
        for (; i < n; i++) {
            Lanes.set(dX, i, Lanes.get(dY, i) * (positive(Lanes.get(x, i)) * 2f));
        }
    }

    private static FloatVector positive(FloatVector x) {
        return x.blend(0f, x.compare(VectorOperators.LT, 0f)); // NaN stays
    }

    private static float positive(float x) {
        return x < 0 ? 0 : x;
    }

    static void softCap(long y, long x, float cap, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            Lanes.store(tanh(Lanes.load(x, i).div(cap)).mul(cap), y, i);
        }
        for (; i < n; i++) {
            Lanes.set(y, i, tanh(Lanes.get(x, i) / cap) * cap);
        }
    }

    private static void softCapGradient(long dX, long dY, long x, float cap, int n) {
        FloatVector one = FloatVector.broadcast(Lanes.F, 1f);
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector t = tanh(Lanes.load(x, i).div(cap));
            Lanes.store(Lanes.load(dY, i).mul(one.sub(t.mul(t))), dX, i);
        }
        for (; i < n; i++) {
            float t = tanh(Lanes.get(x, i) / cap);
            Lanes.set(dX, i, Lanes.get(dY, i) * (1f - t * t));
        }
    }

    /// (1 - t) / (1 + t) with t = e^(-2 |x|) and the sign of x; near zero its series.
    private static FloatVector tanh(FloatVector x) {
        FloatVector squared = x.mul(x);
        FloatVector series = FloatVector.broadcast(Lanes.F, TANH[6]);
        for (int k = 5; k >= 0; k--) {
            series = series.fma(squared, FloatVector.broadcast(Lanes.F, TANH[k]));
        }
        series = series.mul(squared).fma(x, x);
        FloatVector size = x.abs();
        FloatVector t = Lanes.exp(size.mul(-2f));
        FloatVector one = FloatVector.broadcast(Lanes.F, 1f);
        FloatVector far = one.sub(t).div(t.add(1f));
        far = far.blend(far.neg(), x.compare(VectorOperators.LT, 0f));
        return far.blend(series, size.compare(VectorOperators.LT, NEAR));
    }

    /// As one lane of [#tanh(FloatVector)], bit for bit.
    private static float tanh(float x) {
        float size = Math.abs(x);
        if (size < NEAR) {
            float squared = x * x;
            float series = TANH[6];
            for (int k = 5; k >= 0; k--) {
                series = Math.fma(series, squared, TANH[k]);
            }
            return Math.fma(series * squared, x, x);
        }
        float t = Lanes.exp(size * -2f);
        float far = (1f - t) / (t + 1f);
        return x < 0 ? -far : far;
    }
}
