package eu.socle.data.judge.english;

/// Tells whether a run of characters is an address of the web or of mail, which stays one token: an
/// optional scheme and user, a host with a top-level domain or an IPv4 address, an optional port
/// and path. Linear in the run.
final class WebAddress {

    private static final int LONGEST_LABEL = 64;
    private static final int LONGEST_TOP = 63;

    private final EnglishCharacters characters;

    WebAddress(EnglishCharacters characters) {
        this.characters = characters;
    }

    boolean matches(char[] units, int from, int to) {
        if (hostAndRest(units, from, to)) {
            return true;
        }
        int start = afterScheme(units, from, to);
        if (start > from && hostAndRest(units, start, to)) {
            return true;
        }
        for (int at = from + 1; at < to; at++) { // a user ends at any @ but the first character
            if (units[at] == '@' && hostAndRest(units, at + 1, to)) {
                return true;
            }
        }
        return false;
    }

    /// After `scheme://`, or the start.
    private static int afterScheme(char[] units, int from, int to) {
        int at = from;
        while (at < to && isScheme(units[at])) {
            at++;
        }
        boolean separated =
                at - from >= 2
                        && at + 2 < to
                        && units[at] == ':'
                        && units[at + 1] == '/'
                        && units[at + 2] == '/';
        return separated ? at + 3 : from;
    }

    private static boolean isScheme(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '+' || c == '-' || c == '.';
    }

    private boolean hostAndRest(char[] units, int from, int to) {
        int host = endOfName(units, from, to);
        if (host > from && isRest(units, host, to)) {
            return true;
        }
        int address = endOfNumbers(units, from, to);
        return address > from && isRest(units, address, to);
    }

    /// Labels with dots between them and a top-level domain in lower case; its end, or `from`.
    private int endOfName(char[] units, int from, int to) {
        int label = from;
        int at = from;
        while (at < to && isHost(units[at])) {
            if (units[at] == '.') {
                if (!isLabel(units, label, at)) {
                    return from;
                }
                label = at + 1;
            }
            at++;
        }
        return label > from && isTop(units, label, at) ? at : from;
    }

    private static boolean isHost(char c) {
        return c == '.' || c == '-' || c == '_' || isNameCharacter(c) || Character.isSurrogate(c);
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || (c >= '\u00a1' && !Character.isSurrogate(c));
    }

    private static boolean isLabel(char[] units, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Character.isSurrogate(units[i])) {
                return false; // only a top-level domain may have letters beyond the first plane
            }
        }
        return to > from
                && to - from <= LONGEST_LABEL
                && isNameCharacter(units[from])
                && isNameCharacter(units[to - 1]);
    }

    private boolean isTop(char[] units, int from, int to) {
        int length = 0;
        for (int i = from; i < to && length <= LONGEST_TOP; length++) {
            int codePoint = Character.codePointAt(units, i, to);
            if ((characters.of(codePoint) & EnglishCharacters.LOWER) == 0) {
                return false;
            }
            i += Character.charCount(codePoint);
        }
        return length >= 2 && length <= LONGEST_TOP;
    }

    /// Four numbers with dots between them that can be a host outside private networks; their end,
    /// or `from`.
    private static int endOfNumbers(char[] units, int from, int to) {
        int[] numbers = new int[4];
        int at = from;
        for (int i = 0; i < 4; i++) {
            int start = at;
            while (at < to && at - start < 3 && units[at] >= '0' && units[at] <= '9') {
                numbers[i] = numbers[i] * 10 + units[at] - '0';
                at++;
            }
            boolean leadingZero = units[Math.min(start, to - 1)] == '0';
            boolean outer = i == 0 || i == 3;
            if (at == start
                    || (outer && leadingZero)
                    || (!outer && leadingZero && at - start == 3)
                    || numbers[i] > (i == 0 ? 223 : i == 3 ? 254 : 255)) {
                return from;
            }
            if (i < 3) {
                if (at == to || units[at] != '.') {
                    return from;
                }
                at++;
            }
        }
        return isPrivate(numbers) ? from : at;
    }

    private static boolean isPrivate(int[] n) {
        return n[0] == 10
                || n[0] == 127
                || (n[0] == 169 && n[1] == 254)
                || (n[0] == 192 && n[1] == 168)
                || (n[0] == 172 && n[1] >= 16 && n[1] <= 31);
    }

    /// An optional port and an optional path, query or fragment up to the end.
    private static boolean isRest(char[] units, int from, int to) {
        int at = from;
        if (at < to && units[at] == ':') {
            int digits = at + 1;
            while (digits < to && units[digits] >= '0' && units[digits] <= '9') {
                digits++;
            }
            int count = digits - at - 1;
            if (count < 2 || count > 5) {
                return false;
            }
            at = digits;
        }
        return at == to || units[at] == '/' || units[at] == '?' || units[at] == '#';
    }
}
