package eu.socle.tensor.cpu;

import static eu.socle.tensor.cpu.Lanes.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The passes over one row of attention scores. A row is whole vectors long and every vector that
/// holds a key the query sees is computed whole: before a pass its other lanes get minus infinity,
/// afterwards zero, and so do all vectors outside.
///
/// Why not masks: in loops like these C2 of JDK 25 puts vectors that met a mask of two comparisons
/// on the heap (measured: a kilobyte for each row, twice the time). For the same reason each loop
/// stands in a method of its own that takes floats.
final class Scores {

    private Scores() {}

    /// Floats of a row for this many keys.
    static int rowLength(int keys) {
        return up(keys);
    }

    /// z -> exp(scale z - max) for keys `from`..`to` (inclusive), zero elsewhere. Stores 1 / sum at
    /// `inverse`. A key that is alone gets exactly 1.
    ///
    /// @param length of the row, from [#rowLength]
    /// @param scale above zero
    /// @return log of the sum of exp(scale z); where nothing is seen minus infinity, with 0 at
    ///   `inverse`
    static float exponentials(long z, int length, int from, int to, float scale, long inverse) {
        if (from > to) {
            fill(z, 0, length, 0);
            Lanes.set(inverse, 0, 0);
            return Float.NEGATIVE_INFINITY;
        }
        float only = Lanes.get(z, from) * scale;
        if (from == to && Float.isFinite(only)) {
            single(z, length, from, 1);
            Lanes.set(inverse, 0, 1);
            return only;
        }
        int first = from / L * L;
        int end = up(to + 1);
        fill(z, first, from, Float.NEGATIVE_INFINITY);
        fill(z, to + 1, end, Float.NEGATIVE_INFINITY);
        float max = highest(z + 4L * first, end - first) * scale;
        float sum = shifted(z + 4L * first, scale, -max, end - first);
        fill(z, 0, from, 0);
        fill(z, to + 1, length, 0);
        Lanes.set(inverse, 0, 1 / sum);
        return max + (float) StrictMath.log(sum);
    }

    /// A row of zeros but for one key.
    static void single(long z, int length, int key, float value) {
        fill(z, 0, length, 0);
        Lanes.set(z, key, value);
    }

    private static float highest(long z, int n) {
        FloatVector m = Lanes.load(z, 0);
        for (int i = L; i < n; i += L) {
            m = m.max(Lanes.load(z, i));
        }
        return m.reduceLanes(VectorOperators.MAX); // the order of a maximum does not matter
    }

    private static float shifted(long z, float scale, float shift, int n) {
        FloatVector factor = FloatVector.broadcast(Lanes.F, scale);
        FloatVector minus = FloatVector.broadcast(Lanes.F, shift);
        FloatVector total = FloatVector.zero(Lanes.F);
        for (int i = 0; i < n; i += L) {
            FloatVector e = Lanes.exp(Lanes.load(z, i).fma(factor, minus));
            Lanes.store(e, z, i);
            total = total.add(e);
        }
        return Lanes.sum(total);
    }

    /// z -> p = exp(scale z - logSumExp) and d = dP -> dS = p (dP - outDot) scale for keys
    /// `from`..`to`, zero elsewhere.
    static void gradient(
            long z,
            long d,
            int length,
            int from,
            int to,
            float scale,
            float logSumExp,
            float outDot) {
        if (from <= to) {
            int first = from / L * L;
            fill(z, first, from, Float.NEGATIVE_INFINITY);
            fill(z, to + 1, up(to + 1), Float.NEGATIVE_INFINITY);
            long start = 4L * first;
            gradient(z + start, d + start, up(to + 1) - first, scale, -logSumExp, outDot);
        }
        int seen = Math.min(from, to + 1); // where nothing is seen the whole row becomes zero
        fill(z, 0, seen, 0);
        fill(d, 0, seen, 0);
        fill(z, Math.max(0, to + 1), length, 0);
        fill(d, Math.max(0, to + 1), length, 0);
    }

    private static void gradient(long z, long d, int n, float scale, float shift, float outDot) {
        FloatVector factor = FloatVector.broadcast(Lanes.F, scale);
        FloatVector minus = FloatVector.broadcast(Lanes.F, shift);
        for (int i = 0; i < n; i += L) {
            FloatVector p = Lanes.exp(Lanes.load(z, i).fma(factor, minus));
            Lanes.store(p, z, i);
            Lanes.store(Lanes.load(d, i).sub(outDot).mul(p).mul(factor), d, i);
        }
    }

    private static int up(int n) {
        return (n + L - 1) / L * L;
    }

    /// z[from..to) = value, one by one: seldom more than half a block.
    private static void fill(long z, int from, int to, float value) {
        for (int i = from; i < to; i++) {
            Lanes.set(z, i, value);
        }
    }
}
