/// The same operations as `tensor.reference`, fast on a CPU: oneDNN for matrix products, the Vector
/// API for everything else.
///
/// Read first: [eu.socle.tensor.cpu.CpuBackend] (the operations), [eu.socle.tensor.cpu.Lanes] (the
/// vector arithmetic), [eu.socle.tensor.cpu.OneDnn] (the products). This is the only package that
/// sees `jdk.incubator.vector` and oneDNN.
///
/// ```java
/// try (CpuBackend backend = CpuBackend.open(run.workers())) {
///     backend.linear(y, x, w, Write.SET);
/// }
/// ```
@NullMarked
package eu.socle.tensor.cpu;

import org.jspecify.annotations.NullMarked;
