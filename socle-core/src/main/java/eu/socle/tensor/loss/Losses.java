package eu.socle.tensor.loss;

import eu.socle.tensor.Tensor;

/// Head and loss in one: logits z = x w^T are made for some rows at a time, used where they lie and
/// overwritten, so that those of all rows are never held at once, forward or backward.
///
/// Legend: N rows (tokens), C hidden size, V vocabulary; x `[N, C]`, w `[V, C]`, N labels of which
/// -100 do not count. As everywhere, results do not depend on the number of threads and every
/// method throws [IllegalArgumentException] when shapes disagree.
public interface Losses {

    /// Sum over labelled rows of the loss, in nats.
    double crossEntropy(Tensor x, Tensor w, int[] labels, HeadLoss form);

    /// As [#crossEntropy], and the gradients of sum / divisor: sets dX, adds to dW.
    ///
    /// @param divisor usually the count of labelled tokens over all micro-batches; 0 labelled rows
    ///   give loss 0 and zero gradients
    double crossEntropyWithGradient(
            Tensor dX, Tensor dW, Tensor x, Tensor w, int[] labels, double divisor, HeadLoss form);

    /// With p = softmax(z / temperature): logP[n] = log p[label], entropy[n] = -sum p log p; both 0
    /// for rows that do not count.
    ///
    /// @param logP `[N]`
    /// @param entropy `[N]`
    /// @param temperature above 0
    void logProbabilities(
            Tensor logP, Tensor entropy, Tensor x, Tensor w, int[] labels, float temperature);

    /// Backward pass of [#logProbabilities], which makes the logits again: sets dX, adds to dW. The
    /// gradient of the logits is (dLogP (onehot - p) - dEntropy p (log p + entropy)) / temperature.
    ///
    /// @param dLogP `[N]`
    /// @param dEntropy `[N]`
    void logProbabilitiesBackward(
            Tensor dX,
            Tensor dW,
            Tensor dLogP,
            Tensor dEntropy,
            Tensor x,
            Tensor w,
            int[] labels,
            float temperature);

    /// y = the estimate for each token.
    ///
    /// @param policy log-probabilities under the policy, as many as `y`
    /// @param reference log-probabilities under the reference
    void divergence(Tensor y, Tensor policy, Tensor reference, Divergence estimator);

    /// Sets dPolicy = dY times the slope; the reference has no gradient. `dPolicy` may be `dY`.
    void divergenceBackward(
            Tensor dPolicy, Tensor dY, Tensor policy, Tensor reference, Divergence estimator);
}
