/// Ledger in, documents out: the page that people read, the figures that programs check, the
/// signature over both.
///
/// Read first: [eu.socle.dossier.DossierStage] (writes a dossier), [eu.socle.dossier.Findings]
/// (what the facts say), [eu.socle.dossier.Verification] (whether a dossier is what its ledger
/// says).
///
/// ```java
/// Path page = DossierStage.run(run);
/// List<String> faults = Verification.of(page.getParent()).faults();
/// ```
@NullMarked
package eu.socle.dossier;

import org.jspecify.annotations.NullMarked;
