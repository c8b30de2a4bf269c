/// Finds documents that say the same, as wholes or in parts, and evaluation sets inside them.
///
/// | what | where |
/// |---|---|
/// | exact copies, the same address, near copies | [eu.socle.data.dedup.Signer], [eu.socle.data.dedup.near], [eu.socle.data.dedup.disk] |
/// | repeated paragraphs, sentences and strings, any number of documents | [eu.socle.data.dedup.passage] |
/// | where sentences end; paragraphs by their n-grams | [eu.socle.data.dedup.span] |
/// | repeated strings of bytes, in memory | [eu.socle.data.dedup.substring] |
/// | n-grams seen before, in constant memory | [eu.socle.data.dedup.bloom] |
/// | evaluation sets inside documents | [eu.socle.data.dedup.contamination] |
///
/// Workers sign documents ([eu.socle.data.dedup.Signature]); one thread gives the keys to a
/// [eu.socle.data.dedup.disk.DuplicateSearch] and reads the clusters back in order of documents.
@NullMarked
package eu.socle.data.dedup;

import org.jspecify.annotations.NullMarked;
