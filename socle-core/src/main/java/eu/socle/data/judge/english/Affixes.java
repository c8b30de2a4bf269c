package eu.socle.data.judge.english;

import static eu.socle.data.judge.english.EnglishCharacters.ALPHA;
import static eu.socle.data.judge.english.EnglishCharacters.BEFORE_STOP;
import static eu.socle.data.judge.english.EnglishCharacters.CURRENCY;
import static eu.socle.data.judge.english.EnglishCharacters.CUT;
import static eu.socle.data.judge.english.EnglishCharacters.DIGIT;
import static eu.socle.data.judge.english.EnglishCharacters.INFIX;
import static eu.socle.data.judge.english.EnglishCharacters.LOWER;
import static eu.socle.data.judge.english.EnglishCharacters.PREFIX;
import static eu.socle.data.judge.english.EnglishCharacters.QUOTE;
import static eu.socle.data.judge.english.EnglishCharacters.SUFFIX;
import static eu.socle.data.judge.english.EnglishCharacters.UPPER;

import java.util.HashSet;
import java.util.Set;

/// What is cut off a run of characters at its beginning, its end and inside, by looking at a few
/// characters at a time. Nothing here depends on the length of the run but for runs of dots.
final class Affixes {

    private final EnglishCharacters characters;
    private final Set<String> unitsOfMeasure;
    private final int longestUnit;

    Affixes(EnglishCharacters characters) {
        this.characters = characters;
        unitsOfMeasure = new HashSet<>(EnglishCharacters.UNITS);
        longestUnit = EnglishCharacters.UNITS.stream().mapToInt(String::length).max().orElse(0);
    }

    /// Units of the prefix of `[from, to)`; 0 when there is none.
    int prefix(char[] units, int from, int to) {
        int c = Character.codePointAt(units, from, to);
        if (c == '.') {
            int dots = dotsAfter(units, from, to);
            return dots >= 2 ? dots : 0;
        }
        if (c == '+') {
            return from + 1 < to && is(units[from + 1], DIGIT) ? 0 : 1;
        }
        if (is(c, PREFIX)) {
            return Character.charCount(c);
        }
        if (c == 'U' && to - from >= 3 && units[from + 1] == 'S' && units[from + 2] == '$') {
            return 3;
        }
        return (c == 'C' || c == 'A') && to - from >= 2 && units[from + 1] == '$' ? 2 : 0;
    }

    /// Units of the suffix of `[from, to)`, the longest that any rule gives; 0 when there is none.
    int suffix(char[] units, int from, int to) {
        if (from >= to) {
            return 0;
        }
        int c = Character.codePointBefore(units, to, from);
        if (c == '.') {
            return stop(units, from, to);
        }
        if (c == '…') {
            return to - from >= 2 && units[to - 2] == '…' ? 2 : 1;
        }
        int unit = unitOfMeasure(units, from, to);
        if (unit > 0) {
            return unit;
        }
        if (is(c, SUFFIX)) {
            return Character.charCount(c);
        }
        if (to - from < 2) {
            return 0;
        }
        char before = units[to - 2];
        if (c == 's' || c == 'S') {
            return before == '\'' || before == '’' ? 2 : 0;
        }
        return (c == '+' || is(c, CURRENCY)) && is(before, DIGIT) ? 1 : 0;
    }

    private int stop(char[] units, int from, int to) {
        int dots = to;
        while (dots > from && units[dots - 1] == '.') {
            dots--;
        }
        if (to - dots >= 2) {
            return to - dots;
        }
        if (to - from < 2) {
            return 0;
        }
        int before = Character.codePointBefore(units, to - 1, from);
        if (is(before, BEFORE_STOP)) {
            return 1;
        }
        int second = to - 1 - Character.charCount(before);
        if (second <= from) {
            return 0;
        }
        int other = Character.codePointBefore(units, second, from);
        boolean degree = other == '°' && "FfCcKk".indexOf(before) >= 0;
        return degree || (is(before, UPPER) && is(other, UPPER)) ? 1 : 0;
    }

    private int unitOfMeasure(char[] units, int from, int to) {
        for (int length = longestUnit; length > 0; length--) {
            int digit = to - length - 1;
            if (digit >= from
                    && is(units[digit], DIGIT)
                    && unitsOfMeasure.contains(new String(units, digit + 1, length))) {
                return length;
            }
        }
        return 0;
    }

    /// True when something may be cut out of the middle at a place.
    boolean mayCut(char unit) {
        return is(unit, INFIX) || Character.isSurrogate(unit);
    }

    /// Units of what is cut out at a place of `[from, to)`; 0 when nothing is.
    int infix(char[] units, int at, int from, int to) {
        int c = Character.codePointAt(units, at, to);
        if (is(c, CUT)) {
            return Character.charCount(c);
        }
        if (c == '.' && at + 1 < to && units[at + 1] == '.') {
            return dotsAfter(units, at, to);
        }
        if (at == from || at + 1 == to) {
            return 0;
        }
        int before = Character.codePointBefore(units, at, from);
        int after = Character.codePointAt(units, at + 1, to);
        return switch (c) {
            case '+', '*', '^' -> is(before, DIGIT) && (is(after, DIGIT) || after == '-') ? 1 : 0;
            case '.' -> is(before, LOWER | QUOTE) && is(after, UPPER | QUOTE) ? 1 : 0;
            case ',' -> is(before, ALPHA) && is(after, ALPHA) ? 1 : 0;
            case ':', '<', '>', '=', '/' -> is(before, ALPHA | DIGIT) && is(after, ALPHA) ? 1 : 0;
            case '-', '–', '—', '~' -> hyphen(units, at, to, before, after);
            default -> 0;
        };
    }

    private int hyphen(char[] units, int at, int to, int before, int after) {
        char c = units[at];
        if (c == '-' && is(before, DIGIT) && (is(after, DIGIT) || after == '-')) {
            return 1;
        }
        if (!is(before, ALPHA | DIGIT)) {
            return 0;
        }
        int longest = c == '-' ? 3 : c == '—' ? 2 : 1;
        for (int length = 1; length <= longest && at + length < to; length++) {
            if (is(Character.codePointAt(units, at + length, to), ALPHA)) {
                return length;
            }
            if (units[at + length] != c) {
                return 0;
            }
        }
        return 0;
    }

    private boolean is(int codePoint, int bits) {
        return (characters.of(codePoint) & bits) != 0;
    }

    private static int dotsAfter(char[] units, int from, int to) {
        int at = from;
        while (at < to && units[at] == '.') {
            at++;
        }
        return at - from;
    }
}
