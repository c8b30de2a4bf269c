package eu.socle.data.personal.text;

/// A few runs of ASCII letters and digits with one separator between each: how identifiers are
/// written. Reused; refilled for each place in a text.
public final class Chain {
    /// Groups of the longest written form: an IBAN of 34 characters, each for itself, as scanners
    /// read boxes of forms.
    public static final int MOST_GROUPS = 34;

    /// Groups of which one is longer than a character: an IBAN in fours, and some more.
    private static final int MOST_LONG = 12;

    /// A longer run of letters and digits is a digest or a word, no identifier.
    public static final int LONGEST_GROUP = 34;

    /// Stands for a separator with blanks around it; in no usual form, so a word must name these.
    public static final char WIDE = '~';

    private final int[] starts = new int[MOST_GROUPS];
    private final int[] ends = new int[MOST_GROUPS];
    private final char[] separators = new char[MOST_GROUPS];
    private final char[] compact = new char[MOST_GROUPS * LONGEST_GROUP];
    private final int[] lengths = new int[MOST_GROUPS];
    private int groups;

    /// Reads on from `start`, the first character of a run that ends before `end`.
    ///
    /// @return the number of characters looked at
    public int read(char[] text, int size, int start, int end) {
        groups = 0;
        add(text, start, end, (char) 0);
        int at = end;
        boolean single = end - start == 1;
        while (groups < (single ? MOST_GROUPS : MOST_LONG) && at + 1 < size) {
            if (bracketed(text, size, at)) {
                add(text, at + 1, at + 2, '(');
                ends[groups - 1] = at + 3;
                at += 3;
                break;
            }
            char separator = Chars.separator(text[at]);
            int from = at + 1;
            if (isWide(text, size, at)) {
                separator = WIDE;
                from = at + 3;
            }
            if (Chars.isBlank(text[at]) && Chars.isBlank(text[from]) && at + 2 < size) {
                separator = WIDE; // two blanks, as scanners read a gap
                from = at + 2;
            }
            if (separator == 0 || !Chars.isAlnum(text[from])) {
                break;
            }
            int to = from;
            boolean digit = false;
            boolean upper = true;
            while (to < size && to - from <= LONGEST_GROUP && Chars.isAlnum(text[to])) {
                digit |= Chars.isDigit(text[to]);
                upper &= Chars.isUpper(text[to]);
                to++;
            }
            // a bank's letters in an account number are four capitals; small letters after a
            // blank are a word
            boolean word = !digit && (upper ? to - from > 4 : separator == ' ' || to - from > 2);
            if (word || to - from > LONGEST_GROUP || (to < size && Chars.isWord(text[to]))) {
                break;
            }
            if (single && to - from > 1 && groups >= MOST_LONG) {
                break;
            }
            single &= to - from == 1;
            add(text, from, to, separator);
            at = to;
        }
        return at - start;
    }

    /// A dash or slash with a blank on either side and digits behind: `830120 / 6012`.
    private static boolean isWide(char[] text, int size, int at) {
        if (at + 3 >= size || !Chars.isBlank(text[at]) || !Chars.isBlank(text[at + 2])) {
            return false;
        }
        char sign = Chars.separator(text[at + 1]);
        return (sign == '-' || sign == '/') && Chars.isDigit(text[at + 3]);
    }

    /// One letter in brackets ends a number: `0123456(M)`.
    private static boolean bracketed(char[] text, int size, int at) {
        return at + 2 < size
                && text[at] == '('
                && Chars.isUpper(text[at + 1])
                && text[at + 2] == ')';
    }

    private void add(char[] text, int from, int to, char separator) {
        starts[groups] = from;
        ends[groups] = to;
        separators[groups] = separator;
        int length = groups == 0 ? 0 : lengths[groups - 1];
        for (int i = from; i < to; i++) {
            char c = text[i];
            compact[length++] = c >= 'a' && c <= 'z' ? (char) (c - 32) : c;
        }
        lengths[groups] = length;
        groups++;
    }

    public int groups() {
        return groups;
    }

    public int start(int group) {
        return starts[group];
    }

    public int end(int group) {
        return ends[group];
    }

    /// The separator before a group: blank, `-`, `.`, `/`, `+`, `(`, [#WIDE]; 0 before the first.
    public char separator(int group) {
        return separators[group];
    }

    /// Digits of all groups.
    public int digits() {
        int digits = 0;
        for (int i = 0; i < lengths[groups - 1]; i++) {
            digits += Chars.isDigit(compact[i]) ? 1 : 0;
        }
        return digits;
    }

    /// Letters (upper case) and digits without separators.
    public char[] compact() {
        return compact;
    }

    /// Length of the compact form of the first `count` groups.
    public int length(int count) {
        return lengths[count - 1];
    }

    /// Whether the first `count` groups are written as `form` says: lengths with the separators
    /// between them, for example `6-4` or `3 3 3`.
    public boolean isWritten(String form, int count) {
        int group = 0;
        int length = 0;
        for (int i = 0; i <= form.length(); i++) {
            char c = i < form.length() ? form.charAt(i) : 0;
            if (Chars.isDigit(c)) {
                length = length * 10 + c - '0';
                continue;
            }
            if (group >= count || ends[group] - starts[group] != length) {
                return false;
            }
            group++;
            length = 0;
            if (c != 0 && (group >= count || separators[group] != c)) {
                return false;
            }
        }
        return group == count;
    }
}
