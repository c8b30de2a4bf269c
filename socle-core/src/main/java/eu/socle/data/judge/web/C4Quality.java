package eu.socle.data.judge.web;

import eu.socle.data.judge.measure.Measure;
import eu.socle.data.judge.text.Characters;
import eu.socle.data.judge.text.Scan;
import eu.socle.data.judge.text.Scratch;
import eu.socle.data.judge.text.SentenceRule;
import eu.socle.data.judge.text.Tokenised;
import eu.socle.data.judge.text.WordSplit;
import eu.socle.data.policy.Annotation;
import eu.socle.data.policy.Annotations;
import java.util.List;

/// The line rules of C4 (JMLR 21/140) as datatrove applies them: which lines would go, how many
/// sentences stay, and where a line stands that drops the whole document.
///
/// Measuring changes nothing. [#edit(Scratch, StringBuilder)] gives the text without the lines that
/// go and without citation marks; a policy says whether that text is used.
///
/// @param scan characters and phrases
/// @param split the words of the chain, for lines that an edit changed
/// @param sentences where sentences end
public record C4Quality(Scan scan, WordSplit split, SentenceRule sentences) implements Measure {

    public static final String LINES = "c4.lines";
    public static final String KEPT_LINES = "c4.kept_lines";
    public static final String SENTENCES = "c4.sentences";

    /// Number (from 1) of the first line with "lorem ipsum" that no rule removed before; absent
    /// when there is none.
    public static final String LOREM_LINE = "c4.lorem_ipsum_line";

    /// The same for a curly bracket.
    public static final String BRACE_LINE = "c4.curly_bracket_line";

    private static final int LONGEST_WORD = 1000; // code points; longer ones are no language
    private static final int LEAST_WORDS = 3;

    /// What becomes of a line, in the order in which the rules are asked.
    public enum Line {
        TOO_LONG_WORD,
        NO_TERMINAL_PUNCT,
        TOO_FEW_WORDS,
        LOREM_IPSUM,
        JAVASCRIPT,
        CURLY_BRACKET,
        POLICY,
        KEPT
    }

    @Override
    public String identity() {
        return "c4-quality 1 " + Characters.UNICODE + " " + sentences.name();
    }

    @Override
    public List<Annotation> annotations() {
        return List.of(
                Annotation.count(LINES),
                Annotation.count(KEPT_LINES),
                Annotation.count(SENTENCES),
                Annotation.count(LOREM_LINE),
                Annotation.count(BRACE_LINE));
    }

    /// Sentences are those of all lines that stay when lines that would drop the document are kept,
    /// so that a policy without one of those rules can decide from them too.
    @Override
    public void measure(Scratch scratch, Annotations into, int first) {
        Tokenised text = scratch.text();
        long kept = 0;
        long found = 0;
        int word = 0;
        long lorem = 0;
        long brace = 0;
        for (int row = 0; row < text.rows(); row++) {
            boolean changed = cite(scratch, row);
            int signs = changed ? lineSigns(scratch) : text.rowSigns(row);
            Line line = line(scratch, row, changed, signs);
            if (line == Line.LOREM_IPSUM) {
                lorem = lorem == 0 ? row + 1 : lorem;
                line = withoutStops(signs);
            }
            if (line == Line.CURLY_BRACKET) {
                brace = brace == 0 ? row + 1 : brace;
                line = has(signs, Tokenised.POLICY) ? Line.POLICY : Line.KEPT;
            }
            if (line == Line.KEPT) {
                kept++;
                while (word < text.words() && text.wordStart(word) < text.rowStart(row)) {
                    word++;
                }
                found += sentences(scratch, row, changed, word);
            }
        }
        into.set(first, (long) text.rows());
        into.set(first + 1, kept);
        into.set(first + 2, found);
        if (lorem > 0) {
            into.set(first + 3, lorem);
        }
        if (brace > 0) {
            into.set(first + 4, brace);
        }
    }

    private static Line withoutStops(int signs) {
        if (has(signs, Tokenised.JAVASCRIPT)) {
            return Line.JAVASCRIPT;
        }
        return has(signs, Tokenised.BRACE)
                ? Line.CURLY_BRACKET
                : has(signs, Tokenised.POLICY) ? Line.POLICY : Line.KEPT;
    }

    /// What becomes of a line of the document in the scratch.
    public Line line(Scratch scratch, int row) {
        boolean changed = cite(scratch, row);
        int signs = changed ? lineSigns(scratch) : scratch.text().rowSigns(row);
        return line(scratch, row, changed, signs);
    }

    /// Sentences of a line of the document in the scratch; at least 1.
    public int sentences(Scratch scratch, int row) {
        Tokenised text = scratch.text();
        int word = 0;
        while (word < text.words() && text.wordStart(word) < text.rowStart(row)) {
            word++;
        }
        return sentences(scratch, row, cite(scratch, row), word);
    }

    /// Appends the text without the lines that go, joined by `\n`, without white space at its ends.
    public void edit(Scratch scratch, StringBuilder into) {
        Tokenised text = scratch.text();
        int from = into.length();
        boolean any = false;
        for (int row = 0; row < text.rows(); row++) {
            boolean changed = cite(scratch, row);
            int signs = changed ? lineSigns(scratch) : text.rowSigns(row);
            Line line = line(scratch, row, changed, signs);
            line = line == Line.LOREM_IPSUM ? withoutStops(signs) : line;
            if (line == Line.CURLY_BRACKET) {
                line = has(signs, Tokenised.POLICY) ? Line.POLICY : Line.KEPT;
            }
            if (line != Line.KEPT) {
                continue;
            }
            if (any) {
                into.append('\n');
            }
            any = true;
            if (changed) {
                into.append(scratch.line().units(), 0, scratch.line().length());
            } else {
                int start = rowFrom(text, row);
                into.append(text.units(), start, rowTo(text, row) - start);
            }
        }
        strip(into, from);
    }

    private void strip(StringBuilder text, int from) {
        int end = text.length();
        while (end > from && isSpace(text.charAt(end - 1))) {
            end--;
        }
        text.setLength(end);
        int start = from;
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        text.delete(from, start);
    }

    private boolean isSpace(char c) {
        return (scan.characters().plane()[c] & Characters.SPACE) != 0;
    }

    private static Line line(Scratch scratch, int row, boolean changed, int signs) {
        Tokenised text = scratch.text();
        if (hasLongWord(text, row)) {
            return Line.TOO_LONG_WORD;
        }
        boolean ends =
                changed
                        ? endsSentence(scratch.line().units(), 0, scratch.line().length())
                        : endsSentence(text.units(), rowFrom(text, row), rowTo(text, row));
        if (!ends) {
            return Line.NO_TERMINAL_PUNCT;
        }
        if (text.rowSpan(row + 1) - text.rowSpan(row) < LEAST_WORDS) {
            return Line.TOO_FEW_WORDS;
        }
        return has(signs, Tokenised.LOREM) ? Line.LOREM_IPSUM : withoutStops(signs);
    }

    private static boolean has(int signs, int sign) {
        return (signs & sign) != 0;
    }

    private static boolean hasLongWord(Tokenised text, int row) {
        if (text.rowEnd(row) - text.rowStart(row) <= LONGEST_WORD) {
            return false;
        }
        for (int span = text.rowSpan(row); span < text.rowSpan(row + 1); span++) {
            if (text.codePoints(text.spanStart(span), text.spanEnd(span)) > LONGEST_WORD) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsSentence(char[] units, int from, int to) {
        if (to == from) {
            return false;
        }
        return switch (units[to - 1]) {
            case '?', '!', '"', '\'' -> true;
            case '.' -> to - from < 3 || units[to - 2] != '.' || units[to - 3] != '.';
            default -> false;
        };
    }

    private int sentences(Scratch scratch, int row, boolean changed, int word) {
        Characters characters = scan.characters();
        Tokenised text = scratch.text();
        if (!changed) {
            return sentences.count(characters, text, rowFrom(text, row), rowTo(text, row), word);
        }
        Tokenised line = scratch.line();
        split.splitLine(characters, line);
        return sentences.count(characters, line, 0, line.length(), 0);
    }

    /// First unit of a row without white space before it.
    private static int rowFrom(Tokenised text, int row) {
        int span = text.rowSpan(row);
        return span == text.rowSpan(row + 1) ? text.rowEnd(row) : text.spanStart(span);
    }

    /// After the last unit of a row without white space after it.
    private static int rowTo(Tokenised text, int row) {
        int span = text.rowSpan(row + 1);
        return span == text.rowSpan(row) ? text.rowEnd(row) : text.spanEnd(span - 1);
    }

    private static int lineSigns(Scratch scratch) {
        Tokenised line = scratch.line();
        return line.rows() == 0 ? 0 : line.rowSigns(0);
    }

    /// Puts the line without its citation marks into the scratch, when it has any.
    private boolean cite(Scratch scratch, int row) {
        Tokenised text = scratch.text();
        if (!has(text.rowSigns(row), Tokenised.BRACKET)) {
            return false;
        }
        StringBuilder line = new StringBuilder();
        int from = rowFrom(text, row);
        int to = rowTo(text, row);
        int copied = from;
        for (int at = from; at < to; at++) {
            int end = text.units()[at] == '[' ? endOfCitation(text, at, to) : at;
            if (end > at) {
                line.append(text.units(), copied, at - copied);
                copied = end;
                at = end - 1;
            }
        }
        if (copied == from) {
            return false;
        }
        line.append(text.units(), copied, to - copied);
        scan.read(line.toString(), scratch.line());
        return true;
    }

    /// After `[12]`, `[]`, `[edit]` or `[citation needed]`; the place itself when there is none.
    private int endOfCitation(Tokenised text, int at, int to) {
        for (String mark : List.of("[edit]", "[citation needed]")) {
            if (at + mark.length() <= to && text.text(at, at + mark.length()).equals(mark)) {
                return at + mark.length();
            }
        }
        int end = at + 1;
        while (end < to) {
            int codePoint = Character.codePointAt(text.units(), end, to);
            if ((scan.characters().of(codePoint) & Characters.DIGIT) == 0) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return end < to && text.units()[end] == ']' ? end + 1 : at;
    }
}
