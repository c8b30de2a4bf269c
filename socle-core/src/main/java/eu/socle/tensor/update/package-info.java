/// What happens to parameters and gradients between steps: [eu.socle.tensor.update.Updates] has the
/// operations, [eu.socle.tensor.update.Muon] the constants of one of them.
@NullMarked
package eu.socle.tensor.update;

import org.jspecify.annotations.NullMarked;
