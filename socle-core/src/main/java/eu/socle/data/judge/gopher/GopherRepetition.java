package eu.socle.data.judge.gopher;

import eu.socle.data.judge.measure.Measure;
import eu.socle.data.judge.text.Characters;
import eu.socle.data.judge.text.Groups;
import eu.socle.data.judge.text.Ngrams;
import eu.socle.data.judge.text.Scratch;
import eu.socle.data.judge.text.Tokenised;
import eu.socle.data.policy.Annotation;
import eu.socle.data.policy.Annotations;
import java.util.ArrayList;
import java.util.List;

/// The figures of the Gopher repetition rules (arXiv 2112.11446, table A1) as datatrove counts
/// them: second and later copies only; the most frequent n-gram also when it occurs once; repeated
/// n-grams by a scan that jumps over what it found. A documented profile, not "the" Gopher filter.
///
/// @param characters what characters are
public record GopherRepetition(Characters characters) implements Measure {

    public static final String CHARACTERS = "repetition.characters";
    public static final String PARAGRAPHS = "repetition.paragraphs";
    public static final String COPIED_PARAGRAPHS = "repetition.copied_paragraphs";
    public static final String COPIED_PARAGRAPH_CHARACTERS =
            "repetition.copied_paragraph_characters";
    public static final String LINES = "repetition.lines";
    public static final String COPIED_LINES = "repetition.copied_lines";
    public static final String COPIED_LINE_CHARACTERS = "repetition.copied_line_characters";

    /// Length times count of the most frequent n-gram: a name for each of 2, 3, 4.
    public static String top(int n) {
        return "repetition.top_" + n + "_gram_characters";
    }

    /// Characters of n-grams seen before: a name for each of 5 to 10.
    public static String repeated(int n) {
        return "repetition.repeated_" + n + "_gram_characters";
    }

    @Override
    public String identity() {
        return "gopher-repetition 1";
    }

    @Override
    public List<Annotation> annotations() {
        List<Annotation> list =
                new ArrayList<>(
                        List.of(
                                Annotation.count(CHARACTERS),
                                Annotation.count(PARAGRAPHS),
                                Annotation.count(COPIED_PARAGRAPHS),
                                Annotation.count(COPIED_PARAGRAPH_CHARACTERS),
                                Annotation.count(LINES),
                                Annotation.count(COPIED_LINES),
                                Annotation.count(COPIED_LINE_CHARACTERS)));
        for (int n = 2; n <= 4; n++) {
            list.add(Annotation.count(top(n)));
        }
        for (int n = 5; n <= 10; n++) {
            list.add(Annotation.count(repeated(n)));
        }
        return list;
    }

    @Override
    public void measure(Scratch scratch, Annotations into, int first) {
        Tokenised text = scratch.text();
        into.set(first, (long) text.codePoints());
        paragraphs(scratch, into, first + 1);
        lines(text, scratch.lines(), into, first + 4);
        Ngrams ngrams = scratch.ngrams();
        for (int n = 2; n <= 4; n++) {
            int best = ngrams.count(n);
            if (best >= 0) {
                long length = ngrams.characters(best, n) + n - 1L; // with the spaces between
                into.set(first + 5 + n, length * ngrams.countAt(best));
            }
        }
        for (int n = 5; n <= 10; n++) {
            into.set(first + 5 + n, (long) ngrams.repeated(n));
        }
    }

    /// Pieces of the stripped text between two or more `\n`. Where no line is the copy of another,
    /// no paragraph is, and they are only counted.
    private void paragraphs(Scratch scratch, Annotations into, int first) {
        Tokenised text = scratch.text();
        int from = text.skipSpace(characters, 0, text.length());
        int to = text.skipSpaceBefore(characters, from, text.length());
        boolean copies = anyCopiedLine(text, scratch.lines(), from, to);
        Groups groups = scratch.paragraphs();
        groups.clear(copies ? text.lines() : 0);
        int paragraphs = 0;
        int start = -1;
        int end = from;
        for (int line = 0; line < text.lines(); line++) {
            int lineStart = Math.max(from, text.lineStart(line));
            int lineEnd = Math.min(to, text.lineEnd(line));
            if (lineEnd > lineStart) {
                paragraphs += start < 0 ? 1 : 0;
                start = start < 0 ? lineStart : start;
                end = lineEnd;
                continue;
            }
            if (start >= 0 && copies) {
                groups.add(text, start, end);
            }
            start = -1;
        }
        if (start >= 0 && copies) {
            groups.add(text, start, end);
        }
        copies(text, groups, into, first + 1);
        into.set(first, (long) Math.max(1, paragraphs));
    }

    /// True when a line that is not empty is the copy of another, or the stripped text begins or
    /// ends inside a line, so that nothing is known of that one.
    private static boolean anyCopiedLine(Tokenised text, Groups groups, int from, int to) {
        boolean first = false;
        boolean last = false;
        for (int line = 0; line < text.lines(); line++) {
            boolean empty = text.lineEnd(line) == text.lineStart(line);
            if (!empty && groups.isCopy(line)) {
                return true;
            }
            first |= text.lineStart(line) == from;
            last |= text.lineEnd(line) == to;
        }
        return !first || !last;
    }

    private static void copies(Tokenised text, Groups groups, Annotations into, int first) {
        long copies = 0;
        long copied = 0;
        for (int i = 0; i < groups.size(); i++) {
            if (groups.isCopy(i)) {
                copies++;
                copied += text.codePoints(groups.from(i), groups.to(i));
            }
        }
        into.set(first, copies);
        into.set(first + 1, copied);
    }

    /// Pieces of the text between runs of `\n`; empty ones occur only at its two ends.
    private static void lines(Tokenised text, Groups groups, Annotations into, int first) {
        int last = text.lines() - 1;
        boolean emptyStart = text.lineEnd(0) == text.lineStart(0);
        boolean emptyEnd = last > 0 && text.lineEnd(last) == text.lineStart(last);
        long lines = (emptyStart ? 1L : 0L) + (emptyEnd ? 1L : 0L);
        long copies = emptyStart && emptyEnd ? 1 : 0;
        long copied = 0;
        for (int line = 0; line <= last; line++) {
            if (text.lineEnd(line) == text.lineStart(line)) {
                continue;
            }
            lines++;
            if (groups.isCopy(line)) {
                copies++;
                copied += text.codePoints(text.lineStart(line), text.lineEnd(line));
            }
        }
        into.set(first, lines);
        into.set(first + 1, copies);
        into.set(first + 2, copied);
    }
}
