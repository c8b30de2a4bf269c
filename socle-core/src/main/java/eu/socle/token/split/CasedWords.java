package eu.socle.token.split;

import eu.socle.token.text.Characters;

/// Tekken and o200k (2024): a word is capitals, then small letters, with combining marks in it; the
/// rest as in the Llama 3 expression, with slashes at the end of marks.
///
/// @param digits most digits of a group, 1 or 3
/// @param contractions what follows a word
record CasedWords(int digits, Contractions contractions) implements Stage {

    /// Whether an English contraction belongs to the word before it.
    enum Contractions {
        APART,
        WITH_WORD
    }

    private static final int HIGH =
            Characters.UPPER | Characters.CASELESS | Characters.MARK; // Lu Lt Lm Lo M
    private static final int LOW =
            Characters.LOWER
                    | (Characters.CASELESS & ~Characters.TITLE)
                    | Characters.MARK; // Ll Lm Lo M

    @Override
    public int end(byte[] text, int from, int to) {
        int word = word(text, from, to);
        if (word > from) {
            return contractions == Contractions.WITH_WORD && word < to
                    ? Walks.contractionOfAnyCase(text, word, to)
                    : word;
        }
        if (Characters.at(text, from, Characters.NUMBER)) {
            return Walks.numbers(text, from, to, digits);
        }
        int marks = text[from] == ' ' ? from + 1 : from;
        int end = Characters.run(text, marks, to, Characters.OTHER);
        if (end == marks) {
            return Walks.blanks(text, from, to);
        }
        while (end < to && (Walks.lineEnd(text[end]) || text[end] == '/')) {
            end++;
        }
        return end;
    }

    /// The first two alternatives, each with the leading mark before it is tried without; `from`
    /// where none matches.
    private static int word(byte[] text, int from, int to) {
        boolean mark =
                !Walks.lineEnd(text[from])
                        && !Characters.at(text, from, Characters.LETTER | Characters.NUMBER);
        int second = mark ? Walks.after(text, from) : from;
        int end = small(text, second, to);
        if (end > second) {
            return end;
        }
        end = small(text, from, to);
        if (end > from) {
            return end;
        }
        end = capitals(text, second, to);
        return end > second ? end : capitals(text, from, to);
    }

    /// `[high]*[low]+`, or `from`. A run of `high` that no `low` follows gives back characters up
    /// to its last one that is `low` as well.
    private static int small(byte[] text, int from, int to) {
        int high = Characters.run(text, from, to, HIGH);
        int low = Characters.run(text, high, to, LOW);
        if (low > high) {
            return low;
        }
        for (int end = high; end > from; ) {
            int last = end - 1;
            while ((text[last] & 0xc0) == 0x80) {
                last--;
            }
            if (Characters.at(text, last, LOW)) {
                return end;
            }
            end = last;
        }
        return from;
    }

    /// `[high]+[low]*` where `[high]*[low]+` does not match.
    private static int capitals(byte[] text, int from, int to) {
        return Characters.run(text, from, to, HIGH);
    }

    @Override
    public String regex() {
        String suffix =
                contractions == Contractions.WITH_WORD ? "(?i:'s|'t|'re|'ve|'m|'ll|'d)?" : "";
        return "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+"
                + suffix
                + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*"
                + suffix
                + (digits == 1 ? "|\\p{N}" : "|\\p{N}{1,3}")
                + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    }
}
