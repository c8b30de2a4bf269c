/// The shared words of Socle: what every stage reads, writes and states; this package depends on no
/// other.
///
/// Read first: [eu.socle.core.Run] (where a run lives), [eu.socle.core.Fact] (what a stage states),
/// [eu.socle.core.Manifest] (what a finished stage leaves).
///
/// ```java
/// Manifest tokens = run.stage("token", config, List.of(dataset), directory -> pack(config, dataset, directory));
/// ```
@NullMarked
package eu.socle.core;

import org.jspecify.annotations.NullMarked;
