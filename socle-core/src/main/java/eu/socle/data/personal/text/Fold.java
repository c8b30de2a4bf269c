package eu.socle.data.personal.text;

import java.text.Normalizer;

/// One letter for all its written forms, so that `RODNÉ ČÍSLO`, `rodné číslo` and `rodne cislo` are
/// the same word: lower case, without accents; blanks, dashes and apostrophes of one kind each.
public final class Fold {
    /// Latin, Greek and Cyrillic with their extensions end here.
    private static final int TABLE = 0x600;

    /// A combining accent: skipped, as if it were not there.
    public static final char NOTHING = 0;

    private final char[] table = new char[TABLE];

    public Fold() {
        for (int c = 0; c < TABLE; c++) {
            table[c] = folded((char) c);
        }
    }

    /// The letter that stands for `c`, or [#NOTHING].
    public char of(char c) {
        if (c < TABLE) {
            return table[c];
        }
        return switch (c) {
            case '\u2019', '\u2018' -> '\'';
            case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014' -> '-';
            case '\u2009', '\u202f', '\u2002', '\u2003', '\u2007' -> ' ';
            default -> c;
        };
    }

    /// Each letter of `word`, folded.
    public String of(String word) {
        StringBuilder folded = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char c = of(word.charAt(i));
            if (c != NOTHING) {
                folded.append(c);
            }
        }
        return folded.toString();
    }

    private static char folded(char c) {
        if (Character.isWhitespace(c) || c == '\u00a0' || c == '_') { // as in `birth_number`
            return ' ';
        }
        if (Character.getType(c) == Character.NON_SPACING_MARK) {
            return NOTHING;
        }
        char lower = Character.toLowerCase(c);
        char base = Normalizer.normalize(String.valueOf(lower), Normalizer.Form.NFD).charAt(0);
        return switch (base) {
            case '\u0142' -> 'l'; // l with stroke, and others that Unicode does not take apart
            case '\u00f8' -> 'o';
            case '\u0111' -> 'd';
            case '\u0127' -> 'h';
            case '\u0131' -> 'i';
            case '\u03c2' -> '\u03c3'; // final sigma
            default -> base;
        };
    }
}
