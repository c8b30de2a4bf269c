package eu.socle.data.judge.text;

/// What each character is to the judges, as bits: one table for the first plane, computed for the
/// others.
///
/// Sets are those of the peers' published constants; general categories are those of the running
/// JDK (its Unicode version is [#UNICODE]). Lengths everywhere are code points.
public final class Characters {

    /// White space as Python's `str.split()` sees it: 29 code points.
    public static final int SPACE = 1;

    /// Ends a line for Python's `str.splitlines()`.
    public static final int BREAK = 2;

    /// General category L.
    public static final int LETTER = 4;

    /// Not in the punctuation set of the quality rules.
    public static final int CONTENT = 8;

    /// Looked at more closely by the scan of the whole text.
    public static final int SIGN = 16;

    /// General categories L, M, N.
    public static final int WORD = 32;

    /// Ends a sentence in some script.
    public static final int TERMINAL = 64;

    /// Half of a pair.
    public static final int SURROGATE = 128;

    /// General category Nd.
    public static final int DIGIT = 256;

    /// `#` or the ellipsis sign.
    public static final int SYMBOL = 512;

    /// General category P.
    public static final int PUNCTUATION = 1024;

    /// General category Lu.
    public static final int UPPER = 2048;

    /// Neither letter nor mark (general categories L and M).
    public static final int OTHER = 4096;

    /// The version of Unicode whose categories the JDK has.
    public static final String UNICODE = "JDK " + Runtime.version().feature();

    private static final CodePoints SPACES =
            CodePoints.of("9-d 1c-20 85 a0 1680 2000-200a 2028-2029 202f 205f 3000");

    private static final CodePoints BREAKS = CodePoints.of("a-d 1c-1e 85 2028-2029");

    /// Marks that end a sentence, of all scripts (159 code points).
    private static final CodePoints TERMINALS =
            CodePoints.of(
                    """
                    21 2e 3f 589 61d-61f 6d4 700-702 7f9 837 839 83d-83e 964-965 104a-104b 1362 1367-1368 166e
                    1735-1736 17d4-17d6 17d9-17da 1803 1809 1944-1945 1aa8-1aab 1b5a-1b5b 1b5e-1b5f 1b7d-1b7e
                    1c3b-1c3c 1c7e-1c7f 203c-203d 2047-2049 2e2e 2e3c 2e53-2e54 3002 a4ff a60e-a60f a6f3 a6f7
                    a876-a877 a8ce-a8cf a92f a9c8-a9c9 aa5d-aa5f aaf0-aaf1 abeb fe52 fe56-fe57 ff01 ff0e ff1f
                    ff61 10a56-10a57 10f55-10f59 10f86-10f89 11047-11048 110be-110c1 11141-11143 111c5-111c6
                    111cd 111de-111df 11238-11239 1123b-1123c 112a9 1144b-1144c 115c2-115c3 115c9-115d7
                    11641-11642 1173c-1173e 11944 11946 11a42-11a43 11a9b-11a9c 11c41-11c42 11ef7-11ef8
                    11f43-11f44 16a6e-16a6f 16af5 16b37-16b38 16b44 16e98 1bc9f 1da88
                    """);

    /// With [#TERMINALS] the punctuation set of the quality rules: ASCII marks, control characters,
    /// quotation marks, some full-width marks (and, as published, the full-width digit one).
    private static final CodePoints MARKS =
            CodePoints.of(
                    """
                    0-8 b-1f 21-2f 3a-40 5b-60 7b-9f ab b4 bb 2013-2014 2019 201c-201e 2026 2236 2501 25ba
                    3001-3002 3008-300d 3010-3011 ff01 ff05 ff08-ff09 ff0c ff0e ff11 ff1a-ff1b ff1f ff5e
                    """);

    /// What the scan stops at: letters from which a phrase of the C4 rules is recognised, in both
    /// cases (the Kelvin sign is an upper-case k), brackets, and the signs that are counted.
    private static final CodePoints SIGNS = CodePoints.in("kKvVmM\u212a{[#.\u2026");

    private final char[] plane = new char[1 << 16];

    public Characters() {
        for (int c = 0; c < plane.length; c++) {
            plane[c] = (char) (Character.isSurrogate((char) c) ? SURROGATE : compute(c));
        }
    }

    /// The table of the first plane, indexed by UTF-16 unit; not to be written.
    public char[] plane() {
        return plane;
    }

    /// The bits of a code point. Half a pair alone is content and nothing else.
    public int of(int codePoint) {
        if (codePoint < plane.length) {
            int bits = plane[codePoint];
            return (bits & SURROGATE) == 0 ? bits : CONTENT;
        }
        return compute(codePoint);
    }

    private static int compute(int codePoint) {
        boolean terminal = TERMINALS.has(codePoint);
        return bit(SPACES.has(codePoint), SPACE)
                | bit(BREAKS.has(codePoint), BREAK)
                | bit(terminal, TERMINAL)
                | bit(!terminal && !MARKS.has(codePoint), CONTENT)
                | bit(SIGNS.has(codePoint), SIGN)
                | bit(codePoint == '#' || codePoint == 0x2026, SYMBOL)
                | category(Character.getType(codePoint));
    }

    private static int category(int type) {
        return switch (type) {
            case Character.UPPERCASE_LETTER -> LETTER | WORD | UPPER;
            case Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER ->
                    LETTER | WORD;
            case Character.DECIMAL_DIGIT_NUMBER -> WORD | DIGIT | OTHER;
            case Character.LETTER_NUMBER, Character.OTHER_NUMBER -> WORD | OTHER;
            case Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK ->
                    WORD;
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION ->
                    PUNCTUATION | OTHER;
            default -> OTHER;
        };
    }

    private static int bit(boolean holds, int bit) {
        return holds ? bit : 0;
    }
}
