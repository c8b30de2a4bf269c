package eu.socle.data.judge.web;

import eu.socle.data.judge.measure.Measure;
import eu.socle.data.judge.text.Scan;
import eu.socle.data.judge.text.Scratch;
import eu.socle.data.judge.text.WordSplit;
import eu.socle.data.policy.Annotation;
import eu.socle.data.policy.Annotations;
import java.util.List;

/// Figures of the text that the C4 rules leave, as filters see it that come after C4 in a pipeline
/// where C4 removes lines.
///
/// @param c4 what removes lines
/// @param scan how the rest is cut into lines
/// @param split how it is cut into words
/// @param measure what is measured of the rest
public record AfterC4(C4Quality c4, Scan scan, WordSplit split, Measure measure)
        implements Measure {

    @Override
    public String identity() {
        return "after " + c4.identity() + " and words " + split.name() + ": " + measure.identity();
    }

    @Override
    public List<Annotation> annotations() {
        return measure.annotations();
    }

    @Override
    public void measure(Scratch scratch, Annotations into, int first) {
        StringBuilder rest = scratch.edited();
        rest.setLength(0);
        c4.edit(scratch, rest);
        Scratch inner = scratch.inner();
        inner.read(scan, split, rest.toString(), scratch.language(), scratch.url());
        measure.measure(inner, into, first);
    }
}
