/// Products with quantised weights: weights from a file held in tiles, activations quantised once,
/// and the work cut into pieces by shape. What each computes is said in
/// `tensor.reference.QuantisedLinear`; here it is only faster.
///
/// Read first: [QuantisedProducts], [HeldWeights], then the package `kernel`.
@NullMarked
package eu.socle.tensor.cpu.quantised;

import org.jspecify.annotations.NullMarked;
