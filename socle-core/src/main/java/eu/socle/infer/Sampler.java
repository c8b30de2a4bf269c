package eu.socle.infer;

import eu.socle.core.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Chooses the tokens of one answer. A draw is a function of (seed, choice, position), so neither
/// other requests nor the order of work can change it; ties are broken by the lower token id. Not
/// for two threads at once.
///
/// Legend: z logits after bias and penalties, p their softmax at the temperature (in double, after
/// the maximum was subtracted), V vocabulary.
public final class Sampler {

    private final Sampling sampling;
    private final Seed seed;
    private final float[] z; // [V]
    private final double[] p; // [V]; 0 for what was not kept
    private final long[] ranked; // [V]
    private final int[] generated; // [V] how often each token was generated
    private final boolean[] seen; // [V] in the prompt or generated
    private long position;

    /// @param choice number of the answer among those of one request
    /// @param prompt what was read, for the repetition penalty
    /// @param vocabulary V
    public Sampler(Sampling sampling, int choice, int[] prompt, int vocabulary) {
        this.sampling = sampling;
        this.seed = new Seed(sampling.seed()).of("draw").of(choice);
        this.z = new float[vocabulary];
        this.p = new double[vocabulary];
        this.ranked = new long[vocabulary];
        this.generated = new int[vocabulary];
        this.seen = new boolean[vocabulary];
        for (int id : prompt) {
            seen[id] = true;
        }
    }

    /// A chosen token.
    ///
    /// @param logProbability in nats, of the model's own distribution: before bias, penalties and
    ///   temperature
    /// @param alternatives the likeliest tokens of that distribution, likeliest first
    public record Choice(int id, double logProbability, List<Alternative> alternatives) {
        public Choice {
            alternatives = List.copyOf(alternatives);
        }
    }

    /// A token that could have been chosen, with its log-probability as in [Choice].
    public record Alternative(int id, double logProbability) {}

    /// Chooses the next token and counts it as generated.
    ///
    /// @param logits `[V]`, read only
    /// @throws ArithmeticException if a logit is NaN or positive infinity, or none is finite
    public Choice next(float[] logits) {
        double logSum = LogSoftmax.logSum(logits);
        if (!Double.isFinite(logSum)) {
            throw new ArithmeticException(
                    "the model gave logits that are not numbers for token "
                            + position
                            + " of the answer");
        }
        adjust(logits);
        int id = sampling.temperature() == 0 ? likeliest() : draw();
        generated[id]++;
        seen[id] = true;
        position++;
        return new Choice(id, logits[id] - logSum, alternatives(logits, logSum));
    }

    private void adjust(float[] logits) {
        System.arraycopy(logits, 0, z, 0, z.length);
        for (Map.Entry<Integer, Double> entry : sampling.bias().entrySet()) {
            z[entry.getKey()] += entry.getValue().floatValue();
        }
        float repetition = (float) sampling.repetition();
        float presence = (float) sampling.presence();
        float frequency = (float) sampling.frequency();
        if (repetition == 1 && presence == 0 && frequency == 0) {
            return;
        }
        for (int id = 0; id < z.length; id++) {
            if (seen[id]) {
                z[id] = z[id] > 0 ? z[id] / repetition : z[id] * repetition;
            }
            if (generated[id] > 0) {
                z[id] -= presence + frequency * generated[id];
            }
        }
    }

    private int likeliest() {
        int best = 0;
        for (int id = 1; id < z.length; id++) {
            if (z[id] > z[best]) {
                best = id;
            }
        }
        return best;
    }

    private int draw() {
        double maximum = z[likeliest()];
        for (int id = 0; id < p.length; id++) {
            p[id] = Math.exp((z[id] - maximum) / sampling.temperature());
        }
        keepTop();
        double sum = 0;
        for (double each : p) {
            sum += each;
        }
        double target = seed.uniform(position) * sum;
        double reached = 0;
        int last = 0;
        for (int id = 0; id < p.length; id++) {
            if (p[id] > 0) {
                reached += p[id];
                last = id;
                if (reached > target) {
                    return id;
                }
            }
        }
        return last; // rounding: the target was the whole sum
    }

    /// Sets p to 0 for what top-k, then top-p, then min-p do not keep. The likeliest token is
    /// always kept; its p is 1.
    private void keepTop() {
        int k = sampling.topK() == 0 ? p.length : Math.min(sampling.topK(), p.length);
        if (k < p.length || sampling.topP() < 1) {
            rank(z);
            double kept = 0;
            for (int r = 0; r < k; r++) {
                kept += p[ranked(r)];
            }
            double enough = sampling.topP() * kept;
            double reached = 0;
            for (int r = 0; r < p.length; r++) {
                int id = ranked(r);
                boolean keep = r == 0 || (r < k && (sampling.topP() == 1 || reached < enough));
                reached += p[id];
                p[id] = keep ? p[id] : 0;
            }
        }
        for (int id = 0; id < p.length; id++) {
            if (p[id] < sampling.minP()) {
                p[id] = 0;
            }
        }
    }

    /// Sorts token ids by falling logit, equal logits by rising id.
    private void rank(float[] logits) {
        for (int id = 0; id < ranked.length; id++) {
            int bits = Float.floatToIntBits(logits[id] + 0.0f); // -0 counts as 0
            int ordered = bits ^ (bits >> 31 & 0x7fffffff);
            ranked[id] = (long) ~ordered << 32 | id;
        }
        Arrays.sort(ranked);
    }

    private int ranked(int rank) {
        return (int) ranked[rank];
    }

    private List<Alternative> alternatives(float[] logits, double logSum) {
        if (sampling.alternatives() == 0) {
            return List.of();
        }
        rank(logits);
        List<Alternative> list = new ArrayList<>();
        for (int r = 0; r < Math.min(sampling.alternatives(), ranked.length); r++) {
            list.add(new Alternative(ranked(r), logits[ranked(r)] - logSum));
        }
        return list;
    }
}
