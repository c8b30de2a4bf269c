package eu.socle.train.loss;

/// Direct preference optimisation, sigmoid form (Rafailov et al., arXiv 2305.18290), with smoothed
/// labels (Mitchell, "A note on DPO with noisy preferences", 2023). With z = beta ((pc - rc) - (pr
/// - rr)) the loss of a pair is
///
/// ```
/// -(1 - smoothing) log sigmoid(z) - smoothing log sigmoid(-z)
/// ```
///
/// and the loss is the mean over pairs; log 2 where policy and reference agree.
///
/// @param beta how far the policy may go from the reference, above 0
/// @param smoothing probability that a preference is the wrong way round, from 0 to below 0.5
public record PreferenceLoss(double beta, double smoothing) {

    public PreferenceLoss {
        if (!(beta > 0) || !(smoothing >= 0 && smoothing < 0.5)) {
            throw new IllegalArgumentException(
                    "no loss: beta "
                            + beta
                            + " is not above 0 or smoothing "
                            + smoothing
                            + " is not in [0, 0.5)");
        }
    }

    /// Log-probabilities of pairs of answers, each the sum over the answer's tokens.
    public record Pairs(
            double[] policyChosen,
            double[] policyRejected,
            double[] referenceChosen,
            double[] referenceRejected) {

        public Pairs {
            int pairs = policyChosen.length;
            if (pairs == 0
                    || policyRejected.length != pairs
                    || referenceChosen.length != pairs
                    || referenceRejected.length != pairs) {
                throw new IllegalArgumentException(
                        "as many of each as there are pairs, at least 1");
            }
        }
    }

    /// The loss, its gradients and what is worth reporting.
    ///
    /// @param gradientChosen with respect to the policy's log-probabilities
    /// @param gradientRejected likewise
    /// @param rewardChosen beta (pc - rc)
    /// @param rewardRejected beta (pr - rr)
    /// @param accuracy share of pairs with z above 0
    public record Result(
            double loss,
            double[] gradientChosen,
            double[] gradientRejected,
            double[] rewardChosen,
            double[] rewardRejected,
            double accuracy) {}

    /// The mean over pairs, and its gradients.
    public Result apply(Pairs pairs) {
        int n = pairs.policyChosen.length;
        double[] chosen = new double[n];
        double[] rejected = new double[n];
        double[] rewardChosen = new double[n];
        double[] rewardRejected = new double[n];
        double loss = 0;
        int right = 0;
        for (int i = 0; i < n; i++) {
            rewardChosen[i] = beta * (pairs.policyChosen[i] - pairs.referenceChosen[i]);
            rewardRejected[i] = beta * (pairs.policyRejected[i] - pairs.referenceRejected[i]);
            double z = rewardChosen[i] - rewardRejected[i];
            loss += (1 - smoothing) * softplus(-z) + smoothing * softplus(z);
            double slope = smoothing * sigmoid(z) - (1 - smoothing) * sigmoid(-z);
            chosen[i] = beta * slope / n;
            rejected[i] = -chosen[i];
            right += z > 0 ? 1 : 0;
        }
        return new Result(
                loss / n, chosen, rejected, rewardChosen, rewardRejected, (double) right / n);
    }

    /// -log sigmoid(-x), without overflow.
    private static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    /// Without losing bits far below zero.
    private static double sigmoid(double x) {
        double e = StrictMath.exp(-Math.abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }
}
