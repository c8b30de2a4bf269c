package eu.socle.data.judge.text;

/// Words are maximal runs of letters, marks and numbers (general categories L, M, N), and each
/// other code point that is not white space.
public record RunWords() implements WordSplit {

    @Override
    public String name() {
        return "runs";
    }

    @Override
    public void split(Characters characters, Tokenised text) {
        for (int i = 0; i < text.spans; i++) {
            int start = text.spanStart[i];
            int end = text.spanEnd[i];
            split(characters, text, start, end);
        }
    }

    private static void split(Characters characters, Tokenised text, int from, int to) {
        char[] units = text.units;
        char[] plane = characters.plane();
        int start = from;
        int seen = 0;
        int at = from;
        while (at < to) {
            int bits = plane[units[at]];
            int next = at + 1;
            if ((bits & Characters.SURROGATE) != 0) {
                int codePoint = Character.codePointAt(units, at, to);
                next = at + Character.charCount(codePoint);
                bits = characters.of(codePoint) | Characters.SURROGATE;
            }
            if ((bits & Characters.WORD) == 0) {
                add(text, start, at, seen);
                add(text, at, next, bits);
                start = next;
                seen = 0;
            } else {
                seen |= bits;
            }
            at = next;
        }
        add(text, start, to, seen);
    }

    private static void add(Tokenised text, int start, int end, int bits) {
        if (end > start) {
            text.addWord(start, end, bits);
        }
    }
}
