/// Parts of documents that occur more than once: sentences in groups of three (C4), and paragraphs.
///
/// Read first: [eu.socle.data.dedup.span.RepeatedSentences] (on disk, any number of documents),
/// [eu.socle.data.dedup.span.RepeatedParagraphs] (one pass over documents in order, through a Bloom
/// filter), [eu.socle.data.dedup.span.Sentences] (where sentences end).
@NullMarked
package eu.socle.data.dedup.span;

import org.jspecify.annotations.NullMarked;
