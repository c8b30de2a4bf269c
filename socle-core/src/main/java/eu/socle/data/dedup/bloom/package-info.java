/// What was seen before, in memory that does not grow.
///
/// Read first: [eu.socle.data.dedup.bloom.BloomFilter], [eu.socle.data.dedup.bloom.SeenNgrams] (a
/// document whose n-grams were seen before is a copy).
@NullMarked
package eu.socle.data.dedup.bloom;

import org.jspecify.annotations.NullMarked;
