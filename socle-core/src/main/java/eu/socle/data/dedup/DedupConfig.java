package eu.socle.data.dedup;

import eu.socle.data.dedup.near.MinHash;
import java.util.Locale;

/// How documents are compared with each other.
///
/// @param minHash how near copies are found
/// @param keep which document of a cluster stays
/// @param addresses true when two documents of the same address are doubles too
public record DedupConfig(MinHash minHash, Keep keep, boolean addresses) {

    /// Which document of a cluster stays; of equals, that whose id comes first.
    public enum Keep {
        /// The one whose id comes first in byte order.
        FIRST,
        /// The one with the longest text in characters.
        LONGEST;

        /// The name that a recipe uses.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
