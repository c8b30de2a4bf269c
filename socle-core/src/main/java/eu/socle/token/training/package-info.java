/// Training of a byte-level BPE.
///
/// Read first: [eu.socle.token.training.BpeTrainer], [eu.socle.token.training.TrainedBpe],
/// [eu.socle.token.training.PieceCounts].
@NullMarked
package eu.socle.token.training;

import org.jspecify.annotations.NullMarked;
