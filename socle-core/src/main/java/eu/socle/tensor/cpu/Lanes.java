package eu.socle.tensor.cpu;

import static eu.socle.tensor.cpu.machine.Exponential.C2;
import static eu.socle.tensor.cpu.machine.Exponential.C3;
import static eu.socle.tensor.cpu.machine.Exponential.C4;
import static eu.socle.tensor.cpu.machine.Exponential.C5;
import static eu.socle.tensor.cpu.machine.Exponential.C6;
import static eu.socle.tensor.cpu.machine.Exponential.LEAST;
import static eu.socle.tensor.cpu.machine.Exponential.LN2_HIGH;
import static eu.socle.tensor.cpu.machine.Exponential.LN2_LOW;
import static eu.socle.tensor.cpu.machine.Exponential.LOG2_E;
import static eu.socle.tensor.cpu.machine.Exponential.MOST;
import static eu.socle.tensor.cpu.machine.Exponential.ROUND;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Vector arithmetic on absolute addresses, with one fixed order of every sum.
///
/// Loads and stores go through one segment that spans all memory: its bounds and liveness checks
/// are constants that C2 removes, which is not so for slices of a shared arena inside nested loops.
/// Callers check shapes before they come here ([eu.socle.tensor.Shapes]).
///
/// Sums across lanes rotate and add, so that interpreted and compiled code agree:
/// `reduceLanes(ADD)` leaves the order of floats open.
final class Lanes {

    static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
    static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    static final VectorSpecies<Double> D = DoubleVector.SPECIES_PREFERRED;

    /// Lanes of one vector: 16 with AVX-512, 8 with AVX2, 4 with NEON.
    static final int L = F.length();

    @SuppressWarnings("restricted") // this one place sees all memory; shapes are checked before
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private static final VectorShuffle<Float> BY_8 = VectorShuffle.iota(F, 8 % L, 1, true);
    private static final VectorShuffle<Float> BY_4 = VectorShuffle.iota(F, 4 % L, 1, true);
    private static final VectorShuffle<Float> BY_2 = VectorShuffle.iota(F, 2 % L, 1, true);
    private static final VectorShuffle<Float> BY_1 = VectorShuffle.iota(F, 1 % L, 1, true);

    private Lanes() {}

    static FloatVector load(long address, long index) {
        return FloatVector.fromMemorySegment(F, ALL, address + (index << 2), ORDER);
    }

    static void store(FloatVector v, long address, long index) {
        v.intoMemorySegment(ALL, address + (index << 2), ORDER);
    }

    static float get(long address, long index) {
        return ALL.get(FLOAT, address + (index << 2));
    }

    static void set(long address, long index, float value) {
        ALL.set(FLOAT, address + (index << 2), value);
    }

    static void zero(long address, long floats) {
        ALL.asSlice(address, floats << 2).fill((byte) 0);
    }

    static void copy(long from, long to, long floats) {
        MemorySegment.copy(ALL, from, ALL, to, floats << 2);
    }

    /// True if two runs hold equal numbers.
    static boolean same(long a, long b, int n) {
        for (int i = 0; i < n; i++) {
            if (get(a, i) != get(b, i)) {
                return false;
            }
        }
        return true;
    }

    /// Sum of all lanes, in one order on every machine of this width.
    static float sum(FloatVector v) {
        if (L > 8) {
            v = v.add(v.rearrange(BY_8));
        }
        if (L > 4) {
            v = v.add(v.rearrange(BY_4));
        }
        if (L > 2) {
            v = v.add(v.rearrange(BY_2));
        }
        return v.add(v.rearrange(BY_1)).lane(0);
    }

    /// sum + a b, exact but for the sums: a lane of doubles takes the products of two of floats.
    static DoubleVector addProducts(DoubleVector sum, FloatVector a, FloatVector b) {
        DoubleVector both = sum;
        for (int part = 0; part < 2; part++) {
            DoubleVector x = (DoubleVector) a.castShape(D, part);
            both = x.fma((DoubleVector) b.castShape(D, part), both);
        }
        return both;
    }

    /// Sum of all lanes, the first first.
    static double sum(DoubleVector v) {
        double sum = 0;
        for (int lane = 0; lane < D.length(); lane++) {
            sum += v.lane(lane);
        }
        return sum;
    }

    /// e^x within two units in the last place; NaN stays NaN; the scalar twin is [#exp(float)].
    static FloatVector exp(FloatVector x) {
        // comparisons and blends: the maximum of the Vector API costs more, for the sake of -0
        FloatVector clamped = x.blend(LEAST, x.compare(VectorOperators.LT, LEAST));
        clamped = clamped.blend(MOST, clamped.compare(VectorOperators.GT, MOST));
        FloatVector shifted =
                clamped.fma(FloatVector.broadcast(F, LOG2_E), FloatVector.broadcast(F, ROUND));
        FloatVector k = shifted.sub(ROUND);
        FloatVector r = k.fma(FloatVector.broadcast(F, -LN2_HIGH), clamped);
        r = k.fma(FloatVector.broadcast(F, -LN2_LOW), r);
        FloatVector p = r.fma(FloatVector.broadcast(F, C6), FloatVector.broadcast(F, C5));
        p = p.fma(r, FloatVector.broadcast(F, C4));
        p = p.fma(r, FloatVector.broadcast(F, C3));
        p = p.fma(r, FloatVector.broadcast(F, C2));
        p = p.fma(r, FloatVector.broadcast(F, 1f));
        p = p.fma(r, FloatVector.broadcast(F, 1f));
        IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        return p.mul(exponent.reinterpretAsFloats());
    }

    /// e^x, bit for bit as one lane of [#exp(FloatVector)].
    static float exp(float x) {
        float clamped = x < LEAST ? LEAST : x > MOST ? MOST : x;
        float shifted = Math.fma(clamped, LOG2_E, ROUND);
        float k = shifted - ROUND;
        float r = Math.fma(k, -LN2_HIGH, clamped);
        r = Math.fma(k, -LN2_LOW, r);
        float p = Math.fma(r, C6, C5);
        p = Math.fma(p, r, C4);
        p = Math.fma(p, r, C3);
        p = Math.fma(p, r, C2);
        p = Math.fma(p, r, 1f);
        p = Math.fma(p, r, 1f);
        return p * Float.intBitsToFloat(Float.floatToRawIntBits(shifted) << 23);
    }

    /// Dot product of two runs of floats: two vector sums side by side, then the tail, one order
    /// always.
    static float dot(long a, long b, int n) {
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = FloatVector.zero(F);
        int i = 0;
        for (; i + 2 * L <= n; i += 2 * L) {
            s0 = load(a, i).fma(load(b, i), s0);
            s1 = load(a, i + L).fma(load(b, i + L), s1);
        }
        for (; i + L <= n; i += L) {
            s0 = load(a, i).fma(load(b, i), s0);
        }
        float sum = sum(s0.add(s1));
        for (; i < n; i++) {
            sum = Math.fma(get(a, i), get(b, i), sum);
        }
        return sum;
    }

    /// scores[j] = the dot product of q and key j, for `count` keys that lie `stride` floats apart;
    /// each one bit for bit as [#dot], four at a time, so that one need not wait for another.
    static void dots(long scores, long q, long keys, long stride, int count, int n) {
        int j = 0;
        for (; j + 4 <= count && n % (2 * L) == 0; j += 4) {
            long a = keys + 4 * stride * j;
            long b = a + 4 * stride;
            long c = b + 4 * stride;
            long d = c + 4 * stride;
            FloatVector a0 = FloatVector.zero(F);
            FloatVector a1 = FloatVector.zero(F);
            FloatVector b0 = FloatVector.zero(F);
            FloatVector b1 = FloatVector.zero(F);
            FloatVector c0 = FloatVector.zero(F);
            FloatVector c1 = FloatVector.zero(F);
            FloatVector d0 = FloatVector.zero(F);
            FloatVector d1 = FloatVector.zero(F);
            for (int i = 0; i < n; i += 2 * L) {
                FloatVector q0 = load(q, i);
                FloatVector q1 = load(q, i + L);
                a0 = q0.fma(load(a, i), a0);
                a1 = q1.fma(load(a, i + L), a1);
                b0 = q0.fma(load(b, i), b0);
                b1 = q1.fma(load(b, i + L), b1);
                c0 = q0.fma(load(c, i), c0);
                c1 = q1.fma(load(c, i + L), c1);
                d0 = q0.fma(load(d, i), d0);
                d1 = q1.fma(load(d, i + L), d1);
            }
            set(scores, j, sum(a0.add(a1)));
            set(scores, j + 1, sum(b0.add(b1)));
            set(scores, j + 2, sum(c0.add(c1)));
            set(scores, j + 3, sum(d0.add(d1)));
        }
        for (; j < count; j++) {
            set(scores, j, dot(q, keys + 4 * stride * j, n));
        }
    }

    /// y += the sum of weights[j] times value j, for `count` values that lie `stride` floats apart,
    /// in the order of j: bit for bit as [#addScaled] one after another, with y in registers.
    static void addWeighted(long y, long weights, long values, long stride, int count, int n) {
        int i = 0;
        for (; i + 4 * L <= n; i += 4 * L) {
            FloatVector a = load(y, i);
            FloatVector b = load(y, i + L);
            FloatVector c = load(y, i + 2L * L);
            FloatVector d = load(y, i + 3L * L);
            for (int j = 0; j < count; j++) {
                FloatVector w = FloatVector.broadcast(F, get(weights, j));
                long v = values + 4 * stride * j;
                a = load(v, i).fma(w, a);
                b = load(v, i + L).fma(w, b);
                c = load(v, i + 2 * L).fma(w, c);
                d = load(v, i + 3 * L).fma(w, d);
            }
            store(a, y, i);
            store(b, y, i + L);
            store(c, y, i + 2 * L);
            store(d, y, i + 3 * L);
        }
        if (i < n) {
            for (int j = 0; j < count; j++) {
                addScaled(y + 4L * i, values + 4 * (stride * j + i), get(weights, j), n - i);
            }
        }
    }

    /// Sum of n floats, n a multiple of four vectors: four sums side by side, which is fast enough
    /// to wait for memory only.
    static float sum(long x, long n) {
        FloatVector a = FloatVector.zero(F);
        FloatVector b = FloatVector.zero(F);
        FloatVector c = FloatVector.zero(F);
        FloatVector d = FloatVector.zero(F);
        for (long i = 0; i < n; i += 4L * L) {
            a = a.add(load(x, i));
            b = b.add(load(x, i + L));
            c = c.add(load(x, i + 2L * L));
            d = d.add(load(x, i + 3L * L));
        }
        return sum(a.add(b).add(c.add(d)));
    }

    /// y += factor * x.
    static void addScaled(long y, long x, float factor, int n) {
        FloatVector f = FloatVector.broadcast(F, factor);
        int i = 0;
        for (; i + L <= n; i += L) {
            store(load(x, i).fma(f, load(y, i)), y, i);
        }
        for (; i < n; i++) {
            set(y, i, Math.fma(get(x, i), factor, get(y, i)));
        }
    }

    /// Largest element; negative infinity when there is none.
    static float max(long x, int n) {
        FloatVector m = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        FloatVector m1 =
                FloatVector.broadcast(
                        F,
                        Float.NEGATIVE_INFINITY); // four at a time: one alone would wait for itself
        FloatVector m2 = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        FloatVector m3 = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        int i = 0;
        for (; i + 4 * L <= n; i += 4 * L) {
            m = m.max(load(x, i));
            m1 = m1.max(load(x, i + L));
            m2 = m2.max(load(x, i + 2L * L));
            m3 = m3.max(load(x, i + 3L * L));
        }
        for (; i + L <= n; i += L) {
            m = m.max(load(x, i));
        }
        m = m.max(m1).max(m2.max(m3));
        float max = m.reduceLanes(VectorOperators.MAX); // the order of a maximum does not matter
        for (; i < n; i++) {
            max = Math.max(max, get(x, i));
        }
        return max;
    }

    /// x = exp(factor * x - shift) in place; returns the sum.
    static float expShifted(long x, float factor, float shift, int n) {
        FloatVector total = FloatVector.zero(F);
        FloatVector f = FloatVector.broadcast(F, factor);
        FloatVector minus = FloatVector.broadcast(F, -shift);
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector e = exp(load(x, i).fma(f, minus));
            store(e, x, i);
            total = total.add(e);
        }
        float sum = sum(total);
        for (; i < n; i++) {
            float e = exp(Math.fma(get(x, i), factor, -shift));
            set(x, i, e);
            sum += e;
        }
        return sum;
    }

    /// x *= factor.
    static void scale(long x, float factor, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            store(load(x, i).mul(factor), x, i);
        }
        for (; i < n; i++) {
            set(x, i, get(x, i) * factor);
        }
    }
}
