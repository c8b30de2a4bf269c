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
import java.util.Set;

/// The figures of AI2's datamap-rs (read at f771794) for the Gopher rules: UTF-8 bytes, words
/// between Unicode boundaries, all copies, unions of covered words, quotients in float32. The
/// chain's words must be Unicode words.
///
/// The peer leaves open which of equally frequent and equally long n-grams is the top one; here it
/// is the first. Separators U+001C to U+001F are no white space. A share of lines is 1 without any
/// line and 0 for one line; a share of n-grams is 0 for one.
public record DatamapText() implements Measure {

    public static final String CHARACTERS = "datamap.characters";
    public static final String WORDS = "datamap.words";
    public static final String MEAN_WORD_LENGTH = "datamap.mean_word_length";
    public static final String SYMBOLS = "datamap.symbols_per_word";
    public static final String BULLET_LINES = "datamap.bullet_lines";
    public static final String ELLIPSIS_LINES = "datamap.ellipsis_lines";
    public static final String OTHER_WORDS = "datamap.words_without_letters";
    public static final String STOP_WORDS = "datamap.stop_words";
    public static final String REPEATED_LINES = "datamap.repeated_lines";
    public static final String REPEATED_PARAGRAPHS = "datamap.repeated_paragraphs";
    public static final String REPEATED_LINE_BYTES = "datamap.repeated_line_bytes";
    public static final String REPEATED_PARAGRAPH_BYTES = "datamap.repeated_paragraph_bytes";

    private static final Set<String> STOP = Set.copyOf(StopWordLists.english().otherwise().words());

    private static final int LONGEST_STOP_WORD = 4;

    /// Share of bytes in repeated n-grams, of the most frequent one for n up to 4.
    public static String ngram(int n) {
        return "datamap.repeated_" + n + "_gram_bytes";
    }

    @Override
    public String identity() {
        return "datamap-text 2 " + Characters.UNICODE;
    }

    @Override
    public List<Annotation> annotations() {
        List<Annotation> list =
                new ArrayList<>(
                        List.of(
                                Annotation.count(CHARACTERS),
                                Annotation.count(WORDS),
                                Annotation.decimal(MEAN_WORD_LENGTH),
                                Annotation.decimal(SYMBOLS),
                                Annotation.decimal(BULLET_LINES),
                                Annotation.decimal(ELLIPSIS_LINES),
                                Annotation.decimal(OTHER_WORDS),
                                Annotation.count(STOP_WORDS),
                                Annotation.decimal(REPEATED_LINES),
                                Annotation.decimal(REPEATED_PARAGRAPHS),
                                Annotation.decimal(REPEATED_LINE_BYTES),
                                Annotation.decimal(REPEATED_PARAGRAPH_BYTES)));
        for (int n = 2; n <= 10; n++) {
            list.add(Annotation.decimal(ngram(n)));
        }
        return list;
    }

    @Override
    public void measure(Scratch scratch, Annotations into, int first) {
        Tokenised text = scratch.text();
        into.set(first, (long) text.codePoints());
        into.set(first + 1, (long) words(text));
        spans(text, into, first);
        lines(text, into, first);
        Groups groups = scratch.paragraphs();
        groups.clear(text.lines());
        for (int line = 0; line < text.lines(); line++) {
            addPart(groups, text, text.lineStart(line), text.lineEnd(line));
        }
        repeated(text, groups, into, first + 8, first + 10);
        paragraphs(text, groups);
        repeated(text, groups, into, first + 9, first + 11);
        ngrams(scratch.ngrams(), text, into, first + 10);
    }

    /// In ASCII text runs of letters and digits, else Unicode words.
    private static int words(Tokenised text) {
        char[] units = text.units();
        int runs = 0;
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            char c = units[i];
            if (c >= 128) {
                return text.words();
            }
            boolean word = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
            runs += word && !inside ? 1 : 0;
            inside = word;
        }
        return runs;
    }

    private static void spans(Tokenised text, Annotations into, int first) {
        long bytes = 0;
        int words = 0;
        int others = 0;
        long stopWords = 0;
        boolean separators = hasSeparators(text);
        int at = 0;
        for (int i = 0; separators || i < text.spans(); i++) {
            int start = separators ? wordStart(text, at) : text.spanStart(i);
            if (start == text.length()) {
                break;
            }
            int end = separators ? wordEnd(text, start) : text.spanEnd(i);
            at = end;
            boolean letter = separators ? hasLetter(text, start, end) : hasLetter(text, i);
            words++;
            bytes += bytes(text.units(), start, end);
            others += letter ? 0 : 1;
            stopWords += isStopWord(text, start, end) ? 1 : 0;
        }
        int spacedEllipses = spacedEllipses(text);
        into.set(first + 2, words == 0 ? 0.0 : (double) ((float) bytes / (float) words));
        long symbols = (long) text.hashes() + text.ellipses() + spacedEllipses;
        int split = words - 2 * spacedEllipses; // ". . ." counts as one word
        into.set(first + 3, (double) ((float) symbols / (float) Math.max(1, split)));
        // no word or one is dropped by the peer whatever it is
        into.set(first + 6, words < 2 ? 1.0 : (double) ((float) others / (float) words));
        into.set(first + 7, stopWords);
    }

    private static boolean isStopWord(Tokenised text, int start, int end) {
        return end - start <= LONGEST_STOP_WORD
                && STOP.contains(text.text(start, end).toLowerCase(java.util.Locale.ROOT));
    }

    /// Whether the text holds the separators U+001C to U+001F, which are white space to Python and
    /// to spans but not to the peer: its words are then cut here.
    private static boolean hasSeparators(Tokenised text) {
        for (int i = 0; i < text.length(); i++) {
            if (isSeparator(text.units()[i])) {
                return true;
            }
        }
        return false;
    }

    private static int wordStart(Tokenised text, int from) {
        int at = from;
        while (at < text.length() && isWhiteSpace(text.units()[at])) {
            at++;
        }
        return at;
    }

    private static int wordEnd(Tokenised text, int from) {
        int at = from;
        while (at < text.length() && !isWhiteSpace(text.units()[at])) {
            at++;
        }
        return at;
    }

    /// The property White_Space.
    private static boolean isWhiteSpace(char c) {
        return (c >= '\t' && c <= '\r')
                || c == ' '
                || c == '\u0085'
                || c == '\u00a0'
                || c == '\u1680'
                || (c >= '\u2000' && c <= '\u200a')
                || c == '\u2028'
                || c == '\u2029'
                || c == '\u202f'
                || c == '\u205f'
                || c == '\u3000';
    }

    private static boolean isSeparator(char c) {
        return c >= '\u001c' && c <= '\u001f';
    }

    /// How often `. . .` occurs.
    private static int spacedEllipses(Tokenised text) {
        char[] units = text.units();
        int found = 0;
        for (int i = 0; i + 4 < text.length(); i++) {
            if (units[i] == '.'
                    && units[i + 1] == ' '
                    && units[i + 2] == '.'
                    && units[i + 3] == ' '
                    && units[i + 4] == '.') {
                found++;
                i += 4;
            }
        }
        return found;
    }

    private static boolean hasLetter(Tokenised text, int span) {
        if ((text.spanBits(span) & Characters.LETTER) != 0) {
            return true;
        }
        return hasLetter(text, text.spanStart(span), text.spanEnd(span));
    }

    private static boolean hasLetter(Tokenised text, int start, int end) {
        for (int at = start; at < end; ) {
            int codePoint = Character.codePointAt(text.units(), at, end);
            if (Character.isAlphabetic(codePoint)) {
                return true;
            }
            at += Character.charCount(codePoint);
        }
        return false;
    }

    private static void lines(Tokenised text, Annotations into, int first) {
        int bullets = 0;
        int full = 0;
        int trailingOff = 0;
        char[] units = text.units();
        for (int line = 0; line < text.lines(); line++) {
            int start = text.lineStart(line);
            int end = text.lineEnd(line);
            bullets += start < end && "\u25cf\u2022*-".indexOf(units[start]) >= 0 ? 1 : 0;
            end -= end > start && line + 1 < text.lines() && units[end - 1] == '\r' ? 1 : 0;
            if (start < end) {
                full++;
                String tail = text.text(Math.max(start, end - 5), end);
                trailingOff +=
                        tail.endsWith("...") || tail.endsWith(". . .") || tail.endsWith("\u2026")
                                ? 1
                                : 0;
            }
        }
        into.set(first + 4, (double) ((float) bullets / (float) text.lines()));
        into.set(first + 5, (double) ((float) trailingOff / (float) Math.max(1, full)));
    }

    /// Pieces between two or more `\n` (longer runs are shortened to two before): a single `\n` at
    /// an end of the text belongs to the piece.
    private static void paragraphs(Tokenised text, Groups groups) {
        groups.clear(text.lines());
        int length = text.length();
        char[] units = text.units();
        int start = 0;
        int at = 0;
        while (at < length) {
            if (units[at] != '\n' || at + 1 == length || units[at + 1] != '\n') {
                at++;
                continue;
            }
            addPart(groups, text, start, at);
            while (at < length && units[at] == '\n') {
                at++;
            }
            start = at;
        }
        addPart(groups, text, start, length);
    }

    private static void addPart(Groups groups, Tokenised text, int start, int end) {
        if (end > start) {
            groups.add(text, start, end);
        }
    }

    private static void repeated(
            Tokenised text, Groups groups, Annotations into, int count, int weight) {
        long repeated = 0;
        long bytes = 0;
        long all = 0;
        for (int i = 0; i < groups.size(); i++) {
            int length = bytes(text.units(), groups.from(i), groups.to(i));
            all += length;
            if (groups.copies(i) > 1) {
                repeated++;
                bytes += length;
            }
        }
        boolean few = groups.size() < 2;
        double ofFew = groups.size() == 0 ? 1 : 0;
        into.set(count, few ? ofFew : (double) ((float) repeated / (float) groups.size()));
        into.set(weight, few ? ofFew : (double) ((float) bytes / (float) all));
    }

    private static void ngrams(Ngrams ngrams, Tokenised text, Annotations into, int first) {
        int[] lengths = new int[text.words()];
        long all = 0;
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = bytes(text.units(), text.wordStart(i), text.wordEnd(i));
            all += lengths[i];
        }
        for (int n = 2; n <= 10; n++) {
            long covered =
                    n <= 4
                            ? Coverage.top(ngrams, n, lengths.length, word -> lengths[word])
                            : Coverage.repeated(ngrams, n, lengths.length, word -> lengths[word]);
            boolean few = ngrams.size(n) < 2;
            into.set(first + n, few ? 0.0 : (double) ((float) covered / (float) all));
        }
    }

    /// UTF-8 bytes of a range.
    private static int bytes(char[] units, int from, int to) {
        int bytes = 0;
        for (int i = from; i < to; i++) {
            char c = units[i];
            // each half of a pair gives two of its four bytes
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
