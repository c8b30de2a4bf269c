/// Text to numbers and back, and the token shards a model is trained from.
///
/// | package | what |
/// |---|---|
/// | `text` | UTF-8, classes of characters, normal forms |
/// | `split` | how text is cut into pieces before tokens are sought in them |
/// | `piece` | what every tokenizer shares: added tokens, cutting, the cache, ids to bytes |
/// | `bpe`, `sentencepiece`, `wordpiece` | what turns a piece into ids |
/// | `json`, `gguf` | where a tokenizer is read from (`sentencepiece` reads tokenizer.model) |
/// | `training` | a byte-level BPE learnt from texts |
/// | `mix` | how often documents are read in training |
/// | `shard` | packed tokens on disk |
///
/// Read first: [eu.socle.token.Tokenizer] (what a tokenizer does), [eu.socle.token.TokenStage]
/// (documents in, shards out), [eu.socle.token.shard.TokenShards] (the shards as training and
/// evaluation see them).
///
/// ```java
/// Tokenizer tokenizer = Tokenizer.read(run.directory().resolve("token/tokenizer.json"));
/// int[] ids = tokenizer.encode("Bonjour le monde");
/// ```
@NullMarked
package eu.socle.token;

import org.jspecify.annotations.NullMarked;
