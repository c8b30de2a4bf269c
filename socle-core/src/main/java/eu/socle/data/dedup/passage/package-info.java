/// Passages of documents that occurred before, in this document or in one before it: paragraphs,
/// sentences in groups, strings of bytes. Any number of documents, by sorting on disk; what goes is
/// stated as ranges of bytes, so that one rule cuts all kinds.
///
/// Read first: [eu.socle.data.dedup.passage.PassageRule] (what is asked),
/// [eu.socle.data.dedup.passage.Passages] (a text to hashed passages),
/// [eu.socle.data.dedup.passage.RepeatedPassages] and
/// [eu.socle.data.dedup.passage.RepeatedSubstrings] (hashes to ranges),
/// [eu.socle.data.dedup.passage.Cutting] (a text without its ranges).
@NullMarked
package eu.socle.data.dedup.passage;

import org.jspecify.annotations.NullMarked;
