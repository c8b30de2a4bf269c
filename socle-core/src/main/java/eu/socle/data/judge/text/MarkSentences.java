package eu.socle.data.judge.text;

/// A sentence ends after a run of `. ! ? … 。 ！ ？` and any of `" ' ” ’ » ) ]` where white space or
/// the end of the line follows; what is left counts as one.
public record MarkSentences() implements SentenceRule {

    @Override
    public String name() {
        return "marks";
    }

    @Override
    public int count(Characters characters, Tokenised text, int from, int to, int firstWord) {
        char[] units = text.units;
        char[] plane = characters.plane();
        int sentences = 0;
        boolean open = false; // units that are not white space since the last end
        int at = from;
        while (at < to) {
            if (!isMark(units[at])) {
                open |= (plane[units[at]] & Characters.SPACE) == 0;
                at++;
                continue;
            }
            while (at < to && isMark(units[at])) {
                at++;
            }
            while (at < to && isCloser(units[at])) {
                at++;
            }
            boolean ends = at == to || (plane[units[at]] & Characters.SPACE) != 0;
            sentences += ends ? 1 : 0;
            open = !ends;
        }
        return Math.max(1, sentences + (open ? 1 : 0));
    }

    private static boolean isMark(char c) {
        return switch (c) {
            case '.', '!', '?', '\u2026', '\u3002', '\uff01', '\uff1f' -> true;
            default -> false;
        };
    }

    private static boolean isCloser(char c) {
        return switch (c) {
            case '"', '\'', '\u201d', '\u2019', '\u00bb', ')', ']' -> true;
            default -> false;
        };
    }
}
