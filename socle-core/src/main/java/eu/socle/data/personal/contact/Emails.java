package eu.socle.data.personal.contact;

import eu.socle.data.personal.text.Chars;

/// E-mail addresses: a local part, `@`, and a domain of at least two labels whose last is letters
/// (the addr-spec of RFC 5322 without comments, with the letters of RFC 6531).
public final class Emails {
    private static final int LONGEST_LOCAL = 64; // RFC 5321, 4.5.3.1.1
    private static final int LONGEST_DOMAIN = 255; // the same, 4.5.3.1.2
    private static final int LONGEST_LABEL = 63; // RFC 1035, 2.3.4

    private Emails() {}

    /// First character of the local part that ends before the `@` at `at`; `at` if there is none.
    ///
    /// @param floor nothing before this place is read
    public static int start(char[] text, int at, int floor) {
        int lowest = Math.max(floor, at - LONGEST_LOCAL - 1);
        int start = at;
        while (start > lowest && isLocal(text[start - 1])) {
            start--;
        }
        if (at - start > LONGEST_LOCAL) {
            return at;
        }
        while (start < at && leads(text, start, at)) {
            start++;
        }
        if (start == at || text[at - 1] == '.') {
            return at;
        }
        return start;
    }

    /// What stands before an address rather than in it: a full stop, a quotation mark, or the
    /// elided article of French and Italian.
    private static boolean leads(char[] text, int start, int at) {
        char c = text[start];
        if (c == '.' || c == '\'' || c == '=' || c == '-' || c == '*' || c == '&') {
            return true;
        }
        boolean elided = start + 2 < at && text[start + 1] == '\'' && c != 'o' && c != 'O';
        return elided && Chars.isLetter(c);
    }

    private static boolean isLocal(char c) {
        if (c < 128) {
            return Chars.isAlnum(c) || "._%+-'&=*~^$#!".indexOf(c) >= 0;
        }
        return Character.isLetterOrDigit(c)
                || Character.isSurrogate(c)
                || Character.getType(c) == Character.NON_SPACING_MARK;
    }

    /// After the last label of the domain that begins at `from`; `from` if there is none.
    public static int end(char[] text, int size, int from) {
        int end = from;
        int labels = 0;
        int at = from;
        while (at < size && at - from < LONGEST_DOMAIN) {
            int label = at;
            while (label < size && label - at <= LONGEST_LABEL && isLabel(text[label])) {
                label++;
            }
            if (label == at || label - at > LONGEST_LABEL || text[at] == '-') {
                break;
            }
            labels++;
            int last = label;
            while (last > at && text[last - 1] == '-') {
                last--;
            }
            if (labels >= 2 && isTopLevel(text, at, last)) {
                end = last;
            }
            if (last < label || label >= size || text[label] != '.') {
                break;
            }
            at = label + 1;
        }
        return end;
    }

    private static boolean isLabel(char c) {
        return c < 128
                ? Chars.isAlnum(c) || c == '-'
                : Character.isLetterOrDigit(c)
                        || Character.getType(c) == Character.NON_SPACING_MARK;
    }

    private static boolean isTopLevel(char[] text, int from, int to) {
        if (to - from > 4 && text[from] == 'x' && text[from + 1] == 'n' && text[from + 2] == '-') {
            return true; // a letter of another script in ASCII (RFC 5890)
        }
        for (int i = from; i < to; i++) {
            if (text[i] < 128 ? !Chars.isLetter(text[i]) : Character.isDigit(text[i])) {
                return false;
            }
        }
        return to - from >= 2;
    }
}
