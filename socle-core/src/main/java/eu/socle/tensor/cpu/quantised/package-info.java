/// Products with quantised weights: decode reads them block by block as they are stored, prefill as
/// bytes through the integer product of oneDNN. What each computes is said in
/// `tensor.reference.QuantisedLinear`; here it is only faster.
///
/// Read first: [QuantisedProducts], [ActivationRows], [FourBitTiles].
@NullMarked
package eu.socle.tensor.cpu.quantised;

import org.jspecify.annotations.NullMarked;
