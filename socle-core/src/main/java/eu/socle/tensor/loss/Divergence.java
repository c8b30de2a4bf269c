package eu.socle.tensor.loss;

/// Estimators of KL(policy || reference) from one sampled token each, with d = log p(reference) -
/// log p(policy) (Schulman, "Approximating KL divergence", 2020).
public enum Divergence {
    /// -d: without bias, may be negative.
    K1,
    /// d^2 / 2.
    K2,
    /// e^d - d - 1: without bias, never negative.
    K3;

    /// The estimate.
    public double at(double policy, double reference) {
        double d = reference - policy;
        return switch (this) {
            case K1 -> -d;
            case K2 -> 0.5 * d * d;
            case K3 -> StrictMath.expm1(d) - d;
        };
    }

    /// Its derivative with respect to log p(policy).
    public double slope(double policy, double reference) {
        double d = reference - policy;
        return switch (this) {
            case K1 -> 1;
            case K2 -> -d;
            case K3 -> -StrictMath.expm1(d);
        };
    }
}
