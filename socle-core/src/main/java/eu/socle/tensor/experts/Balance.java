package eu.socle.tensor.experts;

import eu.socle.tensor.Tensor;

/// Losses that keep the experts of a mixture evenly used. Each returns the loss itself and adds
/// `weight` times its gradient to dLogits; choices have no gradient.
///
/// Legend: N tokens, E experts, k choices of a token, logits `[N, E]`. As everywhere, results do
/// not depend on the number of threads and every method throws [IllegalArgumentException] when
/// shapes disagree.
public interface Balance {

    /// E sum_e f_e P_e with f_e the choices of e over N, P_e the mean over tokens of softmax(z)_e
    /// (Fedus et al., arXiv 2101.03961, eq. 4, for k choices).
    ///
    /// @param chosen N k experts, token by token
    double evenLoad(Tensor dLogits, Tensor logits, int[] chosen, double weight);

    /// Mean over tokens of (log sum e^z)^2 (Zoph et al., arXiv 2202.08906, eq. 5).
    double smallLogits(Tensor dLogits, Tensor logits, double weight);

    /// Mean over sequences of sum_e f_e P_e with f_e = E / (k T) times the choices of e, P_e the
    /// mean over the sequence of s_e / sum_j s_j, s = sigmoid(z) (DeepSeek-V3, arXiv 2412.19437,
    /// eq. 17 to 20).
    ///
    /// @param chosen N k experts, token by token
    /// @param tokens T, tokens of each sequence
    double evenSequences(Tensor dLogits, Tensor logits, int[] chosen, int tokens, double weight);
}
