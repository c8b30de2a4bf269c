package eu.socle.token;

/// What a code point is to a pre-tokenizer: letter (`\p{L}`), number (`\p{N}`), white space (`\s`,
/// the White_Space property) or anything else. Unicode version: that of the JDK.
final class CharacterKind {

    static final int OTHER = 0;
    static final int LETTER = 1;
    static final int NUMBER = 2;
    static final int SPACE = 3;

    private static final byte[] FIRST_PLANE = firstPlane();

    private CharacterKind() {}

    /// The kind of a code point; a lone surrogate is OTHER, as U+FFFD is.
    static int of(int codePoint) {
        return codePoint < 0x10000 ? FIRST_PLANE[codePoint] : computed(codePoint);
    }

    /// The kind of the code point that begins at `i`.
    static int at(String text, int i) {
        char c = text.charAt(i);
        return Character.isHighSurrogate(c) ? of(text.codePointAt(i)) : FIRST_PLANE[c];
    }

    /// Where the run of code points of one kind that begins at `i` ends; `i` itself when it holds
    /// none.
    static int run(String text, int i, int kind) {
        int end = i;
        while (end < text.length() && at(text, end) == kind) {
            end = after(text, end);
        }
        return end;
    }

    /// Where the code point after the one at `i` begins.
    static int after(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + Character.charCount(text.codePointAt(i))
                : i + 1;
    }

    private static byte[] firstPlane() {
        byte[] kinds = new byte[0x10000];
        for (int c = 0; c < kinds.length; c++) {
            kinds[c] = (byte) computed(c);
        }
        return kinds;
    }

    private static int computed(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER ->
                    LETTER;
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
                    NUMBER;
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    SPACE;
            default -> (codePoint >= 9 && codePoint <= 13) || codePoint == 0x85 ? SPACE : OTHER;
        };
    }
}
