package eu.socle.data.judge.measure;

import eu.socle.data.judge.text.Scratch;
import eu.socle.data.policy.Annotation;
import eu.socle.data.policy.Annotations;
import java.util.List;

/// Measures a document and decides nothing: the same text gives the same values, on any thread, in
/// any order, in any year.
public interface Measure {

    /// Name, version and the digest of every list and option that its values depend on.
    String identity();

    /// What it measures, in the order in which it states it.
    List<Annotation> annotations();

    /// States its values of the document that the scratch holds.
    ///
    /// @param first place of the first of [#annotations()]
    void measure(Scratch scratch, Annotations into, int first);
}
