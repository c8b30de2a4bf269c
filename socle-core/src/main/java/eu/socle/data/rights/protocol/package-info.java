/// The protocols with which owners reserve text and data mining, one class each, each with its
/// version, its carriers and its own precedence.
///
/// Read first: [eu.socle.data.rights.protocol.Protocol] (the contract),
/// [eu.socle.data.rights.protocol.Protocols] (the catalogue),
/// [eu.socle.data.rights.protocol.TdmRep].
///
/// ```java
/// List<OptOut> signals = new NoAi().header("x-robots-tag", "noai", Agents.DEFAULT); // one, DISALLOW
/// ```
@NullMarked
package eu.socle.data.rights.protocol;

import org.jspecify.annotations.NullMarked;
