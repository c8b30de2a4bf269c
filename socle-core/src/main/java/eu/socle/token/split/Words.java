package eu.socle.token.split;

import eu.socle.token.text.Characters;
import eu.socle.token.text.Utf8;

/// `\w+|[^\w\s]+`: words and runs of marks, as `Whitespace` of tokenizer.json cuts; the white space
/// between them is a piece too, which [WithoutBlanks] leaves out.
record Words() implements Stage {

    @Override
    public int end(byte[] text, int from, int to) {
        int kind = kind(text, from);
        int end = from;
        while (end < to && kind(text, end) == kind) {
            end += Utf8.size(text[end]);
        }
        return end;
    }

    private static int kind(byte[] text, int i) {
        if (Characters.at(text, i, Characters.SPACE)) {
            return 0;
        }
        return Characters.ofWord(Utf8.codePoint(text, i)) ? 1 : 2;
    }

    @Override
    public String regex() {
        return "\\w+|[^\\w\\s]+";
    }
}
