package eu.socle.data.personal.contact;

import eu.socle.data.personal.text.Chars;

/// IPv4 and IPv6 addresses as RFC 4291 and RFC 6943 write them, and the scope they belong to.
public final class IpAddresses {
    /// Where an address means something.
    public enum Scope {
        /// Routed on the Internet: it can lead to a person.
        GLOBAL,
        /// Inside one network.
        PRIVATE,
        /// Inside one machine: nobody's.
        LOOPBACK,
        /// Kept for examples (RFC 5737, RFC 3849, RFC 9637).
        DOCUMENTATION,
        /// Multicast, reserved, unspecified.
        SPECIAL
    }

    /// Octets below this look like numbers of a version or a chapter.
    private static final int SMALL = 32;

    private static final int LONGEST_V6 = 46;

    private IpAddresses() {}

    /// After the dotted address that begins at `start`; `start` if there is none.
    public static int endV4(char[] text, int size, int start) {
        if (start > 0 && (Chars.isWord(text[start - 1]) || "._-+@".indexOf(text[start - 1]) >= 0)) {
            boolean afterStop =
                    text[start - 1] == '.' && (start < 2 || !Chars.isAlnum(text[start - 2]));
            if (!afterStop) {
                return start;
            }
        }
        int at = start;
        for (int octet = 0; octet < 4; octet++) {
            if (octet > 0) {
                if (at >= size || text[at] != '.') {
                    return start;
                }
                at++;
            }
            int next = endOfOctet(text, size, at);
            if (next == at) {
                return start;
            }
            at = next;
        }
        return endsV4(text, size, at) ? at : start;
    }

    private static int endOfOctet(char[] text, int size, int from) {
        int at = from;
        int value = 0;
        while (at < size && at - from < 4 && Chars.isDigit(text[at])) {
            value = value * 10 + text[at] - '0';
            at++;
        }
        boolean padded = at - from > 1 && text[from] == '0';
        return value > 255 || padded || at - from > 3 ? from : at;
    }

    private static boolean endsV4(char[] text, int size, int at) {
        if (at >= size) {
            return true;
        }
        char c = text[at];
        char next = at + 1 < size ? text[at + 1] : ' ';
        if (Chars.isWord(c) || c == '_' || c == '@') {
            return false;
        }
        return !((c == '.' || c == '-') && Chars.isWord(next));
    }

    /// Whether all four octets are small.
    public static boolean looksLikeVersion(char[] text, int start, int end) {
        int value = 0;
        for (int i = start; i <= end; i++) {
            if (i == end || text[i] == '.') {
                if (value >= SMALL) {
                    return false;
                }
                value = 0;
                continue;
            }
            value = value * 10 + text[i] - '0';
        }
        return true;
    }

    /// The scope of an address that [#endV4] found at `start`.
    public static Scope scopeV4(char[] text, int start, int end) {
        int[] o = new int[4];
        int k = 0;
        for (int i = start; i < end; i++) {
            if (text[i] == '.') {
                k++;
            } else {
                o[k] = o[k] * 10 + text[i] - '0';
            }
        }
        int three = o[0] << 16 | o[1] << 8 | o[2];
        if (three == 0xc00002 || three == 0xc63364 || three == 0xcb0071) {
            return Scope.DOCUMENTATION;
        }
        boolean shared = o[0] == 100 && o[1] >= 64 && o[1] < 128;
        if (o[0] == 127) {
            return Scope.LOOPBACK;
        }
        boolean local = o[0] == 169 && o[1] == 254;
        boolean own =
                o[0] == 10
                        || (o[0] == 172 && o[1] >= 16 && o[1] < 32)
                        || (o[0] == 192 && o[1] == 168);
        if (shared || local || own) {
            return Scope.PRIVATE;
        }
        return o[0] == 0 || o[0] >= 224 ? Scope.SPECIAL : Scope.GLOBAL;
    }

    /// First character of the run of hexadecimal digits and colons around `at`, not before `floor`;
    /// -1 when it is longer than an address.
    public static int startV6(char[] text, int at, int floor) {
        int start = at;
        while (start > floor && at - start <= LONGEST_V6 && isV6(text[start - 1])) {
            start--;
        }
        return at - start > LONGEST_V6 ? -1 : start;
    }

    private static boolean isV6(char c) {
        return c == ':' || Chars.isHex(c);
    }

    /// After the address that begins at `start`; `start` if there is none.
    public static int endV6(char[] text, int size, int start) {
        if (start > 0 && (Chars.isWord(text[start - 1]) || "._-@".indexOf(text[start - 1]) >= 0)) {
            return start;
        }
        int to = start;
        while (to < size && to - start <= LONGEST_V6 && isV6(text[to])) {
            to++;
        }
        int end = to;
        if (end - start > 2 && text[end - 1] == ':' && text[end - 2] != ':') {
            end--; // the colon of the sentence
        }
        if (to < size && text[to] == '.' && to + 1 < size && Chars.isDigit(text[to + 1])) {
            return endMapped(text, size, start, to);
        }
        boolean apart = end < to || to >= size || !(Chars.isWord(text[to]) || text[to] == '_');
        return to - start <= LONGEST_V6 && apart && groups(text, start, end, 8, false)
                ? end
                : start;
    }

    /// An address whose last 32 bits are dotted.
    private static int endMapped(char[] text, int size, int start, int to) {
        int colon = to;
        while (colon > start && text[colon - 1] != ':') {
            colon--;
        }
        if (colon <= start + 1) {
            return start;
        }
        int end = endV4(text, size, colon);
        boolean doubled = text[colon - 2] == ':';
        boolean before = groups(text, start, doubled ? colon : colon - 1, 6, true);
        return end > colon && before ? end : start;
    }

    /// Whether [start, end) is `most` groups of one to four digits, or fewer with one `::`.
    ///
    /// @param dotted a dotted part follows, so that letters alone are no word
    private static boolean groups(char[] text, int start, int end, int most, boolean dotted) {
        int count = 0;
        int doubled = 0;
        int i = start;
        boolean digit = dotted;
        while (i < end) {
            if (text[i] == ':') {
                boolean twice = i + 1 < end && text[i + 1] == ':';
                if (!twice && (i == start || i == end - 1)) {
                    return false;
                }
                doubled += twice ? 1 : 0;
                i += twice ? 2 : 1;
                if (twice && i < end && text[i] == ':') {
                    return false;
                }
                continue;
            }
            int from = i;
            while (i < end && text[i] != ':') {
                digit |= Chars.isDigit(text[i]);
                i++;
            }
            if (i - from > 4) {
                return false;
            }
            count++;
        }
        return digit && doubled <= 1 && (doubled == 1 ? count < most : count == most);
    }

    /// Whether a short address may as well be program text (`1::2`, `a::b1`).
    public static boolean looksLikeCode(char[] text, int start, int end) {
        int first = start;
        int groups = 0;
        for (int i = start; i < end; i++) {
            groups += text[i] != ':' && (i == start || text[i - 1] == ':') ? 1 : 0;
            first = first == i && text[i] != ':' ? i + 1 : first;
        }
        boolean mapped = text[start] == ':' && groups >= 2 && (text[start + 2] | 0x20) == 'f';
        return groups < 4 && first - start < 3 && !mapped;
    }

    /// The scope of an address that [#endV6] found at `start`; of one that holds a dotted address,
    /// that one's.
    public static Scope scopeV6(char[] text, int start, int end) {
        int dotted = end;
        boolean dot = false;
        while (dotted > start && text[dotted - 1] != ':') {
            dotted--;
            dot |= text[dotted] == '.';
        }
        if (dot) {
            return scopeV4(text, dotted, end);
        }
        int first = group(text, start, end, 0);
        int second = group(text, start, end, 1);
        if ((first == 0x2001 && second == 0xdb8) || (first == 0x3fff && second < 0x1000)) {
            return Scope.DOCUMENTATION;
        }
        if (text[start] == ':') {
            return Scope.LOOPBACK;
        }
        if (first >>> 9 == 0x7e || first >>> 6 == 0x3fa) {
            return Scope.PRIVATE; // fc00::/7 and fe80::/10
        }
        return first >>> 13 == 1 ? Scope.GLOBAL : Scope.SPECIAL; // 2000::/3
    }

    private static int group(char[] text, int start, int end, int wanted) {
        int value = 0;
        int at = 0;
        for (int i = start; i < end; i++) {
            if (text[i] == ':') {
                if (at == wanted) {
                    return value;
                }
                at++;
                value = 0;
                continue;
            }
            value = value << 4 | Character.digit(text[i], 16);
        }
        return at == wanted ? value : 0;
    }
}
