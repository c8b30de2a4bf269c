package eu.socle.token.split;

import eu.socle.token.text.Characters;

/// The third expression of DeepSeek V3 (2024): a word takes one leading mark, an ASCII mark takes
/// the ASCII word after it, combining marks belong to words.
record DeepSeekWords() implements Stage {

    private static final int WORD = Characters.LETTER | Characters.MARK;
    private static final int MARKS = Characters.PUNCTUATION | Characters.SYMBOL;

    @Override
    public int end(byte[] text, int from, int to) {
        int match = match(text, from, to);
        if (match > from) {
            return match;
        }
        int at = Walks.after(text, from); // numbers, controls: a piece up to the next match
        while (at < to && match(text, at, to) == at) {
            at = Walks.after(text, at);
        }
        return at;
    }

    private static int match(byte[] text, int from, int to) {
        byte c = text[from];
        if (asciiMark(c)) {
            int end = from + 1;
            while (end < to && asciiLetter(text[end])) {
                end++;
            }
            if (end > from + 1) {
                return end;
            }
        }
        if (Characters.at(text, from, WORD)) {
            return Characters.run(text, from, to, WORD);
        }
        if (!Walks.lineEnd(c) && !Characters.at(text, from, MARKS)) {
            int second = Walks.after(text, from);
            int word = Characters.run(text, second, to, WORD);
            if (word > second) {
                return word;
            }
        }
        int marks = c == ' ' ? from + 1 : from;
        int end = Characters.run(text, marks, to, MARKS);
        return end > marks ? Walks.lineEnds(text, end, to) : Walks.blanks(text, from, to);
    }

    private static boolean asciiMark(byte c) {
        return c > ' ' && c < 0x7f && !asciiLetter(c) && !(c >= '0' && c <= '9');
    }

    private static boolean asciiLetter(byte c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    @Override
    public String regex() {
        return "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+|"
                + " ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    }
}
