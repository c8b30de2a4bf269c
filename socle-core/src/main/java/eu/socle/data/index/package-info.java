/// Finding a document in a dataset of any size without reading it.
///
/// Read first: [HashIndex] (64-bit hash to 64-bit value, sorted on disk within a stated memory).
///
/// ```java
/// long[] rows = HashIndex.open(folder.resolve("index.urls")).find(HashIndex.hash("https://example.org/a"));
/// ```
@NullMarked
package eu.socle.data.index;

import org.jspecify.annotations.NullMarked;
