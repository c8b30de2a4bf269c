/// Whether a document may and should be used: rights first, then everything is measured in one pass
/// and one policy decides from the measures.
///
/// Read first: [eu.socle.data.judge.Judges] (all that is asked), [eu.socle.data.judge.Chain] (what
/// is measured), [eu.socle.data.policy.Policy] (what decides).
///
/// ```java
/// Judges judges = Judges.of(JudgeConfig.NATIVE, List.of("CC-BY-4.0"), List.of("fr", "de"));
/// Judges.Measured measured = judges.measure(document, scratch);
/// Decision decision = judges.decide(measured.document().tags(), measured.annotations());
/// ```
@NullMarked
package eu.socle.data.judge;

import org.jspecify.annotations.NullMarked;
