/// Mixtures of experts: [eu.socle.tensor.experts.Experts] has the operations,
/// [eu.socle.tensor.experts.Routing] says how a router chooses, [eu.socle.tensor.experts.Dispatch]
/// which rows then belong to which expert.
@NullMarked
package eu.socle.tensor.experts;

import org.jspecify.annotations.NullMarked;
