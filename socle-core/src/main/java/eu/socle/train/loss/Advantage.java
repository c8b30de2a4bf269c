package eu.socle.train.loss;

import java.util.Arrays;

/// How much better an answer is than the others of its group (GRPO, arXiv 2402.03300): reward minus
/// the group's mean, divided by a standard deviation (with n - 1) plus 1e-4. An absent reward is
/// NaN: it takes no part in means and deviations, and its advantage is 0. So is that of an answer
/// whose deviation is that of fewer than two rewards.
public final class Advantage {

    private static final double LEAST = 1e-4;

    private Advantage() {}

    /// Whose standard deviation divides.
    public enum Scale {
        /// That of the group.
        GROUP,
        /// That of all rewards.
        BATCH,
        /// Nobody's (Dr. GRPO, arXiv 2503.20783).
        NONE
    }

    /// The advantage of each answer.
    ///
    /// @param rewards group after group, NaN where absent
    /// @param group answers of one question
    /// @throws IllegalArgumentException if the rewards are not whole groups
    public static double[] of(double[] rewards, int group, Scale scale) {
        if (group < 1 || rewards.length % group != 0) {
            throw new IllegalArgumentException(
                    rewards.length + " rewards are not whole groups of " + group);
        }
        double all = deviation(rewards);
        double[] advantages = new double[rewards.length];
        for (int from = 0; from < rewards.length; from += group) {
            double[] own = Arrays.copyOfRange(rewards, from, from + group);
            double mean = mean(own);
            double divisor =
                    switch (scale) {
                        case GROUP -> deviation(own) + LEAST;
                        case BATCH -> all + LEAST;
                        case NONE -> 1;
                    };
            for (int i = 0; i < group; i++) {
                double advantage = (own[i] - mean) / divisor;
                advantages[from + i] = Double.isNaN(advantage) ? 0 : advantage;
            }
        }
        return advantages;
    }

    /// True for a group one can learn from: neither all right nor all wrong (DAPO, arXiv
    /// 2503.14476, eq. 11).
    ///
    /// @param accuracies from 0, wrong, to 1, right
    public static boolean separates(double[] accuracies) {
        double sum = Arrays.stream(accuracies).sum();
        return sum > 0 && sum < accuracies.length;
    }

    /// NaN where there is no reward.
    private static double mean(double[] rewards) {
        return Arrays.stream(rewards).filter(r -> !Double.isNaN(r)).average().orElse(Double.NaN);
    }

    /// NaN where there are fewer than two rewards.
    private static double deviation(double[] rewards) {
        double mean = mean(rewards);
        double squares = 0;
        int count = 0;
        for (double reward : rewards) {
            if (!Double.isNaN(reward)) {
                squares += (reward - mean) * (reward - mean);
                count++;
            }
        }
        return count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1));
    }
}
