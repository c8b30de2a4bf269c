package eu.socle.tensor.cpu;

import static eu.socle.tensor.cpu.Lanes.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/// The clamped SwiGLU of gpt-oss on runs of floats: gate and up alternate, so two vectors are
/// parted into one of gates and one of ups.
final class Activations {

    private static final VectorShuffle<Float> EVEN =
            VectorShuffle.fromOp(Lanes.F, i -> 2 * i < L ? 2 * i : 2 * i - L);
    private static final VectorShuffle<Float> ODD =
            VectorShuffle.fromOp(Lanes.F, i -> 2 * i < L ? 2 * i + 1 : 2 * i + 1 - L);
    private static final VectorShuffle<Float> LOW = VectorShuffle.fromOp(Lanes.F, i -> i / 2);
    private static final VectorShuffle<Float> HIGH =
            VectorShuffle.fromOp(Lanes.F, i -> L / 2 + i / 2);
    private static final VectorMask<Float> UPPER_HALF =
            VectorMask.fromLong(Lanes.F, -1L << (L / 2));
    private static final VectorMask<Float> ODD_LANES =
            VectorMask.fromLong(Lanes.F, 0xAAAAAAAAAAAAAAAAL);

    private Activations() {}

    /// y = (up + 1) gate sigmoid(alpha gate) of `count` pairs.
    static void clamped(long y, long x, float alpha, float limit, int count) {
        int i = 0;
        for (; i + L <= count; i += L) {
            FloatVector a = Lanes.load(x, 2L * i);
            FloatVector b = Lanes.load(x, 2L * i + L);
            FloatVector gate = below(part(a, b, EVEN), limit);
            FloatVector up = above(below(part(a, b, ODD), limit), -limit);
            FloatVector s = Lanes.exp(gate.mul(-alpha)).add(1f);
            Lanes.store(up.add(1f).mul(gate).div(s), y, i);
        }
        for (; i < count; i++) {
            float gate = Math.min(Lanes.get(x, 2L * i), limit);
            float up = Math.clamp(Lanes.get(x, 2L * i + 1), -limit, limit);
            Lanes.set(y, i, (up + 1f) * gate / (Lanes.exp(gate * -alpha) + 1f));
        }
    }

    /// dGate = d (up + 1) s (1 + alpha gate (1 - s)), dUp = d gate s; zero where clamped.
    static void clampedGradient(long dX, long dY, long x, float alpha, float limit, int count) {
        FloatVector one = FloatVector.broadcast(Lanes.F, 1f);
        int i = 0;
        for (; i + L <= count; i += L) {
            FloatVector a = Lanes.load(x, 2L * i);
            FloatVector b = Lanes.load(x, 2L * i + L);
            FloatVector g = part(a, b, EVEN);
            FloatVector u = part(a, b, ODD);
            FloatVector gate = below(g, limit);
            FloatVector up = above(below(u, limit), -limit);
            FloatVector d = Lanes.load(dY, i);
            FloatVector s = one.div(Lanes.exp(gate.mul(-alpha)).add(1f));
            FloatVector dGate = d.mul(up.add(1f)).mul(s).mul(gate.mul(alpha).fma(one.sub(s), one));
            dGate = dGate.blend(0f, g.compare(VectorOperators.GT, limit));
            FloatVector dUp = d.mul(gate).mul(s).blend(0f, u.compare(VectorOperators.NE, up));
            Lanes.store(join(dGate, dUp, LOW), dX, 2L * i);
            Lanes.store(join(dGate, dUp, HIGH), dX, 2L * i + L);
        }
        for (; i < count; i++) {
            float g = Lanes.get(x, 2L * i);
            float u = Lanes.get(x, 2L * i + 1);
            float gate = Math.min(g, limit);
            float up = Math.clamp(u, -limit, limit);
            float d = Lanes.get(dY, i);
            float s = 1f / (Lanes.exp(gate * -alpha) + 1f);
            float slope = Math.fma(gate * alpha, 1f - s, 1f);
            Lanes.set(dX, 2L * i, g > limit ? 0f : d * (up + 1f) * s * slope);
            Lanes.set(dX, 2L * i + 1, u == up ? d * gate * s : 0f);
        }
    }

    private static FloatVector part(FloatVector a, FloatVector b, VectorShuffle<Float> everyOther) {
        return a.rearrange(everyOther).blend(b.rearrange(everyOther), UPPER_HALF);
    }

    private static FloatVector join(FloatVector even, FloatVector odd, VectorShuffle<Float> half) {
        return even.rearrange(half).blend(odd.rearrange(half), ODD_LANES);
    }

    private static FloatVector below(FloatVector x, float limit) {
        return x.blend(limit, x.compare(VectorOperators.GT, limit));
    }

    private static FloatVector above(FloatVector x, float limit) {
        return x.blend(limit, x.compare(VectorOperators.LT, limit));
    }
}
