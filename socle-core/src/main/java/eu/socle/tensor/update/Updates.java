package eu.socle.tensor.update;

import eu.socle.tensor.Tensor;
import java.util.List;

/// Clipping and the step of Muon. As everywhere, results do not depend on the number of threads and
/// every method throws [IllegalArgumentException] when shapes disagree.
public interface Updates {

    /// Coefficients of the odd polynomial a x + b x^3 + c x^5 that [#orthogonalise] applies to the
    /// singular values (Jordan et al., 2024).
    double A = 3.4445;

    double B = -4.7750;
    double C = 2.0315;

    /// Added to the norm that [#orthogonalise] divides by.
    double LEAST_NORM = 1e-7;

    /// Newton-Schulz: y has the singular vectors of x, and singular values of about 0.5 to 1.5
    /// where those of x are not tiny. X = x / (|x| + 1e-7), transposed when it is tall; then
    /// `steps` times S = X X^T, X = A X + (B S + C S S) X. `y` may be `x`.
    ///
    /// @param x `[rows, columns]`
    void orthogonalise(Tensor y, Tensor x, int steps);

    /// One step of Muon on one matrix, in place on w and m: g is scaled by `gradientScale`
    /// (clipping) first. Matrices that lie together (queries, keys and values; experts) are stepped
    /// one by one.
    ///
    /// @param w `[rows, columns]`
    /// @param m momentum
    void muon(
            Tensor w,
            Tensor g,
            Tensor m,
            Muon constants,
            double learningRate,
            double gradientScale);

    /// x *= factor, in place.
    void scale(Tensor x, double factor);

    /// The norm of all gradients as one vector; each is scaled in place by min(1, maximum / (norm +
    /// 1e-6)). Sums are added in the order of the list.
    double clip(List<Tensor> gradients, double maximum);
}
