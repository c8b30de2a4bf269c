package eu.socle.data.dedup;

import java.text.Normalizer;
import java.util.BitSet;
import java.util.Locale;

/// The text that datatrove compares ("simplify"): lower case, each number as `0`, punctuation and
/// control characters as spaces, one space between words, no accents. The specification; the fast
/// scan of [eu.socle.data.dedup.near.NativeSketch] follows its intent.
public final class SimpleText {

    /// First and last code points of the ranges that become spaces.
    private static final int[] PUNCTUATION_RANGES = {
        0, 8, 11, 31, 33, 47, 58, 64, 91, 96, 123, 159, 0xab, 0xab, 0xb4, 0xb4, 0xbb, 0xbb, 0x2013,
        0x2014, 0x2019, 0x2019, 0x201c, 0x201e, 0x2026, 0x2026, 0x2236, 0x2236, 0x2501, 0x2501,
        0x25ba, 0x25ba, 0x3001, 0x3002, 0x3008, 0x300d, 0x3010, 0x3011, 0xff01, 0xff01, 0xff05,
        0xff05, 0xff08, 0xff09, 0xff0c, 0xff0c, 0xff0e, 0xff0e, 0xff11, 0xff11, 0xff1a, 0xff1b,
        0xff1f, 0xff1f, 0xff5e, 0xff5e
    };

    private static final BitSet PUNCTUATION = new BitSet();

    static {
        for (int i = 0; i < PUNCTUATION_RANGES.length; i += 2) {
            PUNCTUATION.set(PUNCTUATION_RANGES[i], PUNCTUATION_RANGES[i + 1] + 1);
        }
    }

    private SimpleText() {}

    /// The simplified text.
    public static String of(String text) {
        String spaced = oneSpaced(numbersAsZero(text.toLowerCase(Locale.ROOT)));
        if (isAscii(spaced)) {
            return spaced; // nothing to decompose, and one space between words
        }
        String decomposed = Normalizer.normalize(spaced, Normalizer.Form.NFD);
        StringBuilder out = new StringBuilder(decomposed.length());
        int at = 0;
        while (at < decomposed.length()) {
            int c = decomposed.codePointAt(at);
            if (c < 0x80 || Character.getType(c) != Character.NON_SPACING_MARK) {
                out.appendCodePoint(c);
            }
            at += Character.charCount(c);
        }
        return stripped(out);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /// White space as Python's `str.isspace` and `\s` see it.
    public static boolean isSpace(int codePoint) {
        return switch (codePoint) {
            case 0x20, 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000 -> true;
            default ->
                    (codePoint >= 9 && codePoint <= 13)
                            || (codePoint >= 0x1c && codePoint <= 0x1f)
                            || (codePoint >= 0x2000 && codePoint <= 0x200a);
        };
    }

    /// Digits of any script, with one decimal part, become one `0`.
    private static String numbersAsZero(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (!isDigit(c)) {
                out.appendCodePoint(c);
                at += Character.charCount(c);
                continue;
            }
            out.append('0');
            at = endOfDigits(text, at);
            if (at + 1 < text.length()
                    && isDecimalMark(text.charAt(at))
                    && isDigit(text.codePointAt(at + 1))) {
                at = endOfDigits(text, at + 1);
            }
        }
        return out.toString();
    }

    private static int endOfDigits(String text, int from) {
        int at = from;
        while (at < text.length() && isDigit(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at;
    }

    private static boolean isDigit(int codePoint) {
        return Character.getType(codePoint) == Character.DECIMAL_DIGIT_NUMBER;
    }

    static boolean isDecimalMark(char c) {
        return c == '.'
                || c == ','
                || c == '\u060c'
                || c == '\u066b'
                || (c >= '\u2396' && c <= '\u2398');
    }

    private static String oneSpaced(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z'; // most often, and neither of the two
            if (!letter && (isSpace(c) || PUNCTUATION.get(c))) {
                gap = !out.isEmpty();
                continue;
            }
            if (gap) {
                out.append(' ');
                gap = false;
            }
            out.append(c);
        }
        return out.toString();
    }

    private static String stripped(StringBuilder text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }
}
