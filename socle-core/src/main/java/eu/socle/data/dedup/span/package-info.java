/// Parts of documents: where sentences end, and paragraphs that occurred before.
///
/// Read first: [eu.socle.data.dedup.span.Sentences], [eu.socle.data.dedup.span.RepeatedParagraphs]
/// (one pass over documents in order, through a Bloom filter).
@NullMarked
package eu.socle.data.dedup.span;

import org.jspecify.annotations.NullMarked;
