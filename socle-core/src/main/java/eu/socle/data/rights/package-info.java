/// The right to use a document: what its owner reserved, under which licence it stands, and the
/// policy that decides. Signals annotate; one versioned policy decides, and can decide again from
/// what was kept.
///
/// Read first: [eu.socle.data.rights.Signals] (what a page carries),
/// [eu.socle.data.rights.SiteFiles] (what a site says), [eu.socle.data.rights.Combination] (what
/// all of it means), [eu.socle.data.rights.RightsPolicy] (what follows).
///
/// ```java
/// Verdict verdict = Combination.of(signals);          // disallow, because tdmrep-header says 1
/// Decision decision = RightsPolicy.DEFAULT.optOut(rights);
/// ```
@NullMarked
package eu.socle.data.rights;

import org.jspecify.annotations.NullMarked;
