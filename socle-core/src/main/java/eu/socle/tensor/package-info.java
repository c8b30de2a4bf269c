/// Tensors and the fused operations on them, each with its hand-written backward pass.
///
/// Read first: [eu.socle.tensor.Tensor] (bytes, type, shape), [eu.socle.tensor.Backend] (the
/// operations; its parts are in `row`, `loss`, `update`, `experts` and `block`),
/// `reference.ReferenceBackend` (what each operation means).
///
/// ```java
/// try (Memory memory = new Memory()) {
///     Tensor y = memory.zeros(8, 384);
///     backend.linear(y, x, w, Write.SET);
/// }
/// ```
@NullMarked
package eu.socle.tensor;

import org.jspecify.annotations.NullMarked;
