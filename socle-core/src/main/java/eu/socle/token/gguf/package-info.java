/// The vocabulary that a GGUF file carries, as a tokenizer.
///
/// Read first: [eu.socle.token.gguf.VocabularyMetadata], [eu.socle.token.gguf.GgufTokenizer].
@NullMarked
package eu.socle.token.gguf;

import org.jspecify.annotations.NullMarked;
