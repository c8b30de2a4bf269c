package eu.socle.tensor.cpu;

import static eu.socle.tensor.cpu.Lanes.L;

import eu.socle.tensor.loss.HeadLoss;
import jdk.incubator.vector.FloatVector;

/// The arithmetic of one row of logits: sums of exponentials, and gradients in the logits' place.
final class HeadRows {

    private static final int RUN = 1 << 12; // elements summed in float before a double takes over

    private HeadRows() {}

    /// log sum e^z - z[label].
    static double loss(long z, int n, int label) {
        float max = Lanes.max(z, n);
        return max - Lanes.get(z, label) + StrictMath.log(sumExp(z, max, n));
    }

    /// The same; z becomes scale (softmax - onehot).
    static double gradient(long z, int n, int label, float scale) {
        float max = Lanes.max(z, n);
        float own = Lanes.get(z, label);
        float sum = Lanes.expShifted(z, 1, max, n);
        Lanes.scale(z, scale / sum, n);
        Lanes.set(z, label, Lanes.get(z, label) - scale);
        return max - own + StrictMath.log(sum);
    }

    /// The loss of a form with additions; z becomes capped.
    static double loss(long z, int n, int label, HeadLoss form) {
        if (form.isCapped()) {
            Curves.softCap(z, z, form.cap(), n);
        }
        float max = Lanes.max(z, n);
        return value(z, n, label, form, max + StrictMath.log(sumExp(z, max, n)));
    }

    private static double value(long z, int n, int label, HeadLoss form, double l) {
        double s = form.smoothing();
        double spread = s == 0 ? 0 : s / n * sum(z, n);
        return l - (1 - s) * Lanes.get(z, label) - spread + form.zWeight() * l * l;
    }

    /// The same; z becomes scale (p (1 + 2 zWeight l) - target) (1 - (z / cap)^2).
    static double gradient(long z, int n, int label, HeadLoss form, double scale) {
        if (form.isCapped()) {
            Curves.softCap(z, z, form.cap(), n);
        }
        float max = Lanes.max(z, n);
        double sum = sumExp(z, max, n);
        double l = max + StrictMath.log(sum);
        double loss = value(z, n, label, form, l);
        double pull = 1 + 2 * form.zWeight() * l;
        float factor = (float) (scale * pull / sum);
        float spread = (float) (scale * form.smoothing() / n);
        float inverse = 1 / form.cap(); // 0 when there is no cap
        float own = Lanes.get(z, label) * inverse;
        FloatVector one = FloatVector.broadcast(Lanes.F, 1f);
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector v = Lanes.load(z, i);
            FloatVector t = v.mul(inverse);
            FloatVector d = Lanes.exp(v.sub(max)).mul(factor).sub(spread);
            Lanes.store(d.mul(one.sub(t.mul(t))), z, i);
        }
        for (; i < n; i++) {
            float v = Lanes.get(z, i);
            float t = v * inverse;
            Lanes.set(z, i, (Lanes.exp(v - max) * factor - spread) * (1f - t * t));
        }
        float pulled = (float) (scale * (1 - form.smoothing())) * (1f - own * own);
        Lanes.set(z, label, Lanes.get(z, label) - pulled);
        return loss;
    }

    /// Sum of e^(z - max).
    private static double sumExp(long z, float max, int n) {
        FloatVector total = FloatVector.zero(Lanes.F);
        int i = 0;
        for (; i + L <= n; i += L) {
            total = total.add(Lanes.exp(Lanes.load(z, i).sub(max)));
        }
        float sum = Lanes.sum(total);
        for (; i < n; i++) {
            sum += Lanes.exp(Lanes.get(z, i) - max);
        }
        return sum;
    }

    private static double sum(long z, int n) {
        double total = 0;
        int i = 0;
        while (i + L <= n) {
            FloatVector part = FloatVector.zero(Lanes.F);
            for (int end = Math.min(n, i + RUN); i + L <= end; i += L) {
                part = part.add(Lanes.load(z, i));
            }
            total += Lanes.sum(part);
        }
        for (; i < n; i++) {
            total += Lanes.get(z, i);
        }
        return total;
    }

    /// Sums of e^d and of e^d d with d = rate (z - max): the log of the first less the quotient of
    /// both is the entropy.
    record Sums(double plain, double weighted) {

        static Sums of(long z, float rate, float max, int n) {
            FloatVector plain = FloatVector.zero(Lanes.F);
            FloatVector weighted = FloatVector.zero(Lanes.F);
            int i = 0;
            for (; i + L <= n; i += L) {
                FloatVector d = Lanes.load(z, i).sub(max).mul(rate);
                FloatVector e = Lanes.exp(d);
                plain = plain.add(e);
                weighted = e.fma(d, weighted);
            }
            float first = Lanes.sum(plain);
            float second = Lanes.sum(weighted);
            for (; i < n; i++) {
                float d = (Lanes.get(z, i) - max) * rate;
                float e = Lanes.exp(d);
                first += e;
                second = Math.fma(e, d, second);
            }
            return new Sums(first, second);
        }

        double log() {
            return StrictMath.log(plain);
        }

        double entropy() {
            return log() - weighted / plain;
        }
    }

    /// z becomes rate (dLogP (onehot - p) - dEntropy p (log p + entropy)), p = e^(rate (z - max)) /
    /// sum.
    static void differentiate(
            long z, int n, int label, float rate, float dLogP, float dEntropy, float max) {
        Sums sums = Sums.of(z, rate, max, n);
        float scale = (float) (-rate / sums.plain);
        float shift = (float) (dLogP + dEntropy * (sums.entropy() - sums.log()));
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector d = Lanes.load(z, i).sub(max).mul(rate);
            FloatVector slope = d.mul(dEntropy).add(shift);
            Lanes.store(Lanes.exp(d).mul(scale).mul(slope), z, i);
        }
        for (; i < n; i++) {
            float d = (Lanes.get(z, i) - max) * rate;
            Lanes.set(z, i, Lanes.exp(d) * scale * (d * dEntropy + shift));
        }
        Lanes.set(z, label, Lanes.get(z, label) + rate * dLogP);
    }
}
