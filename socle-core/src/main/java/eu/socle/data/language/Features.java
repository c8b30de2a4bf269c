package eu.socle.data.language;

import eu.socle.core.Refusal;
import java.text.Normalizer;

/// What a text is judged by: groups of neighbouring letters and whole words, hashed into buckets.
///
/// A word is a run of letters, in lower case, between two marks: `_` for an end, or the apostrophe,
/// the hyphen or the middle dot that ties it to the next word (*l'*, *il-*, *l·l*, *c'h*). Each
/// group of [#shortest] to [#longest] units of the marked word is a feature, so that the groups at
/// the ends are its prefixes and suffixes; the whole word is one more. Chinese characters and kana
/// count one by one. Web and e-mail addresses, digits, marks of Arabic and Hebrew count nothing.
///
/// The hash is FNV-1a of 32 bits over UTF-16 units, spread by a multiplication (Knuth) before its
/// upper bits choose the bucket.
public final class Features {

    /// Longer runs of letters are read in pieces: chiefly scripts that set no spaces.
    static final int LONGEST_WORD = 30;

    private static final int BASIS = 0x811c9dc5; // FNV-1a, 32 bits
    private static final int PRIME = 0x01000193;
    private static final int SPREAD = 0x9E3779B1; // 2^32 / golden ratio
    private static final int WHOLE = BASIS ^ 0x77; // whole words live in other buckets than groups

    private static final char BREAK = 0;
    private static final char SKIP = 1;
    private static final char SINGLE = 2;
    private static final char TIE = 3;
    private static final char END = '_';

    private final int shortest;
    private final int longest;
    private final int bits;

    /// What each UTF-16 unit is: one of the four kinds, or the lower-case letter itself.
    private final char[] kinds = new char[1 << 16];

    /// @param shortest units of the shortest group, 1 to 3
    /// @param longest units of the longest group, up to 5
    /// @param bits binary logarithm of the number of buckets, 8 to 20
    /// @throws Refusal usage, for settings outside these bounds
    public Features(int shortest, int longest, int bits) {
        if (shortest < 1 || shortest > 3 || longest < shortest || longest > 5) {
            throw Refusal.usage(
                    "letter groups of "
                            + shortest
                            + " to "
                            + longest
                            + " units are not supported; take 1 to 3 for the shortest and at most 5"
                            + " for the longest.");
        }
        if (bits < 8 || bits > 20) {
            throw Refusal.usage(
                    "2^" + bits + " buckets are not supported; take 2^8 to 2^20 buckets.");
        }
        this.shortest = shortest;
        this.longest = longest;
        this.bits = bits;
        for (int c = 0; c < kinds.length; c++) {
            kinds[c] = kind((char) c);
        }
    }

    public int shortest() {
        return shortest;
    }

    public int longest() {
        return longest;
    }

    public int bits() {
        return bits;
    }

    /// Number of buckets.
    public int buckets() {
        return 1 << bits;
    }

    private static char kind(char c) {
        if (c == '\''
                || c == '\u2019'
                || c == '\u02bc'
                || c == '-'
                || c == '\u2010'
                || c == '\u00b7') {
            return TIE;
        }
        if ((c >= 0x3040 && c <= 0x30ff)
                || (c >= 0x3400 && c <= 0x4dbf)
                || (c >= 0x4e00 && c <= 0x9fff)
                || (c >= 0xf900 && c <= 0xfaff)) {
            return SINGLE;
        }
        boolean mark = Character.getType(c) == Character.NON_SPACING_MARK;
        if (c == 0x0640 || (mark && c >= 0x0590 && c <= 0x06ff)) { // and the Arabic tatweel
            return SKIP;
        }
        return Character.isLetter(c) ? Character.toLowerCase(c) : BREAK;
    }

    /// The text as it must be given to [#take]: composed letters (NFC). Text without combining
    /// marks comes back as it is.
    static CharSequence composed(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x0300 && c <= 0x036f) {
                return Normalizer.normalize(text, Normalizer.Form.NFC);
            }
        }
        return text;
    }

    /// Reads on from `at` until the text ends or the scratch may not hold another word.
    ///
    /// @param text composed
    /// @param at where a word or what separates words begins
    /// @return where to read on, or the length of the text
    int take(CharSequence text, int at, Scratch scratch) {
        int most = Scratch.BUCKETS - (longest - shortest + 1) * (LONGEST_WORD + 2) - 1;
        int i = at;
        while (i < text.length() && scratch.count <= most) {
            char kind = kinds[text.charAt(i)];
            if (kind > TIE) {
                boolean begins = i == 0 || kinds[text.charAt(i - 1)] <= TIE;
                int address = begins ? addressEnd(text, i) : -1;
                i = address > 0 ? address : word(text, i, scratch);
                continue;
            }
            if (kind == SINGLE) {
                scratch.buckets[scratch.count++] = bucket((WHOLE ^ text.charAt(i)) * PRIME);
            }
            i++;
        }
        return i;
    }

    /// Where the web or e-mail address ends that begins here, or -1.
    private static int addressEnd(CharSequence text, int from) {
        boolean address = false;
        int i = from;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == '<' || c == '>' || c == '"' || c > 0x2000) {
                break;
            }
            boolean scheme =
                    c == ':'
                            && i + 2 < text.length()
                            && text.charAt(i + 1) == '/'
                            && text.charAt(i + 2) == '/';
            boolean web = c == '.' && i == from + 3 && startsWithWww(text, from);
            boolean mail =
                    c == '@' && i > from && i + 1 < text.length() && text.charAt(i + 1) > ' ';
            address |= scheme || web || mail;
        }
        return address ? i : -1;
    }

    private static boolean startsWithWww(CharSequence text, int at) {
        return (text.charAt(at) | 0x20) == 'w'
                && (text.charAt(at + 1) | 0x20) == 'w'
                && (text.charAt(at + 2) | 0x20) == 'w';
    }

    private int word(CharSequence text, int from, Scratch scratch) {
        char[] word = scratch.word;
        word[0] = from == 0 ? END : tie(text, from - 1);
        int n = 1;
        int i = from;
        for (; i < text.length() && n <= LONGEST_WORD; i++) {
            char kind = kinds[text.charAt(i)];
            if (kind > TIE) {
                word[n++] = kind;
                continue;
            }
            if (kind != SKIP) {
                break;
            }
        }
        word[n++] = i < text.length() ? tie(text, i) : END;
        hash(word, n, scratch);
        return i;
    }

    /// The mark at the end of a word: what ties two letters, or [#END].
    private char tie(CharSequence text, int at) {
        boolean ties =
                kinds[text.charAt(at)] == TIE
                        && at > 0
                        && at + 1 < text.length()
                        && kinds[text.charAt(at - 1)] > TIE
                        && kinds[text.charAt(at + 1)] > TIE;
        if (!ties) {
            return END;
        }
        char c = text.charAt(at);
        return c == '-' || c == '\u2010' ? '-' : c == '\u00b7' ? '\u00b7' : '\'';
    }

    private void hash(char[] word, int n, Scratch scratch) {
        int[] buckets = scratch.buckets;
        int count = scratch.count;
        for (int i = 0; i < n; i++) {
            int h = BASIS;
            int end = Math.min(n, i + longest);
            for (int j = i; j < end; j++) {
                h = (h ^ word[j]) * PRIME;
                if (j - i + 1 >= shortest) {
                    buckets[count++] = bucket(h);
                }
            }
        }
        int h = WHOLE;
        for (int i = 1; i < n - 1; i++) {
            h = (h ^ word[i]) * PRIME;
        }
        buckets[count++] = bucket(h);
        scratch.count = count;
    }

    private int bucket(int hash) {
        return (hash * SPREAD) >>> (32 - bits);
    }
}
