package eu.socle.data.judge.text;

/// The word-break class of each character (UAX #29, table 3), derived from general categories and
/// scripts of the running JDK.
///
/// Letters of scripts without spaces between words (Thai, Lao, Khmer, Burmese), hiragana and
/// ideographs stand alone, as in the default rules.
final class WordBreaks {

    static final byte OTHER = 0;
    static final byte LETTER = 1;
    static final byte HEBREW = 2;
    static final byte NUMERIC = 3;
    static final byte KATAKANA = 4;
    static final byte CONNECTOR = 5; // ExtendNumLet
    static final byte EXTEND = 6; // with Format and ZWJ: belongs to what stands before
    static final byte MID_LETTER = 7;
    static final byte MID_NUMBER = 8;
    static final byte MID_BOTH = 9; // MidNumLet
    static final byte SINGLE_QUOTE = 10;
    static final byte DOUBLE_QUOTE = 11;

    private static final CodePoints MID_LETTERS =
            CodePoints.of("3a b7 387 55f 5f4 2027 fe13 fe55 ff1a");

    private static final CodePoints MID_NUMBERS =
            CodePoints.of("2c 3b 37e 589 60c-60d 66c 7f8 2044 fe10 fe14 fe50 fe54 ff0c ff1b");

    private static final CodePoints MID_BOTHS = CodePoints.of("2e 2018-2019 2024 fe52 ff07 ff0e");

    /// Letters of the class beside those that are alphabetic.
    private static final CodePoints MORE_LETTERS =
            CodePoints.of(
                    "2c2-2c5 2d2-2d7 2de-2df 2e5-2eb 2ed 2ef-2ff 55a-55c 55e 58a 5f3 a708-a716"
                            + " a720-a721 a789-a78a ab5b");

    private static final CodePoints MORE_KATAKANA =
            CodePoints.of("3031-3035 309b-309c 30a0 30fc ff70");

    private final byte[] plane = new byte[1 << 16];

    WordBreaks() {
        for (int c = 0; c < plane.length; c++) {
            plane[c] = compute(c);
        }
    }

    byte of(int codePoint) {
        return codePoint < plane.length ? plane[codePoint] : compute(codePoint);
    }

    private static byte compute(int c) {
        return switch (c) {
            case '\'' -> SINGLE_QUOTE;
            case '"' -> DOUBLE_QUOTE;
            case 0x66b -> NUMERIC;
            case 0x202f -> CONNECTOR;
            case 0x200b -> OTHER;
            default ->
                    MID_LETTERS.has(c)
                            ? MID_LETTER
                            : MID_NUMBERS.has(c)
                                    ? MID_NUMBER
                                    : MID_BOTHS.has(c) ? MID_BOTH : byType(c);
        };
    }

    private static byte byType(int c) {
        switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.FORMAT -> {
                return EXTEND;
            }
            case Character.DECIMAL_DIGIT_NUMBER -> {
                return NUMERIC;
            }
            case Character.CONNECTOR_PUNCTUATION -> {
                return CONNECTOR;
            }
            default -> {}
        }
        if ((c >= 0x1f3fb && c <= 0x1f3ff) || c == 0xff9e || c == 0xff9f) {
            return EXTEND; // emoji modifiers, half-width voiced marks
        }
        Character.UnicodeScript script = Character.UnicodeScript.of(c);
        if (script == Character.UnicodeScript.KATAKANA || MORE_KATAKANA.has(c)) {
            return KATAKANA;
        }
        if (script == Character.UnicodeScript.HEBREW
                && Character.getType(c) == Character.OTHER_LETTER) {
            return HEBREW;
        }
        boolean alone =
                switch (script) {
                    case HIRAGANA,
                            THAI,
                            LAO,
                            KHMER,
                            MYANMAR,
                            TAI_LE,
                            NEW_TAI_LUE,
                            TAI_THAM,
                            TAI_VIET,
                            AHOM ->
                            true;
                    default -> Character.isIdeographic(c);
                };
        return (!alone && Character.isAlphabetic(c)) || MORE_LETTERS.has(c) ? LETTER : OTHER;
    }
}
