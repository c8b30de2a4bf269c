/// Losses next to the head of a model: [eu.socle.tensor.loss.Losses] has the operations,
/// [eu.socle.tensor.loss.HeadLoss] the forms of cross-entropy, [eu.socle.tensor.loss.Divergence]
/// the estimators of the distance from a reference. Losses over whole answers (policies,
/// preferences) are in `train`.
@NullMarked
package eu.socle.tensor.loss;

import org.jspecify.annotations.NullMarked;
