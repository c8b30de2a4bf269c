package eu.socle.tensor;

/// The constants of AdamW (Loshchilov and Hutter, arXiv 1711.05101) that do not change with the
/// step.
///
/// @param beta1 decay of the first moment
/// @param beta2 decay of the second moment
/// @param epsilon added outside the root
/// @param weightDecay decoupled; applied first, as lr * weightDecay * w
public record AdamW(float beta1, float beta2, float epsilon, float weightDecay) {}
