package eu.socle.train.loss;

/// The soft penalty of long answers (DAPO, arXiv 2503.14476, eq. 13): 0 up to maximum - cache
/// tokens, then falling in a straight line to -1 at the maximum, and -1 beyond.
///
/// @param maximum tokens of an answer
/// @param cache of these, the last in which the penalty grows; at least 1
public record Overlong(int maximum, int cache) {

    public Overlong {
        if (cache < 1 || cache > maximum) {
            throw new IllegalArgumentException(
                    "a penalty grows over 1 to " + maximum + " tokens, not " + cache);
        }
    }

    /// What is added to the reward of an answer of this many tokens.
    public double penalty(int tokens) {
        int free = maximum - cache;
        return tokens <= free ? 0 : Math.max(-1, (double) (free - tokens) / cache);
    }
}
