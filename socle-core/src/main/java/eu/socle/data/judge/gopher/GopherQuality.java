package eu.socle.data.judge.gopher;

import eu.socle.data.judge.measure.Measure;
import eu.socle.data.judge.text.Characters;
import eu.socle.data.judge.text.Scratch;
import eu.socle.data.judge.text.Tokenised;
import eu.socle.data.policy.Annotation;
import eu.socle.data.policy.Annotations;
import java.util.List;

/// The figures of the Gopher quality rules (arXiv 2112.11446, appendix A.1) as datatrove counts
/// them.
///
/// Content words have a code point outside the punctuation set; lines are those of `splitlines`; a
/// bullet is `•` or `-` after white space; stop words are counted once each, case-sensitive.
///
/// @param characters what characters are
/// @param stopWords stop words by language
public record GopherQuality(Characters characters, StopWordLists stopWords) implements Measure {

    public static final String WORDS = "gopher.words";
    public static final String CONTENT_WORDS = "gopher.content_words";
    public static final String CONTENT_CHARACTERS = "gopher.content_characters";
    public static final String HASHES = "gopher.hashes";
    public static final String ELLIPSES = "gopher.ellipses";
    public static final String LINES = "gopher.lines";
    public static final String BULLET_LINES = "gopher.bullet_lines";
    public static final String ELLIPSIS_LINES = "gopher.ellipsis_lines";
    public static final String ALPHABETIC_WORDS = "gopher.alphabetic_words";
    public static final String STOP_WORDS = "gopher.stop_words";

    @Override
    public String identity() {
        return "gopher-quality 1 " + Characters.UNICODE + " " + stopWords.digest();
    }

    @Override
    public List<Annotation> annotations() {
        return List.of(
                Annotation.count(WORDS),
                Annotation.count(CONTENT_WORDS),
                Annotation.count(CONTENT_CHARACTERS),
                Annotation.count(HASHES),
                Annotation.count(ELLIPSES),
                Annotation.count(LINES),
                Annotation.count(BULLET_LINES),
                Annotation.count(ELLIPSIS_LINES),
                Annotation.count(ALPHABETIC_WORDS),
                Annotation.count(STOP_WORDS));
    }

    @Override
    public void measure(Scratch scratch, Annotations into, int first) {
        Tokenised text = scratch.text();
        into.set(first, (long) text.words());
        words(text, stopWords.of(scratch.language()), into, first);
        into.set(first + 3, (long) text.hashes());
        into.set(first + 4, (long) text.ellipses());
        lines(text, into, first);
    }

    private static void words(Tokenised text, WordList list, Annotations into, int first) {
        int content = 0;
        int alphabetic = 0;
        long contentCharacters = 0;
        long found = 0; // bits of the first 64 stop words
        boolean[] more = new boolean[Math.max(0, list.words().size() - Long.SIZE)];
        for (int i = 0; i < text.words(); i++) {
            int bits = text.wordBits(i);
            alphabetic += (bits & Characters.LETTER) != 0 ? 1 : 0;
            if ((bits & Characters.CONTENT) != 0) {
                content++;
                contentCharacters += text.codePoints(text.wordStart(i), text.wordEnd(i));
            }
            int stopWord = list.find(text, i);
            if (stopWord >= Long.SIZE) {
                more[stopWord - Long.SIZE] = true;
            } else if (stopWord >= 0) {
                found |= 1L << stopWord;
            }
        }
        long stopWords = Long.bitCount(found);
        for (boolean one : more) {
            stopWords += one ? 1 : 0;
        }
        into.set(first + 1, (long) content);
        into.set(first + 2, contentCharacters);
        into.set(first + 8, (long) alphabetic);
        into.set(first + 9, stopWords);
    }

    private static void lines(Tokenised text, Annotations into, int first) {
        int bullets = 0;
        int trailingOff = 0;
        char[] units = text.units();
        for (int row = 0; row < text.rows(); row++) {
            int span = text.rowSpan(row);
            int after = text.rowSpan(row + 1);
            if (span == after) {
                continue;
            }
            char opens = units[text.spanStart(span)];
            bullets += opens == '\u2022' || opens == '-' ? 1 : 0;
            int start = text.spanStart(after - 1);
            int end = text.spanEnd(after - 1);
            trailingOff += endsInEllipsis(units, start, end) ? 1 : 0;
        }
        into.set(first + 5, (long) text.rows());
        into.set(first + 6, (long) bullets);
        into.set(first + 7, (long) trailingOff);
    }

    private static boolean endsInEllipsis(char[] units, int start, int end) {
        return units[end - 1] == '\u2026'
                || (end - start >= 3
                        && units[end - 1] == '.'
                        && units[end - 2] == '.'
                        && units[end - 3] == '.');
    }
}
