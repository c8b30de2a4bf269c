package eu.socle.tensor.cpu;

import static eu.socle.tensor.cpu.Lanes.L;

import eu.socle.tensor.Write;
import eu.socle.tensor.cpu.machine.Gate;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;

/// The arithmetic of one row of each operation, on absolute addresses: whole vectors first, then
/// the rest one by one with the same bits.
final class Rows {

    private Rows() {}

    /// y = gain x r with r = 1 / sqrt(mean(x^2) + epsilon), which is returned.
    static float normalise(long y, long x, long gain, int columns, float epsilon) {
        float r = (float) (1 / Math.sqrt(Lanes.dot(x, x, columns) / (double) columns + epsilon));
        int i = 0;
        for (; i + L <= columns; i += L) {
            Lanes.store(Lanes.load(x, i).mul(r).mul(Lanes.load(gain, i)), y, i);
        }
        for (; i < columns; i++) {
            Lanes.set(y, i, Lanes.get(x, i) * r * Lanes.get(gain, i));
        }
        return r;
    }

    /// sum = x + gain delta r with r = 1 / sqrt(mean(delta^2) + epsilon), which is returned.
    static float normaliseAdd(long sum, long x, long delta, long gain, int columns, float epsilon) {
        float r =
                (float)
                        (1
                                / Math.sqrt(
                                        Lanes.dot(delta, delta, columns) / (double) columns
                                                + epsilon));
        int i = 0;
        for (; i + L <= columns; i += L) {
            FloatVector normed = Lanes.load(delta, i).mul(r).mul(Lanes.load(gain, i));
            Lanes.store(Lanes.load(x, i).add(normed), sum, i);
        }
        for (; i < columns; i++) {
            Lanes.set(sum, i, Lanes.get(x, i) + Lanes.get(delta, i) * r * Lanes.get(gain, i));
        }
        return r;
    }

    /// y = a + b.
    static void sum(long y, long a, long b, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            Lanes.store(Lanes.load(a, i).add(Lanes.load(b, i)), y, i);
        }
        for (; i < n; i++) {
            Lanes.set(y, i, Lanes.get(a, i) + Lanes.get(b, i));
        }
    }

    /// One row: dX = r (gain dY - x r^2 / C sum(gain dY x)), dGain += dY x r.
    static void normGradient(
            long dX, long dGain, long dY, long x, long gain, float r, int columns, Write write) {
        FloatVector dots = FloatVector.zero(Lanes.F);
        int i = 0;
        for (; i + L <= columns; i += L) {
            FloatVector d = Lanes.load(dY, i);
            FloatVector v = Lanes.load(x, i);
            dots = d.mul(Lanes.load(gain, i)).fma(v, dots);
            Lanes.store(
                    d.mul(v).fma(FloatVector.broadcast(Lanes.F, r), Lanes.load(dGain, i)),
                    dGain,
                    i);
        }
        float dot = Lanes.sum(dots);
        for (; i < columns; i++) {
            float d = Lanes.get(dY, i);
            float v = Lanes.get(x, i);
            dot = Math.fma(d * Lanes.get(gain, i), v, dot);
            Lanes.set(dGain, i, Math.fma(d * v, r, Lanes.get(dGain, i)));
        }
        float back = -(float) ((double) r * r / columns * dot);
        for (i = 0; i + L <= columns; i += L) {
            FloatVector g = Lanes.load(dY, i).mul(Lanes.load(gain, i));
            FloatVector d = Lanes.load(x, i).fma(FloatVector.broadcast(Lanes.F, back), g).mul(r);
            Lanes.store(write == Write.ADD ? d.add(Lanes.load(dX, i)) : d, dX, i);
        }
        for (; i < columns; i++) {
            float g = Lanes.get(dY, i) * Lanes.get(gain, i);
            float d = Math.fma(Lanes.get(x, i), back, g) * r;
            Lanes.set(dX, i, write == Write.ADD ? d + Lanes.get(dX, i) : d);
        }
    }

    /// (a, b) -> (a cos - b sin, b cos + a sin) on the two halves of one head.
    static void rotate(long x, long cos, long sin, int half, float direction) {
        long y = x + 4L * half;
        int i = 0;
        for (; i + L <= half; i += L) {
            FloatVector a = Lanes.load(x, i);
            FloatVector b = Lanes.load(y, i);
            FloatVector c = Lanes.load(cos, i);
            FloatVector s = Lanes.load(sin, i).mul(direction);
            Lanes.store(a.mul(c).sub(b.mul(s)), x, i);
            Lanes.store(b.mul(c).add(a.mul(s)), y, i);
        }
        for (; i < half; i++) {
            float a = Lanes.get(x, i);
            float b = Lanes.get(y, i);
            float c = Lanes.get(cos, i);
            float s = Lanes.get(sin, i) * direction;
            Lanes.set(x, i, a * c - b * s);
            Lanes.set(y, i, b * c + a * s);
        }
    }

    /// (a, b) -> (a cos - b sin, b cos + a sin) on neighbours, one pair after the other: heads that
    /// rotate so are short.
    static void rotateNeighbours(long x, long cos, long sin, int half, float direction) {
        for (int i = 0; i < half; i++) {
            float a = Lanes.get(x, 2L * i);
            float b = Lanes.get(x, 2L * i + 1);
            float c = Lanes.get(cos, i);
            float s = Lanes.get(sin, i) * direction;
            Lanes.set(x, 2L * i, a * c - b * s);
            Lanes.set(x, 2L * i + 1, b * c + a * s);
        }
    }

    /// y = silu(gate) * up; `gateUp` holds both, one after the other.
    ///
    /// @param code for whole vectors, where there is some
    static void swiglu(long y, long gateUp, int width, Optional<Gate> code) {
        long up = gateUp + 4L * width;
        int i = 0;
        if (code.isPresent() && width >= Gate.LANES) {
            code.get().run(y, gateUp, up, width / Gate.LANES);
            i = width / Gate.LANES * Gate.LANES;
        }
        for (; i + L <= width; i += L) {
            FloatVector g = Lanes.load(gateUp, i);
            Lanes.store(g.mul(Lanes.load(up, i)).div(Lanes.exp(g.neg()).add(1f)), y, i);
        }
        for (; i < width; i++) {
            float g = Lanes.get(gateUp, i);
            Lanes.set(y, i, g * Lanes.get(up, i) / (Lanes.exp(-g) + 1f));
        }
    }

    /// One row: dGate = d up s (1 + gate (1 - s)), dUp = d gate s, s = sigmoid(gate).
    static void swigluGradient(long dGate, long dY, long gate, int width) {
        long up = gate + 4L * width;
        long dUp = dGate + 4L * width;
        FloatVector one = FloatVector.broadcast(Lanes.F, 1f);
        int i = 0;
        for (; i + L <= width; i += L) {
            FloatVector g = Lanes.load(gate, i);
            FloatVector d = Lanes.load(dY, i);
            FloatVector s = one.div(Lanes.exp(g.neg()).add(1f));
            Lanes.store(d.mul(Lanes.load(up, i)).mul(s).mul(one.sub(s).fma(g, one)), dGate, i);
            Lanes.store(d.mul(g).mul(s), dUp, i);
        }
        for (; i < width; i++) {
            float g = Lanes.get(gate, i);
            float d = Lanes.get(dY, i);
            float s = 1f / (Lanes.exp(-g) + 1f);
            Lanes.set(dGate, i, d * Lanes.get(up, i) * s * Math.fma(1f - s, g, 1f));
            Lanes.set(dUp, i, d * g * s);
        }
    }
}
