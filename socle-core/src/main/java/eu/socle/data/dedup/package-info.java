/// Finds documents that say the same: exact copies, and near copies by MinHash and
/// locality-sensitive hashing.
///
/// Read first: [eu.socle.data.dedup.MinHash] (a text to its band keys),
/// [eu.socle.data.dedup.Duplicates] (keys to clusters).
///
/// ```java
/// Duplicates clusters = Duplicates.of(fingerprints);
/// int keptInstead = clusters.keptInsteadOf(7); // 7 itself when it stays
/// ```
@NullMarked
package eu.socle.data.dedup;

import org.jspecify.annotations.NullMarked;
