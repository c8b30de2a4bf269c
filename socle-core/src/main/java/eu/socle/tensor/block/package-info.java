/// Elements in blocks with a common scale, and casts between all types of floating-point numbers:
/// the scalar meaning that fast kernels must equal.
///
/// Read first: [eu.socle.tensor.block.Cast] (any type to any type), [eu.socle.tensor.block.Blocks]
/// (one block at a time), [eu.socle.tensor.DType] (sizes). The layouts are those of GGUF, so that a
/// mapped file is a tensor; a row is whole blocks one after the other, each of which begins with,
/// or ends with, its scales.
///
/// ```java
/// Tensor q = memory.allocate(DType.Q8_0, 64, 96);
/// Cast.copy(weights, q);
/// ```
@NullMarked
package eu.socle.tensor.block;

import org.jspecify.annotations.NullMarked;
