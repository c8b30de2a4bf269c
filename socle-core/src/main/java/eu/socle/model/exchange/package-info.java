/// Models between two notations: Hugging Face's (config.json, tensor names, tokenizer.json) and
/// GGUF (keys, names, vocabulary). Both directions are made of the same lists, so that what one
/// writes the other reads; whatever would change the mathematics and cannot be said on the other
/// side is refused by name.
///
/// Read first: [eu.socle.model.exchange.GgufCheckpoint] (a GGUF file seen as a checkpoint),
/// [eu.socle.model.exchange.GgufExport] (a checkpoint written as GGUF),
/// [eu.socle.model.exchange.Links] (which tensor is which).
///
/// ```java
/// try (GgufCheckpoint checkpoint = GgufCheckpoint.open(path)) {
///     JsonNode config = checkpoint.config(); // config.json
///     Tensor q = checkpoint.tensor("model.layers.0.self_attn.q_proj.weight");
/// }
/// ```
@NullMarked
package eu.socle.model.exchange;

import org.jspecify.annotations.NullMarked;
