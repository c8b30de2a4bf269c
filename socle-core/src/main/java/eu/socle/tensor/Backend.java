package eu.socle.tensor;

import eu.socle.tensor.block.Casts;
import eu.socle.tensor.experts.Balance;
import eu.socle.tensor.experts.Experts;
import eu.socle.tensor.loss.HeadLoss;
import eu.socle.tensor.loss.Losses;
import eu.socle.tensor.row.RowOperations;
import eu.socle.tensor.update.Updates;
import java.util.List;
import java.util.Optional;

/// The fused operations of the engine. `reference` states what each means (scalar loops, sums in
/// double); `cpu` must equal it, only faster.
///
/// Legend: N rows (tokens), B sequences, T tokens of a sequence, C hidden size, F feed-forward
/// size, V vocabulary, H / K / D as in [AttentionShape]. Tensors are f32, row-major, linear weights
/// `[out, in]`. Outputs never overlap inputs unless an operation says so. Results do not depend on
/// the number of threads, bit for bit: work is cut by shape alone and sums have one fixed order.
///
/// Every method throws [IllegalArgumentException] when shapes disagree.
public interface Backend {

    /// The label of a row that does not count.
    int IGNORED = -100;

    /// `reference` or `cpu`.
    String name();

    /// Bytes that training on batches of this size takes besides tensors, from the first step to
    /// the last: logits, scores, packed factors.
    default long trainingScratch(int batch, int tokens, int vocabulary) {
        return 0;
    }

    /// Bytes that reading and writing text takes besides weights and caches: packed factors, and
    /// the scores of a prompt.
    ///
    /// @param tokens of the longest sequence
    default long inferenceScratch(int tokens, int heads) {
        return 0;
    }

    /// Weights of one product as this backend multiplies them fastest: the rows of all parts, one
    /// part after the other. Parts of one block type that has a kernel stay quantised; others widen
    /// to f32. The result takes part in [#linear] (and [#embed]) as `w`, but in no gradient.
    ///
    /// @param parts matrices `[rows, I]`, or stacks of them, of the same columns
    /// @param memory owns the result
    /// @throws IllegalArgumentException if columns differ or a scale is not finite
    Tensor weights(List<Tensor> parts, Memory memory);

    /// What [#weights] gives, without copying: the parts are read where they lie, which must
    /// outlive the result. Products have the same bits and take longer. Empty where this backend
    /// has to copy.
    ///
    /// @throws IllegalArgumentException as [#weights]
    default Optional<Tensor> inPlace(List<Tensor> parts) {
        return Optional.empty();
    }

    /// y[n] = table[ids[n]]; y `[N, C]`, table `[V, C]`, f32 or of [#weights] or [#inPlace].
    void embed(Tensor y, Tensor table, int[] ids);

    /// dTable[ids[n]] += dY[n]; repeated ids add up in the order of n.
    void embedBackward(Tensor dTable, Tensor dY, int[] ids);

    /// y = x w^T; y `[N, O]`, x `[N, I]`, w `[O, I]`, f32 or of [#weights] or [#inPlace]. A backend
    /// may quantise x where w is quantised; `reference.QuantisedLinear` says how.
    void linear(Tensor y, Tensor x, Tensor w, Write write);

    /// dX = dY w; dX `[N, I]`, dY `[N, O]`, w `[O, I]`.
    void linearInputGradient(Tensor dX, Tensor dY, Tensor w, Write write);

    /// dW = dY^T x; dW `[O, I]`.
    void linearWeightGradient(Tensor dW, Tensor dY, Tensor x, Write write);

    /// y = x + bias, row by row, in place on x; x `[N, O]`, bias `[O]`.
    void addBias(Tensor x, Tensor bias);

    /// dBias += sum over rows of dY.
    void biasGradient(Tensor dBias, Tensor dY);

    /// y = gain * x * r with r = 1 / sqrt(mean(x^2) + epsilon), statistics kept in `inverse` `[N]`
    /// for the backward pass; x, y `[N, C]`, gain `[C]`.
    void rmsNorm(Tensor y, Tensor inverse, Tensor x, Tensor gain, float epsilon);

    /// sum = x + delta, then y = rmsNorm(sum): the residual connection and the norm after it in one
    /// pass. `sum` may be `x`.
    void addRmsNorm(
            Tensor y,
            Tensor inverse,
            Tensor sum,
            Tensor x,
            Tensor delta,
            Tensor gain,
            float epsilon);

    /// dX = r * (gain * dY - x * r^2 / C * sum(gain * dY * x)); dGain += sum over rows of dY * x *
    /// r. With [Write#ADD] dX is added to (the residual path).
    void rmsNormBackward(
            Tensor dX, Tensor dGain, Tensor dY, Tensor x, Tensor gain, Tensor inverse, Write write);

    /// sum = x + gain * delta * r, r as in [#rmsNorm] of `delta`: the norm that stands after a
    /// block, and the residual connection around both. The gradient of delta is [#rmsNormBackward],
    /// that of x passes unchanged.
    void rmsNormAdd(Tensor sum, Tensor inverse, Tensor x, Tensor delta, Tensor gain, float epsilon);

    /// [#rmsNorm] of slices of every row, each by itself, all with the same gain; the other columns
    /// of y are left alone. `y` may be `x`.
    ///
    /// @param inverse `[N, slices]`
    /// @param gain as wide as one slice
    void rmsNormSlices(Tensor y, Tensor inverse, Tensor x, Tensor gain, float epsilon, Slices at);

    /// Backward pass of [#rmsNormSlices]: sets the slices of dX, adds to dGain. `dX` may be `dY`.
    void rmsNormSlicesBackward(
            Tensor dX, Tensor dGain, Tensor dY, Tensor x, Tensor gain, Tensor inverse, Slices at);

    /// Rotates slices of every row in place by the angles of its position: each pair (a, b) -> (a
    /// cos - b sin, b cos + a sin).
    ///
    /// @param x `[N, R]`; a slice has twice as many columns as the tables
    /// @param cos `[positions, D/2]`
    /// @param sin `[positions, D/2]`
    /// @param positions position of each row
    /// @param pairing which elements of a slice rotate together
    void rope(Tensor x, Tensor cos, Tensor sin, int[] positions, Slices at, Pairing pairing);

    /// The backward pass of [#rope]: the same angles the other way, times the same amplitude.
    void ropeBackward(
            Tensor dX, Tensor cos, Tensor sin, int[] positions, Slices at, Pairing pairing);

    /// x[n, 0..columns) *= factors[n], in place; its own backward pass.
    void scaleRows(Tensor x, float[] factors, int columns);

    /// Causal grouped-query attention, softmax in f32 or better, never holding T x T scores of more
    /// than one head and block.
    ///
    /// @param y `[B*T, H*E]`
    /// @param logSumExp `[B*T, H]`, kept for the backward pass
    /// @param qkv `[B*T, (H + K) D + K E]`
    void attention(Tensor y, Tensor logSumExp, Tensor qkv, AttentionShape shape);

    /// Sets dQkv, from dY, the outputs and the kept log-sum-exp.
    void attentionBackward(
            Tensor dQkv, Tensor dY, Tensor y, Tensor logSumExp, Tensor qkv, AttentionShape shape);

    /// Attention of new tokens against a cache: query row n (already rotated, its own keys and
    /// values already stored) sees cache rows firstKey..start + n.
    ///
    /// @param y `[N, H*E]`
    /// @param logSumExp `[N, H]`
    /// @param queries `[N, at least H*D]`, queries first
    /// @param keys `[capacity, K*D]`
    /// @param values `[capacity, K*E]`; or the very tensor of the keys where K is 1, whose first E
    ///   columns are then the values (latent attention)
    /// @param start cache row of the first new token
    /// @param shape batch 1, tokens N; firstKey counted in cache rows
    void attentionWithCache(
            Tensor y,
            Tensor logSumExp,
            Tensor queries,
            Tensor keys,
            Tensor values,
            int start,
            AttentionShape shape);

    /// Lets one learned logit of each head enter the softmax and drops its probability: with s the
    /// sink and l the log-sum-exp, l becomes log(e^l + e^s) and y is multiplied by e^(l before - l
    /// after). In place, after [#attention] or [#attentionWithCache]. [#attentionBackward] with
    /// what this leaves is exact for queries, keys and values.
    ///
    /// @param y `[N, H*E]`
    /// @param logSumExp `[N, H]`
    /// @param sinks `[H]`
    void sink(Tensor y, Tensor logSumExp, Tensor sinks);

    /// dSinks -= sum over rows of e^(s - l) (dY . y), with y and l as [#sink] left them.
    void sinkBackward(Tensor dSinks, Tensor dY, Tensor y, Tensor logSumExp, Tensor sinks);

    /// y = silu(gate) * up; gateUp `[N, 2F]` holds gate then up of each row, y `[N, F]`.
    void swiglu(Tensor y, Tensor gateUp);

    /// Sets dGateUp `[N, 2F]`.
    void swigluBackward(Tensor dGateUp, Tensor dY, Tensor gateUp);

    /// y = (up + 1) * gate * sigmoid(alpha gate), gate = min(x[2i], limit), up = x[2i + 1] clamped
    /// to [-limit, limit]: gate and up alternate. x `[N, 2F]`, y `[N, F]` (gpt-oss).
    void clampedSwiglu(Tensor y, Tensor x, float alpha, float limit);

    /// Sets dX `[N, 2F]`.
    void clampedSwigluBackward(Tensor dX, Tensor dY, Tensor x, float alpha, float limit);

    /// xIELU (Huang and Schlag, arXiv 2411.13010): p x^2 + beta x above zero, n (expm1(min(x, eps))
    /// - x) + beta x elsewhere, p = softplus(alphaPositive), n = beta + softplus(alphaNegative).
    ///
    /// @param alphaPositive `[1]`
    /// @param alphaNegative `[1]`
    /// @param epsilon slightly below zero
    void xielu(
            Tensor y,
            Tensor x,
            Tensor alphaPositive,
            Tensor alphaNegative,
            float beta,
            float epsilon);

    /// Sets dX, adds to both alphas' gradients.
    void xieluBackward(
            Tensor dX,
            Tensor dAlphaPositive,
            Tensor dAlphaNegative,
            Tensor dY,
            Tensor x,
            Tensor alphaPositive,
            Tensor alphaNegative,
            float beta,
            float epsilon);

    /// Routers and products of experts.
    Experts experts();

    /// What latent attention does around the attention itself.
    LatentAttention latent();

    /// y += x, element by element.
    void add(Tensor y, Tensor x);

    /// Losses made together with the head's logits.
    Losses losses();

    /// Functions of single elements and rows beside those above.
    RowOperations rowOperations();

    /// Clipping and the step of Muon.
    Updates updates();

    /// Losses that keep experts evenly used.
    Balance balance();

    /// Changes of number format.
    Casts casts();

    /// [Losses#crossEntropy] and nothing added: the sum over labelled rows of -log softmax(x
    /// w^T)[label], in nats.
    default double crossEntropy(Tensor x, Tensor w, int[] labels) {
        return losses().crossEntropy(x, w, labels, HeadLoss.PLAIN);
    }

    /// [Losses#crossEntropyWithGradient] of the same.
    default double crossEntropyWithGradient(
            Tensor dX, Tensor dW, Tensor x, Tensor w, int[] labels, double divisor) {
        return losses().crossEntropyWithGradient(dX, dW, x, w, labels, divisor, HeadLoss.PLAIN);
    }

    /// Sum of squares of all elements, in double.
    double sumOfSquares(Tensor x);

    /// One AdamW step on one tensor, in place on w, m and v: g is scaled by `gradientScale`
    /// (clipping) first; decay before the update; bias correction by `step` (from 1).
    void adamW(
            Tensor w,
            Tensor g,
            Tensor m,
            Tensor v,
            AdamW constants,
            double learningRate,
            long step,
            double gradientScale);
}
