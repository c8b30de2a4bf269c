package eu.socle.tensor.experts;

/// How a router's logits become chosen experts and their weights.
///
/// @param gate from logits to scores
/// @param active k, experts of a token
/// @param groups into which the experts are cut, equally; 1 for none
/// @param kept groups, those with the best sums of their two best scores, in which experts are
///   chosen
/// @param renormalised true when the weights of a token are divided by their sum
/// @param scale factor of the weights
public record Routing(
        Gate gate, int active, int groups, int kept, boolean renormalised, float scale) {

    /// From logits to scores.
    public enum Gate {
        /// Softmax over all experts, then the best of them (Mixtral, Qwen 3).
        SOFTMAX,
        /// The best logits, then softmax over these (gpt-oss).
        SOFTMAX_OF_BEST,
        /// Sigmoid of each logit by itself (DeepSeek-V3).
        SIGMOID
    }

    /// Without groups and scale.
    public static Routing of(Gate gate, int active, boolean renormalised) {
        return new Routing(gate, active, 1, 1, renormalised, 1);
    }
}
