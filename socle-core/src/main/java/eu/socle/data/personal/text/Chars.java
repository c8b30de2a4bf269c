package eu.socle.data.personal.text;

/// Classes of characters, by comparison alone.
public final class Chars {
    private Chars() {}

    public static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    public static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    public static boolean isLetter(char c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }

    /// ASCII letter or digit.
    public static boolean isAlnum(char c) {
        return isDigit(c) || isLetter(c);
    }

    public static boolean isHex(char c) {
        return isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
    }

    /// A letter or digit of any script, or half of one beyond the first plane that could be.
    public static boolean isWord(char c) {
        return c < 128 ? isAlnum(c) : Character.isLetterOrDigit(c);
    }

    /// A blank that may stand inside a written number.
    public static boolean isBlank(char c) {
        return c == ' ' || c == '\u00a0' || c == '\u202f' || c == '\u2009' || c == '\u2007';
    }

    /// Digits and signs of full width, and the digits of Arabic script, as plain ones; others as
    /// they are.
    public static char plain(char c) {
        if (c >= '\uff01' && c <= '\uff5e') {
            return (char) (c - 0xfee0);
        }
        if (c >= '\u0660' && c <= '\u0669') {
            return (char) (c - '\u0660' + '0');
        }
        return c >= '\u06f0' && c <= '\u06f9' ? (char) (c - '\u06f0' + '0') : c;
    }

    /// Blanks as one, dashes as one.
    public static char separator(char c) {
        if (isBlank(c)) {
            return ' ';
        }
        return switch (c) {
            case '-', '\u2010', '\u2011', '\u2012', '\u2013', '\u2212' -> '-';
            case '.', '/', '+' -> c;
            default -> 0;
        };
    }
}
