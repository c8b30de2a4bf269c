package eu.socle.train.loss;

import eu.socle.tensor.loss.Divergence;
import java.util.Optional;
import java.util.OptionalDouble;

/// Losses of the GRPO family over a batch of sampled answers, and their gradients with respect to
/// the policy's log-probabilities.
///
/// Legend: a answer, t token, m mask (1 where a token counts), A advantage of the answer, p, o, r
/// log-probabilities under the policy, the policy that sampled and the reference. Ratio rho = exp(p
/// - o), or for a whole answer exp(masked mean of p - o) (GSPO, arXiv 2507.18071).
///
/// ```
/// l = -min(min(rho, cap) A, clip(rho, 1 - low, 1 + high) A) + beta k3(p, r)
/// CISPO: l = -stop(min(rho, high)) A p + beta k3(p, r)
/// ```
///
/// @param form how tokens become one number
/// @param level of the ratio
/// @param beta weight of the divergence from the reference, 0 for none
/// @param low how far the ratio may fall
/// @param high how far the ratio may rise; with CISPO the bound itself
/// @param cap of the ratio before the minimum (two-sided clipping), if any
public record PolicyLoss(
        Form form, Level level, double beta, double low, double high, OptionalDouble cap) {

    /// How the losses of tokens become one number.
    public enum Form {
        /// The mean over answers of the mean over their tokens, / accumulation (arXiv 2402.03300).
        GRPO,
        /// The mean over the batch's tokens, / accumulation.
        BNPO,
        /// The sum / (answers * longest possible answer), / accumulation (arXiv 2503.20783).
        DR_GRPO,
        /// The sum / active tokens of the whole step (arXiv 2503.14476).
        DAPO,
        /// As DAPO, with the clipped ratio as a constant weight (MiniMax-M1, arXiv 2506.13585).
        CISPO
    }

    /// What the ratio is taken of.
    public enum Level {
        TOKEN,
        ANSWER
    }

    public PolicyLoss {
        if (!(beta >= 0) || !(low >= 0) || !(high >= 0)) {
            throw new IllegalArgumentException(
                    "beta " + beta + ", low " + low + " and high " + high + " must not be below 0");
        }
    }

    /// Without divergence, bounds of 0.2 and no cap.
    public static PolicyLoss of(Form form, Level level) {
        return new PolicyLoss(form, level, 0, 0.2, 0.2, OptionalDouble.empty());
    }

    /// Log-probabilities by answer and token; the rows may differ in length.
    ///
    /// @param policy under the policy that learns
    /// @param old under the policy that sampled
    /// @param reference under the reference; needed when beta is above 0
    /// @param mask true where a token counts
    public record Answers(
            double[][] policy, double[][] old, Optional<double[][]> reference, boolean[][] mask) {

        /// Tokens that count.
        public long active() {
            long active = 0;
            for (boolean[] row : mask) {
                active += count(row);
            }
            return active;
        }
    }

    /// What is divided by.
    ///
    /// @param longest tokens of the longest answer that could have been sampled
    /// @param active tokens that count, over all batches of the step
    /// @param accumulation batches of the step
    public record Divisors(long longest, long active, int accumulation) {}

    /// The loss and its gradient.
    ///
    /// @param gradient by answer and token; 0 where a token does not count
    public record Result(double loss, double[][] gradient) {}

    private record Slope(double value, double slope) {}

    /// The loss of a batch.
    ///
    /// @param advantages one for each answer
    /// @throws IllegalArgumentException if sizes disagree, or the reference is needed and absent
    public Result apply(Answers answers, double[] advantages, Divisors divisors) {
        check(answers, advantages);
        int count = advantages.length;
        long active = Math.max(1, answers.active());
        double[][] gradient = new double[count][];
        double loss = 0;
        for (int a = 0; a < count; a++) {
            int tokens = count(answers.mask[a]);
            double weight = weight(count, tokens, active, divisors);
            gradient[a] = new double[answers.policy[a].length];
            loss += answer(answers, a, advantages[a], tokens, weight, gradient[a]);
        }
        return new Result(loss, gradient);
    }

    /// What one token of an answer with so many of them weighs.
    private double weight(int answers, int tokens, long active, Divisors by) {
        return switch (form) {
            case GRPO -> 1.0 / Math.max(1, tokens) / answers / by.accumulation;
            case BNPO -> 1.0 / active / by.accumulation;
            case DR_GRPO -> 1.0 / ((double) answers * by.longest) / by.accumulation;
            case DAPO, CISPO -> 1.0 / by.active;
        };
    }

    private double answer(
            Answers answers, int a, double advantage, int tokens, double weight, double[] d) {
        double[] p = answers.policy[a];
        double[] o = answers.old[a];
        boolean[] mask = answers.mask[a];
        double mean = 0; // of p - o, over the tokens that count
        for (int t = 0; t < p.length; t++) {
            mean += mask[t] ? (p[t] - o[t]) / tokens : 0;
        }
        double loss = 0;
        double shared = 0; // slope with respect to the mean
        for (int t = 0; t < p.length; t++) {
            if (!mask[t]) {
                continue;
            }
            double ratio = StrictMath.exp(level == Level.TOKEN ? p[t] - o[t] : mean);
            if (form == Form.CISPO) {
                double held = -Math.min(ratio, high) * advantage;
                loss += weight * held * p[t];
                d[t] += weight * held;
            } else {
                Slope clipped = clipped(ratio, advantage);
                loss += weight * clipped.value;
                double slope = weight * clipped.slope * ratio; // d rho = rho d(p - o)
                d[t] += level == Level.TOKEN ? slope : 0;
                shared += level == Level.ANSWER ? slope : 0;
            }
            if (beta > 0) {
                double r = answers.reference.orElseThrow()[a][t];
                loss += weight * beta * Divergence.K3.at(p[t], r);
                d[t] += weight * beta * Divergence.K3.slope(p[t], r);
            }
        }
        for (int t = 0; t < p.length; t++) {
            d[t] += mask[t] ? shared / tokens : 0;
        }
        return loss;
    }

    /// The clipped loss and its derivative with respect to the ratio. Where both arguments of a
    /// minimum are equal their slopes are averaged.
    private Slope clipped(double ratio, double advantage) {
        double bound = cap.orElse(Double.POSITIVE_INFINITY);
        Slope first = times(least(ratio, 1, bound), advantage);
        Slope raised = least(-ratio, -1, -(1 - low)); // of the negatives: a maximum
        Slope second = times(least(-raised.value, -raised.slope, 1 + high), advantage);
        Slope least =
                first.value < second.value
                        ? first
                        : first.value > second.value
                                ? second
                                : new Slope(first.value, (first.slope + second.slope) / 2);
        return times(least, -1);
    }

    private static Slope least(double value, double slope, double constant) {
        if (value < constant) {
            return new Slope(value, slope);
        }
        return new Slope(constant, value > constant ? 0 : slope / 2);
    }

    private static Slope times(Slope x, double factor) {
        return new Slope(x.value * factor, x.slope * factor);
    }

    private static int count(boolean[] mask) {
        int count = 0;
        for (boolean active : mask) {
            count += active ? 1 : 0;
        }
        return count;
    }

    private void check(Answers answers, double[] advantages) {
        if (beta > 0 && answers.reference.isEmpty()) {
            throw new IllegalArgumentException(
                    "beta " + beta + " needs the log-probabilities of a reference");
        }
        int count = advantages.length;
        boolean good =
                answers.policy.length == count
                        && answers.old.length == count
                        && answers.mask.length == count
                        && answers.reference.map(r -> r.length == count).orElse(true);
        for (int a = 0; good && a < count; a++) {
            int tokens = answers.policy[a].length;
            int row = a;
            good =
                    answers.old[a].length == tokens
                            && answers.mask[a].length == tokens
                            && answers.reference.map(r -> r[row].length == tokens).orElse(true);
        }
        if (!good) {
            throw new IllegalArgumentException("answers and advantages disagree in number or size");
        }
    }
}
