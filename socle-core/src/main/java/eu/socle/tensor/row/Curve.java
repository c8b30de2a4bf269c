package eu.socle.tensor.row;

/// A function of one number, applied element by element.
public sealed interface Curve {

    /// x sigmoid(x) (Elfwing et al., arXiv 1702.03118).
    record Silu() implements Curve {}

    /// x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))), the tanh form of GELU (Hendrycks and
    /// Gimpel, arXiv 1606.08415).
    record GeluTanh() implements Curve {}

    /// max(x, 0)^2 (So et al., arXiv 2109.08668).
    record ReluSquared() implements Curve {}

    /// cap tanh(x / cap): logits that never pass the cap (Gemma 2, arXiv 2408.00118).
    ///
    /// @param cap above zero
    record SoftCap(float cap) implements Curve {

        public SoftCap {
            if (!(cap > 0) || Float.isInfinite(cap)) {
                throw new IllegalArgumentException("a cap is a number above zero, not " + cap);
            }
        }
    }
}
