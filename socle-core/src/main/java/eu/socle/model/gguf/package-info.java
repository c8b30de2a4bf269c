/// The GGUF container, version 3: metadata and tensors of one file, read where they lie and written
/// in one pass. What the keys and names mean for a model is said in `model.exchange`.
///
/// Read first: [eu.socle.model.gguf.Gguf] (a file, mapped), [eu.socle.model.gguf.Metadata] (its
/// keys), [eu.socle.model.gguf.GgufWriter].
///
/// ```java
/// try (Gguf file = Gguf.open(path)) {
///     String architecture = file.metadata().text("general.architecture");
///     Tensor embedding = file.tensor("token_embd.weight");
/// }
/// ```
///
/// Source of the format: github.com/ggml-org/ggml, docs/gguf.md.
@NullMarked
package eu.socle.model.gguf;

import org.jspecify.annotations.NullMarked;
