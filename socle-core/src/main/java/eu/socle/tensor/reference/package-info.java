/// What each operation means: scalar loops that read like the equations, sums in double.
///
/// Read: [eu.socle.tensor.reference.ReferenceBackend]. It is the specification that `tensor.cpu` is
/// tested against, never deleted and never tuned.
///
/// ```java
/// Backend backend = new ReferenceBackend();
/// backend.linear(y, x, w, Write.SET);
/// ```
@NullMarked
package eu.socle.tensor.reference;

import org.jspecify.annotations.NullMarked;
