package eu.socle.data.judge.text;

/// Words are white-space runs without the marks at their two ends; runs of marks alone are no
/// words. `l'été` is one word, `(2026)` is the word `2026`.
public record BareWords() implements WordSplit {

    @Override
    public String name() {
        return "bare";
    }

    @Override
    public void split(Characters characters, Tokenised text) {
        for (int i = 0; i < text.spans; i++) {
            int start = text.spanStart[i];
            int end = text.spanEnd[i];
            boolean bare = Character.isLetter(text.units[start]);
            if (bare && Character.isLetter(text.units[end - 1])) {
                text.addWord(start, end, text.spanBits[i]); // most runs
            } else {
                bare(characters, text, start, end);
            }
        }
    }

    private static void bare(Characters characters, Tokenised text, int start, int end) {
        int from = start;
        int to = end;
        while (from < to) {
            int codePoint = Character.codePointAt(text.units, from, to);
            if (Character.isLetterOrDigit(codePoint)) {
                break;
            }
            from += Character.charCount(codePoint);
        }
        while (to > from) {
            int codePoint = Character.codePointBefore(text.units, to, from);
            if (Character.isLetterOrDigit(codePoint)
                    || Character.getType(codePoint) == Character.NON_SPACING_MARK) {
                break;
            }
            to -= Character.charCount(codePoint);
        }
        if (to > from) {
            text.addWord(characters, from, to);
        }
    }
}
