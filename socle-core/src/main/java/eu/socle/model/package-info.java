/// The transformer, written once over the operations of `tensor`, and its files.
///
/// Read first: [eu.socle.model.Transformer] (tokens to logits and back to gradients),
/// [eu.socle.model.ModelConfig] (config.json), [eu.socle.model.Weights] (model.safetensors).
///
/// ```java
/// try (Memory memory = new Memory()) {
///     ModelConfig config = ModelConfig.read(folder.resolve("config.json"));
///     Transformer model = new Transformer(config, Weights.load(config, folder, memory), backend);
/// }
/// ```
@NullMarked
package eu.socle.model;

import org.jspecify.annotations.NullMarked;
