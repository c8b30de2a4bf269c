package eu.socle.data.judge.web;

import eu.socle.data.judge.measure.Measure;
import eu.socle.data.judge.text.Scratch;
import eu.socle.data.judge.text.Tokenised;
import eu.socle.data.policy.Annotation;
import eu.socle.data.policy.Annotations;
import java.util.List;

/// The paragraph rule of mC4: a page must have three long lines.
public record C4Paragraph() implements Measure {

    /// Code points of the third longest line between `\n`; 0 for fewer than three lines.
    public static final String THIRD_LINE = "c4.third_longest_line";

    @Override
    public String identity() {
        return "c4-paragraph 1";
    }

    @Override
    public List<Annotation> annotations() {
        return List.of(Annotation.count(THIRD_LINE));
    }

    @Override
    public void measure(Scratch scratch, Annotations into, int first) {
        Tokenised text = scratch.text();
        int longest = 0;
        int second = 0;
        int third = 0;
        for (int line = 0; line < text.lines(); line++) {
            int length = text.codePoints(text.lineStart(line), text.lineEnd(line));
            if (length > longest) {
                third = second;
                second = longest;
                longest = length;
            } else if (length > second) {
                third = second;
                second = length;
            } else if (length > third) {
                third = length;
            }
        }
        into.set(first, (long) third);
    }
}
