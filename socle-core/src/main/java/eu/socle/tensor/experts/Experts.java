package eu.socle.tensor.experts;

import eu.socle.tensor.Tensor;
import eu.socle.tensor.Write;
import java.util.Optional;

/// Mixtures of experts: choose, compute each token's row with the experts it chose, combine.
///
/// Legend: N tokens, E experts, k choices of a token, M = N k rows in the order of a [Dispatch], I
/// and O columns in and out. As everywhere, results do not depend on the number of threads and
/// every method throws [IllegalArgumentException] when shapes disagree.
public interface Experts {

    /// Chooses experts for every token and weighs them. Equal scores choose the lower number first.
    ///
    /// @param chosen N k experts, token by token, the best first
    /// @param weights `[N, k]`
    /// @param logits `[N, E]`
    /// @param correction `[E]`, added to the scores for the choice, not for the weights
    void route(
            int[] chosen,
            Tensor weights,
            Tensor logits,
            Optional<Tensor> correction,
            Routing routing);

    /// Sets dLogits `[N, E]` from dWeights `[N, k]`; the choice itself has no gradient.
    void routeBackward(
            Tensor dLogits, Tensor dWeights, int[] chosen, Tensor logits, Routing routing);

    /// y = x w_e^T for the rows of each expert e.
    ///
    /// @param y `[M, O]`, rows in the order of the dispatch
    /// @param x `[M, I]`
    /// @param w `[E, O, I]`, or as the orientation says
    void linear(Tensor y, Tensor x, Tensor w, Dispatch dispatch, Orientation orientation);

    /// dX = dY w_e for the rows of each expert e.
    void inputGradient(Tensor dX, Tensor dY, Tensor w, Dispatch dispatch, Orientation orientation);

    /// dW_e += dY^T x over the rows of each expert e.
    void weightGradient(Tensor dW, Tensor dY, Tensor x, Dispatch dispatch, Orientation orientation);

    /// y += bias_e, in place on the rows of each expert e; bias `[E, O]`.
    void addBias(Tensor y, Tensor bias, Dispatch dispatch);

    /// dBias_e += sum of dY over the rows of each expert e.
    void biasGradient(Tensor dBias, Tensor dY, Dispatch dispatch);

    /// y[n] = sum over the choices j of weights[n, j] * rows[row of choice j], in the order of j.
    ///
    /// @param y `[N, C]`
    /// @param rows `[M, C]`
    void combine(Tensor y, Tensor rows, Tensor weights, Dispatch dispatch, Write write);

    /// Sets dRows = weight * dY of its token and dWeights[n, j] = dY[n] . rows[row of choice j].
    void combineBackward(
            Tensor dRows,
            Tensor dWeights,
            Tensor dY,
            Tensor rows,
            Tensor weights,
            Dispatch dispatch);
}
