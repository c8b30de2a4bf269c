/// Text to numbers and back: byte-level BPE trained, read and written in the Hugging Face format,
/// and the token shards a model is trained from.
///
/// Read first: [eu.socle.token.Tokenizer] (what a tokenizer does), [eu.socle.token.TokenStage]
/// (documents in, shards out), [eu.socle.token.TokenShards] (the shards as training and evaluation
/// see them).
///
/// ```java
/// Tokenizer tokenizer = Tokenizer.read(run.directory().resolve("token/tokenizer.json"));
/// int[] ids = tokenizer.encode("Bonjour le monde");
/// ```
@NullMarked
package eu.socle.token;

import org.jspecify.annotations.NullMarked;
