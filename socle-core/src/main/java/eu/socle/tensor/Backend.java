package eu.socle.tensor;

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

    /// y[n] = table[ids[n]]; y `[N, C]`, table `[V, C]`.
    void embed(Tensor y, Tensor table, int[] ids);

    /// dTable[ids[n]] += dY[n]; repeated ids add up in the order of n.
    void embedBackward(Tensor dTable, Tensor dY, int[] ids);

    /// y = x w^T; y `[N, O]`, x `[N, I]`, w `[O, I]`.
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

    /// Rotates the queries and keys of every row in place (pairs i, i + D/2): (a, b) -> (a cos - b
    /// sin, b cos + a sin) with the row's position.
    ///
    /// @param qkv `[B*T, (H + 2K) D]`, see [AttentionShape]
    /// @param cos `[positions, D/2]`
    /// @param sin `[positions, D/2]`
    /// @param positions position of each row
    void rope(Tensor qkv, Tensor cos, Tensor sin, int[] positions, AttentionShape shape);

    /// Rotates back by the same angles: the backward pass of [#rope].
    void ropeBackward(Tensor dQkv, Tensor cos, Tensor sin, int[] positions, AttentionShape shape);

    /// Causal grouped-query attention, softmax in f32 or better, never holding T x T scores of more
    /// than one head and block.
    ///
    /// @param y `[B*T, H*D]`
    /// @param logSumExp `[B*T, H]`, kept for the backward pass
    /// @param qkv `[B*T, (H + 2K) D]`
    void attention(Tensor y, Tensor logSumExp, Tensor qkv, AttentionShape shape);

    /// Sets dQkv, from dY, the outputs and the kept log-sum-exp.
    void attentionBackward(
            Tensor dQkv, Tensor dY, Tensor y, Tensor logSumExp, Tensor qkv, AttentionShape shape);

    /// Attention of new tokens against a cache: query row n of `qkv` `[N, (H + 2K) D]` (already
    /// rotated, its own keys and values already stored) sees cache rows firstKey..start + n.
    ///
    /// @param y `[N, H*D]`
    /// @param keys `[capacity, K*D]`
    /// @param values `[capacity, K*D]`
    /// @param start cache row of the first new token
    /// @param shape batch 1, tokens N; firstKey counted in cache rows
    void attentionWithCache(
            Tensor y, Tensor qkv, Tensor keys, Tensor values, int start, AttentionShape shape);

    /// y = silu(gate) * up; gateUp `[N, 2F]` holds gate then up of each row, y `[N, F]`.
    void swiglu(Tensor y, Tensor gateUp);

    /// Sets dGateUp `[N, 2F]`.
    void swigluBackward(Tensor dGateUp, Tensor dY, Tensor gateUp);

    /// y += x, element by element.
    void add(Tensor y, Tensor x);

    /// Sum over labelled rows of -log softmax(x w^T)[label], in nats; logits are made in chunks of
    /// rows and never all held at once.
    ///
    /// @param x `[N, C]`
    /// @param w `[V, C]`
    /// @param labels N labels; -100 means the row does not count
    double crossEntropy(Tensor x, Tensor w, int[] labels);

    /// As [#crossEntropy], and the gradients of sum / divisor: sets dX, adds to dW.
    ///
    /// @param divisor usually the count of labelled tokens over all micro-batches; 0 labelled rows
    ///   give loss 0 and zero gradients
    double crossEntropyWithGradient(
            Tensor dX, Tensor dW, Tensor x, Tensor w, int[] labels, double divisor);

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
