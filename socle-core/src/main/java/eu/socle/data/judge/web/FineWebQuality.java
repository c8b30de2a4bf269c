package eu.socle.data.judge.web;

import eu.socle.data.judge.measure.Measure;
import eu.socle.data.judge.text.Characters;
import eu.socle.data.judge.text.Groups;
import eu.socle.data.judge.text.Scratch;
import eu.socle.data.judge.text.Tokenised;
import eu.socle.data.policy.Annotation;
import eu.socle.data.policy.Annotations;
import java.util.List;

/// The figures of FineWeb's own rules (arXiv 2406.17557) as datatrove counts them: over lines
/// between `\n` that are not blank.
///
/// @param characters what characters are
/// @param shortLine code points up to which a line is short
public record FineWebQuality(Characters characters, int shortLine) implements Measure {

    public static final String LINES = "fineweb.lines";
    public static final String PUNCTUATED_LINES = "fineweb.punctuated_lines";
    public static final String SHORT_LINES = "fineweb.short_lines";
    public static final String COPIED_CHARACTERS = "fineweb.copied_line_characters";
    public static final String CHARACTERS = "fineweb.characters";
    public static final String NEWLINES = "fineweb.newlines";
    public static final String WORDS = "fineweb.words";

    @Override
    public String identity() {
        return "fineweb-quality 1 " + Characters.UNICODE + " " + shortLine;
    }

    @Override
    public List<Annotation> annotations() {
        return List.of(
                Annotation.count(LINES),
                Annotation.count(PUNCTUATED_LINES),
                Annotation.count(SHORT_LINES),
                Annotation.count(COPIED_CHARACTERS),
                Annotation.count(CHARACTERS),
                Annotation.count(NEWLINES),
                Annotation.count(WORDS));
    }

    @Override
    public void measure(Scratch scratch, Annotations into, int first) {
        Tokenised text = scratch.text();
        Groups groups = scratch.lines();
        long lines = 0;
        long punctuated = 0;
        long shorts = 0;
        long copied = 0;
        int span = 0;
        for (int line = 0; line < text.lines(); line++) {
            int start = text.lineStart(line);
            int end = text.lineEnd(line);
            while (span < text.spans() && text.spanStart(span) < start) {
                span++;
            }
            if (span == text.spans() || text.spanStart(span) >= end) {
                continue; // blank
            }
            int length = text.codePoints(start, end);
            lines++;
            punctuated += endsInPunctuation(text, start, end) ? 1 : 0;
            shorts += length <= shortLine ? 1 : 0;
            copied += groups.isCopy(line) ? length : 0;
        }
        long newlines = text.lines() - 1L;
        into.set(first, lines);
        into.set(first + 1, punctuated);
        into.set(first + 2, shorts);
        into.set(first + 3, copied);
        into.set(first + 4, text.codePoints() - newlines);
        into.set(first + 5, newlines);
        into.set(first + 6, (long) text.words());
    }

    private boolean endsInPunctuation(Tokenised text, int start, int end) {
        int last = Character.codePointBefore(text.units(), end, start);
        return (characters.of(last) & Characters.TERMINAL) != 0;
    }
}
