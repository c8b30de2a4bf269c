package eu.socle.data.personal.text;

/// Whether a number stands by itself or is a part of something longer: of a decimal, an amount, a
/// reference, a table.
public final class Edges {
    private Edges() {}

    /// Nothing before `start` makes the number longer.
    public static boolean open(char[] text, int start, boolean blanksInside) {
        if (start == 0) {
            return true;
        }
        char c = text[start - 1];
        char before = start > 1 ? text[start - 2] : ' ';
        if (Chars.isWord(c)) {
            return false;
        }
        if (Chars.isBlank(c)) {
            return !(blanksInside && Chars.isDigit(before)) && !currency(before);
        }
        return switch (c) {
            case '_', '@', '\\', '#', '+', '$', '\u20ac', '\u00a3', '\u2011' -> false;
            case '-', '/' -> !Chars.isWord(before);
            case '.', ',', ':', '\'', '=' -> !Chars.isDigit(before) && before != '\\';
            default -> true;
        };
    }

    /// Nothing from `end` on makes the number longer.
    public static boolean closed(char[] text, int size, int end, boolean blanksInside) {
        if (end >= size) {
            return true;
        }
        char c = text[end];
        char next = end + 1 < size ? text[end + 1] : ' ';
        if (Chars.isWord(c)) {
            return false;
        }
        if (Chars.isBlank(c)) {
            return !(blanksInside && Chars.isDigit(next)) && !money(text, size, end + 1);
        }
        return switch (c) {
            case '_', '@', '\\', '%', '$', '\u20ac', '\u00a3' -> false;
            case '-', '/', '+', '\u2011', '\u2013' -> !(Chars.isDigit(next) || Chars.isUpper(next));
            case '.', ',', ':', '\'' -> !Chars.isDigit(next) && (c != '.' || !Chars.isLetter(next));
            default -> true;
        };
    }

    /// A value that a program wrote: `size=123456789`, `"id":123456789`. Only its key says what it
    /// is.
    public static boolean isValue(char[] text, int start) {
        char before = start > 0 ? text[start - 1] : ' ';
        boolean keyed =
                before == ':' && start > 1 && (text[start - 2] == '"' || text[start - 2] == '\'');
        return before == '=' || keyed;
    }

    private static boolean currency(char c) {
        return c == '$' || c == '\u20ac' || c == '\u00a3';
    }

    /// Units of money and of measure: what stands before them is an amount.
    private static final String[] UNITS = {
        "km", "kg", "ms", "kwh", "mwh", "bytes", "byte", "kb", "mb", "gb", "z\u0142", "pln",
                "k\u010d",
        "czk", "ft", "huf", "kr", "sek", "dkk", "ron", "\u043b\u0432", "bgn", "chf", "gbp", "hrk",
                "m\u00b2",
        "m2", "m3", "mm", "cm", "hz", "mhz"
    };

    /// A currency sign, a unit of money or measure, or `%` begins here.
    private static boolean money(char[] text, int size, int at) {
        if (at >= size) {
            return false;
        }
        if (currency(text[at]) || text[at] == '%') {
            return true;
        }
        if (is(text, size, at, "eur")
                || is(text, size, at, "usd")
                || is(text, size, at, "\u03b5\u03c5\u03c1")) {
            return true;
        }
        for (String unit : UNITS) {
            int after = at + unit.length();
            if (is(text, size, at, unit) && (after >= size || !Chars.isWord(text[after]))) {
                return true;
            }
        }
        return false;
    }

    private static boolean is(char[] text, int size, int at, String word) {
        if (at + word.length() > size) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            char c = text[at + i];
            if (c != word.charAt(i) && Character.toLowerCase(c) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
