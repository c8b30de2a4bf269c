/// Whether a document may and should be used: pure rules over text and rights, each with a name and
/// a version.
///
/// Read first: [eu.socle.data.judge.Judge] (one rule), [eu.socle.data.judge.Verdict] (what it
/// says), [eu.socle.data.judge.Judges] (the rules in order).
///
/// ```java
/// Judges judges = Judges.of(quality, List.of("CC-BY-4.0"), List.of("fr", "de"));
/// Judgement judgement = judges.judge(document);
/// ```
@NullMarked
package eu.socle.data.judge;

import org.jspecify.annotations.NullMarked;
