package eu.socle.data.judge.text;

import java.util.Arrays;

/// The one pass over all characters of a text: white-space runs, lines of both kinds, counted
/// signs, and which lines hold a phrase of the C4 rules.
///
/// Phrases are found from a rare letter of theirs (the k of cookie, the v of javascript and
/// privacy, the m of lorem and terms). The pass only writes down where such letters and the counted
/// signs are, without a branch; they are looked at when their line ends.
public final class Scan {

    /// Places that may wait to be looked at.
    static final int WAITING = 1024;

    /// Units read between two looks at how many wait.
    private static final int STRETCH = WAITING / 2;

    private static final int SIGN_BIT = Integer.numberOfTrailingZeros(Characters.SIGN);

    /// By the low five bits of a sign: which units before it, by their low five bits, may make it
    /// matter. Letters that cannot be inside a phrase are told from it; every other sign matters.
    private static final int[] BEFORE = before();

    private static final String[] POLICY_PHRASES = {
        "privacy policy",
        "terms of use",
        "cookie policy",
        "uses cookies",
        "use of cookies",
        "use cookies"
    };

    private final Characters characters;

    public Scan(Characters characters) {
        this.characters = characters;
    }

    /// The table in use.
    public Characters characters() {
        return characters;
    }

    /// Cuts a text; words are added by a [WordSplit] afterwards.
    public void read(String text, Tokenised into) {
        into.load(text);
        char[] units = into.units;
        char[] plane = characters.plane();
        int length = into.length;
        int lineStart = 0;
        int rowStart = 0;
        int rowSpan = 0;
        int i = 0;
        while (i < length) {
            char c = units[i];
            int bits = plane[c];
            if ((bits & Characters.SPACE) == 0) {
                int start = i;
                i = span(into, i, rowStart);
                into.addSpan(start, i, into.spanSeen);
                continue;
            }
            if ((bits & Characters.BREAK) != 0) {
                into.addRow(rowStart, i, rowSpan, phrases(into, rowStart));
                if (c == '\r' && i + 1 < length && units[i + 1] == '\n') {
                    i++;
                    c = '\n';
                }
                if (c == '\n') {
                    into.addLine(lineStart, i);
                    lineStart = i + 1;
                }
                rowStart = i + 1;
                rowSpan = into.spans;
            }
            i++;
        }
        into.addLine(lineStart, length);
        if (rowStart < length) {
            into.addRow(rowStart, length, rowSpan, phrases(into, rowStart));
        }
        if (into.surrogates) {
            into.countPairs();
        }
    }

    /// Reads a run without white space, leaves its bits in the text and writes down its signs.
    ///
    /// @return its end
    private int span(Tokenised into, int start, int rowStart) {
        char[] units = into.units;
        char[] plane = characters.plane();
        int[] signAt = into.signAt;
        int signs = into.signs;
        int length = into.length;
        int seen = 0;
        int i = start;
        int stop = Math.min(length, start + STRETCH);
        while (true) {
            int bits = Characters.SPACE; // at the end of the text
            while (i < stop) {
                bits = plane[units[i]];
                if ((bits & (Characters.SPACE | Characters.SURROGATE)) != 0) {
                    break;
                }
                seen |= bits;
                signAt[signs] = i++;
                signs += (bits >>> SIGN_BIT) & 1;
            }
            if (signs >= STRETCH) {
                into.signs = signs;
                into.phrases |= look(into, rowStart);
                signs = 0;
            }
            if (i >= stop && stop < length) {
                stop = Math.min(length, stop + STRETCH);
                continue;
            }
            if (i == length || (bits & Characters.SPACE) != 0) {
                break;
            }
            into.surrogates = true;
            int codePoint = Character.codePointAt(units, i, length);
            seen |= characters.of(codePoint) | Characters.SURROGATE;
            i += Character.charCount(codePoint);
        }
        into.signs = signs;
        into.spanSeen = seen;
        return i;
    }

    /// The phrases of the row that ends.
    private static int phrases(Tokenised into, int rowStart) {
        int phrases = into.phrases | look(into, rowStart);
        into.phrases = 0;
        return phrases;
    }

    /// Looks at the signs that wait.
    ///
    /// @return the phrases that they are in
    private static int look(Tokenised into, int rowStart) {
        char[] units = into.units;
        int phrases = 0;
        for (int k = 0; k < into.signs; k++) {
            int at = into.signAt[k];
            int before = at > rowStart ? units[at - 1] : 0;
            if (((BEFORE[units[at] & 31] >>> (before & 31)) & 1) != 0) {
                phrases |= sign(into, units[at], at, rowStart);
            }
        }
        into.signs = 0;
        return phrases;
    }

    private static int[] before() {
        int[] before = new int[32];
        Arrays.fill(before, -1);
        before['k' & 31] = 1 << ('o' & 31);
        before['\u212a' & 31] = 1 << ('o' & 31);
        before['v' & 31] = 1 << ('a' & 31) | 1 << ('i' & 31);
        before['m' & 31] = 1 << ('e' & 31) | 1 << ('r' & 31);
        return before;
    }

    private static int sign(Tokenised into, char c, int at, int rowStart) {
        char[] units = into.units;
        int length = into.length;
        switch (c) {
            case '.' -> {
                into.dots = into.lastDot == at - 1 ? into.dots + 1 : 1;
                into.lastDot = at;
                into.ellipses += into.dots % 3 == 0 ? 1 : 0; // every third dot of a run ends one
            }
            case '\u2026' -> into.ellipses++;
            case '#' -> into.hashes++;
            case '{' -> {
                return Tokenised.BRACE;
            }
            case '[' -> {
                return Tokenised.BRACKET;
            }
            default -> {
                return phrase(units, at, rowStart, length);
            }
        }
        return 0;
    }

    /// The bits of phrases around a letter k, v or m.
    static int phrase(char[] units, int at, int from, int to) {
        if (at - from < 2 || at + 1 >= to) {
            return 0;
        }
        char before = lower(units[at - 1]);
        return switch (lower(units[at])) {
            case 'k' -> before == 'o' ? cookies(units, at, from, to) : 0;
            case 'v' ->
                    before == 'a'
                            ? bit(Tokenised.JAVASCRIPT, "javascript", units, at - 2, from, to)
                            : before == 'i'
                                    ? bit(
                                            Tokenised.POLICY,
                                            POLICY_PHRASES[0],
                                            units,
                                            at - 3,
                                            from,
                                            to)
                                    : 0;
            case 'm' ->
                    before == 'e'
                            ? bit(Tokenised.LOREM, "lorem ipsum", units, at - 4, from, to)
                            : before == 'r'
                                    ? bit(
                                            Tokenised.POLICY,
                                            POLICY_PHRASES[1],
                                            units,
                                            at - 3,
                                            from,
                                            to)
                                    : 0;
            default -> 0;
        };
    }

    private static int cookies(char[] units, int at, int from, int to) {
        int cookie = at - 3;
        return bit(Tokenised.POLICY, POLICY_PHRASES[2], units, cookie, from, to)
                | bit(Tokenised.POLICY, POLICY_PHRASES[3], units, cookie - 5, from, to)
                | bit(Tokenised.POLICY, POLICY_PHRASES[4], units, cookie - 7, from, to)
                | bit(Tokenised.POLICY, POLICY_PHRASES[5], units, cookie - 4, from, to);
    }

    private static int bit(int bit, String phrase, char[] units, int at, int from, int to) {
        if (at < from || at + phrase.length() > to) {
            return 0;
        }
        for (int i = 0; i < phrase.length(); i++) {
            if (lower(units[at + i]) != phrase.charAt(i)) {
                return 0;
            }
        }
        return bit;
    }

    /// Lower case as far as the phrases need it: only ASCII letters and the Kelvin sign become
    /// ASCII.
    private static char lower(char c) {
        if (c == '\u212a') {
            return 'k';
        }
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
}
