package eu.socle.token.split;

import eu.socle.token.text.Characters;
import eu.socle.token.text.Utf8;

/// Parts that several expressions share.
final class Walks {

    private Walks() {}

    /// True for `\r` and `\n`.
    static boolean lineEnd(byte b) {
        return b == '\r' || b == '\n';
    }

    /// Where the character after the one at `i` begins.
    static int after(byte[] text, int i) {
        return i + Utf8.size(text[i]);
    }

    /// `'s|'t|'re|'ve|'m|'ll|'d`: where the English contraction that begins at `from` ends, or
    /// `from`.
    static int contraction(byte[] text, int from, int to) {
        if (text[from] != '\'' || from + 1 >= to) {
            return from;
        }
        byte a = text[from + 1];
        if (a == 's' || a == 't' || a == 'm' || a == 'd') {
            return from + 2;
        }
        byte b = from + 2 < to ? text[from + 2] : 0;
        boolean two = b == 'e' ? a == 'r' || a == 'v' : a == 'l' && b == 'l';
        return two ? from + 3 : from;
    }

    /// The same in any case; U+017F is a case of s.
    static int contractionOfAnyCase(byte[] text, int from, int to) {
        if (text[from] != '\'' || from + 1 >= to) {
            return from;
        }
        int a = lower(text[from + 1]);
        if (a == 's' || a == 't' || a == 'm' || a == 'd') {
            return from + 2;
        }
        if (text[from + 1] == (byte) 0xc5) {
            return from + 2 < to && text[from + 2] == (byte) 0xbf ? from + 3 : from;
        }
        int b = from + 2 < to ? lower(text[from + 2]) : 0;
        boolean two = b == 'e' ? a == 'r' || a == 'v' : a == 'l' && b == 'l';
        return two ? from + 3 : from;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    /// `\p{N}{1,most}`.
    static int numbers(byte[] text, int from, int to, int most) {
        int end = from;
        for (int n = 0; n < most && end < to && Characters.at(text, end, Characters.NUMBER); n++) {
            end = after(text, end);
        }
        return end;
    }

    /// `[\r\n]*`.
    static int lineEnds(byte[] text, int from, int to) {
        int end = from;
        while (end < to && lineEnd(text[end])) {
            end++;
        }
        return end;
    }

    /// `\s*[\r\n]+|\s+(?!\S)|\s+`: to the last line end of the run of spaces, else as
    /// [#spaces(byte[], int, int)]; `from` where there is no space.
    static int blanks(byte[] text, int from, int to) {
        int end = Characters.run(text, from, to, Characters.SPACE);
        for (int i = end - 1; i >= from; i--) {
            if (lineEnd(text[i])) {
                return i + 1;
            }
        }
        return left(text, from, end, to);
    }

    /// `\s+(?!\S)|\s+`: a run of spaces leaves its last one to the word that follows; `from` where
    /// there is no space.
    static int spaces(byte[] text, int from, int to) {
        return left(text, from, Characters.run(text, from, to, Characters.SPACE), to);
    }

    private static int left(byte[] text, int from, int end, int to) {
        if (end == to || end == from) {
            return end;
        }
        int last = end - 1;
        while (last > from && (text[last] & 0xc0) == 0x80) {
            last--;
        }
        return last > from ? last : end;
    }
}
