package eu.socle.token.text;

/// Classes of code points as regular expressions name them, over UTF-8. A class is a set of bits,
/// one for each kind; a kind is a Unicode general category, but for white-space controls, which are
/// a kind of their own. Unicode version: that of the JDK.
public final class Characters {

    private static final int BLANK_CONTROL = 31; // U+0009..U+000D and U+0085; no category has 31

    /// `\p{Lu}`.
    public static final int UPPER = 1 << Character.UPPERCASE_LETTER;

    /// `\p{Ll}`.
    public static final int LOWER = 1 << Character.LOWERCASE_LETTER;

    /// `\p{Lt}`, `\p{Lm}` and `\p{Lo}`.
    public static final int CASELESS =
            1 << Character.TITLECASE_LETTER
                    | 1 << Character.MODIFIER_LETTER
                    | 1 << Character.OTHER_LETTER;

    /// `\p{Lt}`.
    public static final int TITLE = 1 << Character.TITLECASE_LETTER;

    /// `\p{L}`.
    public static final int LETTER = UPPER | LOWER | CASELESS;

    /// `\p{M}`.
    public static final int MARK =
            1 << Character.NON_SPACING_MARK
                    | 1 << Character.ENCLOSING_MARK
                    | 1 << Character.COMBINING_SPACING_MARK;

    /// `\p{N}`.
    public static final int NUMBER =
            1 << Character.DECIMAL_DIGIT_NUMBER
                    | 1 << Character.LETTER_NUMBER
                    | 1 << Character.OTHER_NUMBER;

    /// `\p{P}`.
    public static final int PUNCTUATION =
            1 << Character.CONNECTOR_PUNCTUATION
                    | 1 << Character.DASH_PUNCTUATION
                    | 1 << Character.START_PUNCTUATION
                    | 1 << Character.END_PUNCTUATION
                    | 1 << Character.OTHER_PUNCTUATION
                    | 1 << Character.INITIAL_QUOTE_PUNCTUATION
                    | 1 << Character.FINAL_QUOTE_PUNCTUATION;

    /// `\p{S}`.
    public static final int SYMBOL =
            1 << Character.MATH_SYMBOL
                    | 1 << Character.CURRENCY_SYMBOL
                    | 1 << Character.MODIFIER_SYMBOL
                    | 1 << Character.OTHER_SYMBOL;

    /// `\s`, the property White_Space.
    public static final int SPACE =
            1 << Character.SPACE_SEPARATOR
                    | 1 << Character.LINE_SEPARATOR
                    | 1 << Character.PARAGRAPH_SEPARATOR
                    | 1 << BLANK_CONTROL;

    /// `[^\s\p{L}\p{N}]`.
    public static final int OTHER = ~(SPACE | LETTER | NUMBER);

    private static final int CONNECTOR = 1 << Character.CONNECTOR_PUNCTUATION;

    private static final byte[] KINDS = firstPlane();

    private Characters() {}

    /// True when a code point is of this class.
    public static boolean is(int codePoint, int kinds) {
        int kind = codePoint < 0x10000 ? KINDS[codePoint] : Character.getType(codePoint);
        return (kinds >>> kind & 1) != 0;
    }

    /// True for what `\w` means (Unicode Technical Standard 18, annex C): letters and what counts
    /// as one, marks, decimal digits, connecting marks, and the two joiners.
    public static boolean ofWord(int codePoint) {
        return Character.isAlphabetic(codePoint)
                || is(codePoint, MARK | 1 << Character.DECIMAL_DIGIT_NUMBER | CONNECTOR)
                || codePoint == 0x200c
                || codePoint == 0x200d;
    }

    /// True when the character that begins at `i` is of this class.
    public static boolean at(byte[] text, int i, int kinds) {
        int kind = text[i] >= 0 ? KINDS[text[i]] : kind(Utf8.codePoint(text, i));
        return (kinds >>> kind & 1) != 0;
    }

    /// Where the run of characters of one class that begins at `i` ends; `i` itself when it holds
    /// none.
    public static int run(byte[] text, int i, int to, int kinds) {
        int end = i;
        while (end < to) {
            byte b = text[end];
            if (b >= 0) {
                if ((kinds >>> KINDS[b] & 1) == 0) {
                    return end;
                }
                end++;
            } else {
                if ((kinds >>> kind(Utf8.codePoint(text, end)) & 1) == 0) {
                    return end;
                }
                end += Utf8.size(b);
            }
        }
        return end;
    }

    private static int kind(int codePoint) {
        return codePoint < 0x10000 ? KINDS[codePoint] : Character.getType(codePoint);
    }

    private static byte[] firstPlane() {
        byte[] kinds = new byte[0x10000];
        for (int c = 0; c < kinds.length; c++) {
            boolean blank = (c >= 9 && c <= 13) || c == 0x85;
            kinds[c] = (byte) (blank ? BLANK_CONTROL : Character.getType(c));
        }
        return kinds;
    }
}
