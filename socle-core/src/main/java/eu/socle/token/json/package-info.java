/// tokenizer.json, the format of Hugging Face tokenizers, read and written; what is not known is
/// refused by name.
///
/// Read first: [eu.socle.token.json.TokenizerJson], [eu.socle.token.json.TokenizerJsonText].
@NullMarked
package eu.socle.token.json;

import org.jspecify.annotations.NullMarked;
