package eu.socle.data.judge;

import java.util.ArrayList;
import java.util.List;

/// The words of a text: runs between white space, without the punctuation at their two ends; runs
/// of punctuation alone are no words. `l'été` is one word, `(2026)` is the word `2026`.
public final class Words {

    private Words() {}

    /// The words in order.
    public static List<String> of(String text) {
        List<String> words = new ArrayList<>(text.length() / 6 + 1);
        int at = 0;
        while (at < text.length()) {
            int end = endOfToken(text, at);
            if (end > at) {
                addWord(text, at, end, words);
            }
            at = end + 1;
        }
        return words;
    }

    /// The position of the first white space at or after `start`, or the text's length.
    static int endOfToken(String text, int start) {
        int end = start;
        while (end < text.length() && !isBlank(text.charAt(end))) {
            end++;
        }
        return end;
    }

    static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static void addWord(String text, int start, int end, List<String> words) {
        int from = start;
        int to = end;
        while (from < to && !Character.isLetterOrDigit(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (to > from && !isInWord(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        if (to > from) {
            words.add(text.substring(from, to));
        }
    }

    /// Letters, digits and the accents that follow letters.
    private static boolean isInWord(int codePoint) {
        return Character.isLetterOrDigit(codePoint)
                || Character.getType(codePoint) == Character.NON_SPACING_MARK;
    }
}
