/// Strings of bytes that occur more than once (Lee et al., Deduplicating Training Data Makes
/// Language Models Better, 2022).
///
/// Read first: [eu.socle.data.dedup.substring.RepeatedStrings] (what is asked and answered),
/// [eu.socle.data.dedup.substring.SuffixArray] (the specification's tool),
/// [eu.socle.data.dedup.substring.WindowTable] (the fast twin).
///
/// ```java
/// List<List<RepeatedStrings.Range>> ranges =
///         RepeatedStrings.find(documents, 100, RepeatedStrings.Keep.FIRST);
/// String rest = RepeatedStrings.without(documents.get(0), ranges.get(0));
/// ```
@NullMarked
package eu.socle.data.dedup.substring;

import org.jspecify.annotations.NullMarked;
