/// Annotate, then decide: what was measured about a document, and the one policy that decides from
/// it. A changed policy decides again from stored annotations, without the sources.
///
/// Read first: [eu.socle.data.policy.Annotations] (what was measured),
/// [eu.socle.data.policy.Policy] (what is decided from it).
///
/// ```java
/// switch (policy.decide(annotations)) {
///     case Decision.Keep keep -> write(document);
///     case Decision.Drop drop -> reject(drop.step(), drop.reason(), drop.detail());
/// }
/// ```
@NullMarked
package eu.socle.data.policy;

import org.jspecify.annotations.NullMarked;
