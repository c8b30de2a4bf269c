/// Training loops one can read.
///
/// Read first: [eu.socle.train.Pretrain] (the loop), [eu.socle.train.Schedule] (learning rate by
/// step), [eu.socle.train.Checkpoint] (exact resume).
///
/// ```java
/// Manifest model = Pretrain.run(config, tokenFolder, tokens, run);
/// ```
@NullMarked
package eu.socle.train;

import org.jspecify.annotations.NullMarked;
