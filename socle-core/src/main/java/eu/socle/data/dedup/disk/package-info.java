/// Sorting and grouping of more records than memory holds: the one machinery under every kind of
/// duplicate.
///
/// Read first: [eu.socle.data.dedup.disk.RecordSorter] (records of a few longs, sorted on disk
/// within a stated memory), [eu.socle.data.dedup.disk.DuplicateSearch] (keys to clusters),
/// [eu.socle.data.dedup.disk.Clusters] (read in order of documents).
///
/// ```java
/// try (DuplicateSearch search = DuplicateSearch.in(folder, 1, 256L << 20, KeepRule.FIRST)) {
///     search.add(document, keys);
///     try (Clusters clusters = search.finish(); Clusters.Reader reader = clusters.open()) {
///         Clusters.Place place = reader.of(document); // documents in ascending order
///     }
/// }
/// ```
@NullMarked
package eu.socle.data.dedup.disk;

import org.jspecify.annotations.NullMarked;
