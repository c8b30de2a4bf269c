package eu.socle.tensor.row;

import eu.socle.core.Seed;
import eu.socle.tensor.Tensor;

/// Functions of single elements and of single rows.
///
/// Legend: N rows, C columns, u the gradient that arrives (dY). As everywhere, results do not
/// depend on the number of threads and every method throws [IllegalArgumentException] when shapes
/// disagree.
public interface RowOperations {

    /// y = f(x), element by element. `y` may be `x`.
    void apply(Tensor y, Tensor x, Curve curve);

    /// dX = dY f'(x). `dX` may be `dY`.
    void applyBackward(Tensor dX, Tensor dY, Tensor x, Curve curve);

    /// y = e^(x - max) / sum of the same, row by row. `y` may be `x`.
    void softmax(Tensor y, Tensor x);

    /// dX = y (dY - sum(dY y)), row by row, with y as [#softmax] left it. `dX` may be `dY`.
    void softmaxBackward(Tensor dX, Tensor dY, Tensor y);

    /// y = gain (x - mean) r + bias with r = 1 / sqrt(variance + epsilon), the variance that of the
    /// row without correction (Ba et al., arXiv 1607.06450).
    ///
    /// @param mean `[N]`, kept for the backward pass
    /// @param inverse r, `[N]`, kept for the backward pass
    /// @param gain `[C]`
    /// @param bias `[C]`
    void layerNorm(
            Tensor y,
            Tensor mean,
            Tensor inverse,
            Tensor x,
            Tensor gain,
            Tensor bias,
            float epsilon);

    /// With h = (x - mean) r and g = gain dY: sets dX = r (g - mean(g) - h mean(g h)), adds the sum
    /// over rows of dY h to dGain and that of dY to dBias. `dX` may be `dY`.
    void layerNormBackward(
            Tensor dX,
            Tensor dGain,
            Tensor dBias,
            Tensor dY,
            Tensor x,
            Tensor gain,
            Tensor mean,
            Tensor inverse);

    /// y = gain x / sqrt(mean(x^2) + epsilon) from and to bfloat16, statistics in f32 or better.
    ///
    /// @param y `[N, C]` bf16
    /// @param x `[N, C]` bf16
    /// @param gain `[C]` bf16
    void rmsNormBf16(Tensor y, Tensor x, Tensor gain, float epsilon, Rounding rounding);

    /// y = x / (1 - probability) where an element is kept, 0 where it is dropped: element i is kept
    /// when `seed.uniform(i)` is at least the probability. Nothing is stored: the backward pass,
    /// and a forward pass that is done again, are this operation with the same seed. `y` may be
    /// `x`.
    ///
    /// @param probability of dropping, at least 0 and below 1
    /// @param seed of this place and step, for example `seed.of("layer 3").of(step)`
    void dropout(Tensor y, Tensor x, double probability, Seed seed);
}
