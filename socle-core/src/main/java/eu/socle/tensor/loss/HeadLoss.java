package eu.socle.tensor.loss;

/// What is added to plain cross-entropy. With z the logits of a row, after the cap, l = log sum e^z
/// and V the vocabulary, the loss of a row is
///
/// ```
/// l - (1 - smoothing) z[label] - smoothing / V * sum z + zWeight * l^2
/// ```
///
/// @param smoothing share of the target spread over all tokens, 0 for none (Szegedy et al., arXiv
///   1512.00567)
/// @param zWeight weight of the squared log-sum-exp, 0 for none (PaLM, arXiv 2204.02311)
/// @param cap logits become cap tanh(z / cap); infinite for none (Gemma 2, arXiv 2408.00118)
public record HeadLoss(double smoothing, double zWeight, float cap) {

    /// Cross-entropy and nothing else.
    public static final HeadLoss PLAIN = new HeadLoss(0, 0, Float.POSITIVE_INFINITY);

    public HeadLoss {
        if (!(smoothing >= 0 && smoothing <= 1) || !(zWeight >= 0) || !(cap > 0)) {
            throw new IllegalArgumentException(
                    "no loss: smoothing "
                            + smoothing
                            + " is not in [0, 1], or z-weight "
                            + zWeight
                            + " is below 0, or the cap "
                            + cap
                            + " is not above 0");
        }
    }

    /// With label smoothing.
    public HeadLoss smoothed(double share) {
        return new HeadLoss(share, zWeight, cap);
    }

    /// With the squared log-sum-exp.
    public HeadLoss withZ(double weight) {
        return new HeadLoss(smoothing, weight, cap);
    }

    /// With capped logits.
    public HeadLoss capped(float at) {
        return new HeadLoss(smoothing, zWeight, at);
    }

    /// True when logits are capped.
    public boolean isCapped() {
        return cap < Float.POSITIVE_INFINITY;
    }
}
