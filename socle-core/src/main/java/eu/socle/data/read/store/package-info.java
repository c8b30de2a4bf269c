/// Where files lie: folders of this machine and buckets of S3-compatible object storage, listed,
/// and read by ranges.
///
/// Read first: [eu.socle.data.read.store.Stored] (one file), [eu.socle.data.read.store.Stores] (all
/// the places of a recipe).
///
/// ```java
/// try (InputStream in = stored.open(from, to)) { ... }
/// ```
@NullMarked
package eu.socle.data.read.store;

import org.jspecify.annotations.NullMarked;
