package eu.socle.tensor;

/// A low-rank addition to a linear layer (LoRA, Hu et al., arXiv 2106.09685): y = x w^T + scale (x
/// a^T) b^T, where w stays as it is. Composed of products, so its meaning on each backend is that
/// of [Backend#linear].
///
/// Legend: N rows, I in, O out, r rank. The input of `a` may be x after dropout; otherwise pass x.
///
/// @param a `[r, I]`
/// @param b `[O, r]`; zero at the start, so that the layer begins unchanged
/// @param scale alpha / r
public record LowRank(Tensor a, Tensor b, float scale) {

    public LowRank {
        if (a.rows() != b.columns()) {
            throw new IllegalArgumentException("low rank: shapes disagree: " + a + ", " + b);
        }
    }

    /// Adds the low-rank part to y, which holds x w^T already.
    ///
    /// @param y `[N, O]`
    /// @param middle `[N, r]`, scale (x a^T), kept for the backward pass
    /// @param x `[N, I]`
    public void add(Backend backend, Tensor y, Tensor middle, Tensor x) {
        backend.linear(middle, x, a, Write.SET);
        backend.updates().scale(middle, scale);
        backend.linear(y, middle, b, Write.ADD);
    }

    /// Adds to the gradients of a and b, and adds this part's gradient of x to dX.
    ///
    /// @param d gradients of a and b, of the same shapes
    /// @param dMiddle `[N, r]`, scratch
    public void addBackward(
            Backend backend,
            LowRank d,
            Tensor dX,
            Tensor dMiddle,
            Tensor dY,
            Tensor middle,
            Tensor x) {
        backend.linearWeightGradient(d.b, dY, middle, Write.ADD);
        backend.linearInputGradient(dMiddle, dY, b, Write.SET);
        backend.updates().scale(dMiddle, scale);
        backend.linearWeightGradient(d.a, dMiddle, x, Write.ADD);
        backend.linearInputGradient(dX, dMiddle, a, Write.ADD);
    }

    /// w += scale b a: the layer alone then computes what both did.
    ///
    /// @param w `[O, I]`
    /// @param scaled `[O, r]`, scratch
    public void merge(Backend backend, Tensor w, Tensor scaled) {
        scaled.copyFrom(b);
        backend.updates().scale(scaled, scale);
        backend.linearInputGradient(w, scaled, a, Write.ADD);
    }
}
