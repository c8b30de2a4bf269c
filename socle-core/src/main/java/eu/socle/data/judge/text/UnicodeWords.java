package eu.socle.data.judge.text;

/// Words between the default word boundaries of Unicode (UAX #29): pieces that hold a letter or a
/// digit. `can't`, `3.14` and `l'été` are one word each; each ideograph is a word.
public final class UnicodeWords implements WordSplit {

    private final WordBreaks breaks = new WordBreaks();

    @Override
    public String name() {
        return "unicode 2";
    }

    @Override
    public void split(Characters characters, Tokenised text) {
        for (int i = 0; i < text.spans; i++) {
            int start = text.spanStart[i];
            int end = text.spanEnd[i];
            boolean narrow = isNarrow(text, start - 1) || isNarrow(text, end);
            if (narrow) {
                start = before(text, start);
                end = after(text, end);
                while (i + 1 < text.spans && text.spanStart[i + 1] == end) {
                    i++;
                    end = after(text, text.spanEnd[i]);
                }
            } else {
                start = withoutMarks(characters, text, start, end);
            }
            boolean plain =
                    !narrow
                            && start < end
                            && (text.spanBits[i] & (Characters.OTHER | Characters.SURROGATE)) == 0
                            && isLatin(text, start, end);
            if (plain) {
                text.addWord(start, end, text.spanBits[i]);
            } else {
                cut(characters, text, start, end);
            }
        }
    }

    /// Marks at the beginning of a span belong to the white space before them (rule WB4), unless
    /// that breaks the line; some marks count as letters, and make a word of it.
    ///
    /// @return where the span begins without them
    private int withoutMarks(Characters characters, Tokenised text, int start, int end) {
        int first = Character.codePointAt(text.units, start, end);
        if (breaks.of(first) != WordBreaks.EXTEND) {
            return start;
        }
        int marks = skip(text.units, start, end);
        int from = start;
        if (start > 0 && !isNewline(text.units[start - 1])) {
            from--;
            while (from > 0 && isSpace(text.units[from]) && isSpace(text.units[from - 1])) {
                from--;
            }
        }
        if (hasContent(text.units, start, marks)) {
            text.addWord(from, marks, text.bits(characters, start, marks));
        }
        return marks;
    }

    private static boolean isNewline(char c) {
        return (c >= '\n' && c <= '\r') || c == '\u0085' || c == '\u2028' || c == '\u2029';
    }

    /// Class WSegSpace: spaces that do not part (rule WB3d).
    private static boolean isSpace(char c) {
        return c == ' '
                || (c >= '\u2000' && c <= '\u200a' && c != '\u2007')
                || c == '\u1680'
                || c == '\u205f'
                || c == '\u3000';
    }

    private void cut(Characters characters, Tokenised text, int from, int end) {
        int start = from;
        while (start < end) {
            int next = boundary(text.units, start, end);
            int bits = text.bits(characters, start, next);
            if (hasContent(text.units, start, next)) {
                text.addWord(start, next, bits);
            }
            start = next;
        }
    }

    /// The narrow no-break space joins what stands beside it (class ExtendNumLet), though it is
    /// white space.
    private static boolean isNarrow(Tokenised text, int at) {
        return at >= 0 && at < text.length() && text.units[at] == '\u202f';
    }

    private static int before(Tokenised text, int start) {
        int at = start;
        while (isNarrow(text, at - 1)) {
            at--;
        }
        return at;
    }

    private static int after(Tokenised text, int end) {
        int at = end;
        while (isNarrow(text, at)) {
            at++;
        }
        return at;
    }

    /// Letters and marks below U+0530 do not break.
    private static boolean isLatin(Tokenised text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.units[i] >= '\u0530') {
                return false;
            }
        }
        return true;
    }

    private static boolean hasContent(char[] units, int from, int to) {
        for (int at = from; at < to; ) {
            int codePoint = Character.codePointAt(units, at, to);
            int type = Character.getType(codePoint);
            if (Character.isAlphabetic(codePoint)
                    || type == Character.DECIMAL_DIGIT_NUMBER
                    || type == Character.LETTER_NUMBER
                    || type == Character.OTHER_NUMBER) {
                return true;
            }
            at += Character.charCount(codePoint);
        }
        return false;
    }

    /// The next boundary after a place (rules WB4 to WB13b; the text of a run has no line breaks or
    /// white space).
    private int boundary(char[] units, int from, int to) {
        int at = skip(units, after(units, from, to), to);
        byte before = WordBreaks.OTHER;
        byte last = breaks.of(Character.codePointAt(units, from, to));
        while (at < to) {
            byte next = breaks.of(Character.codePointAt(units, at, to));
            if (!joins(last, next) && !joinsBetween(units, last, next, at, to)) {
                boolean middle = isMiddle(last) && joinsAround(before, last, next);
                if (!middle) {
                    return at;
                }
            }
            before = last;
            last = next;
            at = skip(units, after(units, at, to), to);
        }
        return to;
    }

    private static int after(char[] units, int at, int to) {
        return at + Character.charCount(Character.codePointAt(units, at, to));
    }

    /// Past what extends the character before (rule WB4).
    private int skip(char[] units, int from, int to) {
        int at = from;
        while (at < to) {
            int codePoint = Character.codePointAt(units, at, to);
            if (breaks.of(codePoint) != WordBreaks.EXTEND) {
                break;
            }
            at += Character.charCount(codePoint);
        }
        return at;
    }

    private static boolean isLetter(byte kind) {
        return kind == WordBreaks.LETTER || kind == WordBreaks.HEBREW;
    }

    private static boolean isMiddle(byte kind) {
        return kind >= WordBreaks.MID_LETTER;
    }

    /// WB5, WB8 to WB10, WB13 to WB13b, and WB7a.
    private static boolean joins(byte last, byte next) {
        boolean lastWord = isLetter(last) || last == WordBreaks.NUMERIC;
        boolean nextWord = isLetter(next) || next == WordBreaks.NUMERIC;
        if ((lastWord && nextWord)
                || (last == WordBreaks.KATAKANA && next == WordBreaks.KATAKANA)) {
            return true;
        }
        if (next == WordBreaks.CONNECTOR) {
            return lastWord || last == WordBreaks.KATAKANA || last == WordBreaks.CONNECTOR;
        }
        if (last == WordBreaks.CONNECTOR) {
            return nextWord || next == WordBreaks.KATAKANA;
        }
        return last == WordBreaks.HEBREW && next == WordBreaks.SINGLE_QUOTE;
    }

    /// WB6, WB7b, WB12: a mark in the middle joins when what follows it fits.
    private boolean joinsBetween(char[] units, byte last, byte next, int at, int to) {
        if (!isMiddle(next)) {
            return false;
        }
        int following = skip(units, after(units, at, to), to);
        return following < to
                && joinsAround(last, next, breaks.of(Character.codePointAt(units, following, to)));
    }

    private static boolean joinsAround(byte before, byte middle, byte after) {
        boolean letters =
                middle == WordBreaks.MID_LETTER
                        || middle == WordBreaks.MID_BOTH
                        || middle == WordBreaks.SINGLE_QUOTE;
        boolean numbers =
                middle == WordBreaks.MID_NUMBER
                        || middle == WordBreaks.MID_BOTH
                        || middle == WordBreaks.SINGLE_QUOTE;
        return (letters && isLetter(before) && isLetter(after))
                || (numbers && before == WordBreaks.NUMERIC && after == WordBreaks.NUMERIC)
                || (middle == WordBreaks.DOUBLE_QUOTE
                        && before == WordBreaks.HEBREW
                        && after == WordBreaks.HEBREW);
    }
}
