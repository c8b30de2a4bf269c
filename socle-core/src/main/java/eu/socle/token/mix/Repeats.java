package eu.socle.token.mix;

import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/// How often the one document that stays of a cluster is used, by the size of the cluster: what
/// many sites copy is worth more than what one has, and what a thousand copy is advertisement
/// (FineWeb-2, Penedo et al. 2025, "re-hydration").
///
/// @param bySize least size -> copies; a size takes the entry of the greatest size not above it
public record Repeats(SortedMap<Long, Integer> bySize) {

    /// Every document once, however many were like it.
    public static final Repeats NONE = new Repeats(new TreeMap<>(Map.of(1L, 1)));

    /// The table of FineWeb-2.
    public static final Repeats FINEWEB_2 =
            new Repeats(new TreeMap<>(Map.of(1L, 1, 2L, 2, 3L, 3, 5L, 5, 100L, 8, 1000L, 1)));

    public Repeats {
        TreeMap<Long, Integer> table = new TreeMap<>(bySize);
        if (table.isEmpty()
                || table.firstKey() != 1
                || table.values().stream().anyMatch(copies -> copies < 0)) {
            throw new IllegalArgumentException(
                    "a table begins at size 1 and has no negative copies: " + bySize);
        }
        bySize = java.util.Collections.unmodifiableSortedMap(table);
    }

    /// The copies of a document whose cluster has so many documents, at least 1.
    public int of(long clusterSize) {
        SortedMap<Long, Integer> upTo = bySize.headMap(clusterSize + 1);
        return Objects.requireNonNull(upTo.get(upTo.lastKey()));
    }
}
