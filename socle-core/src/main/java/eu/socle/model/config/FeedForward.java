package eu.socle.model.config;

import eu.socle.core.Refusal;

/// What happens to each token by itself, after the attention.
public sealed interface FeedForward {

    /// down(silu(gate x) * (up x)) (Shazeer, arXiv 2002.05202).
    record Gated(int width, boolean bias) implements FeedForward {
        public Gated {
            requireWidth(width);
        }
    }

    /// down(xielu(up x)), no gate (Apertus).
    record Xielu(int width) implements FeedForward {
        public Xielu {
            requireWidth(width);
        }
    }

    /// Some of many small networks, chosen for each token by a router.
    ///
    /// @param router how experts are chosen and weighed
    /// @param count E, number of experts
    /// @param active k, experts of a token
    /// @param width F of one expert
    /// @param clampedAt the limit of the clamped SwiGLU with biases (gpt-oss); 0 for plain SwiGLU
    ///   without
    /// @param sharedWidth F of the expert that every token also goes through; 0 without
    record Experts(
            Router router, int count, int active, int width, double clampedAt, int sharedWidth)
            implements FeedForward {

        public Experts {
            requireWidth(width);
            if (count < 1 || active < 1 || active > count) {
                throw Refusal.failure(
                        active + " of " + count + " experts cannot be active for a token.");
            }
            if (router instanceof Router.Grouped g
                    && (g.groups() < 1
                            || count % g.groups() != 0
                            || g.kept() < 1
                            || g.kept() > g.groups()
                            || active > count / g.groups() * g.kept())) {
                throw Refusal.failure(
                        active
                                + " of "
                                + count
                                + " experts cannot be chosen from "
                                + g.kept()
                                + " of "
                                + g.groups()
                                + " groups.");
            }
        }

        public boolean clamped() {
            return clampedAt > 0;
        }
    }

    /// How a token finds its experts.
    sealed interface Router {

        /// Softmax over all experts, then the best; their weights are made to sum to one if asked
        /// (Mixtral, Qwen 3).
        record SoftmaxThenBest(boolean renormalised) implements Router {}

        /// The best, then softmax over these, with a bias on every logit (gpt-oss).
        record BestThenSoftmax() implements Router {}

        /// Sigmoid; chosen by score + bias inside the best groups, weighed by the score alone
        /// (DeepSeek-V3, arXiv 2412.19437).
        record Grouped(int groups, int kept, boolean renormalised, double scale)
                implements Router {}
    }

    private static void requireWidth(int width) {
        if (width < 1) {
            throw Refusal.usage(
                    "a model needs at least one of each: layers, heads, hidden, feed-forward, vocabulary, context.");
        }
    }
}
