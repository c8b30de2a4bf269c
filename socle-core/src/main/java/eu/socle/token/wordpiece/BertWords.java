package eu.socle.token.wordpiece;

import eu.socle.token.split.Stage;
import eu.socle.token.text.Characters;
import eu.socle.token.text.Utf8;

/// Words as BERT cuts them: white space parts them, each mark is a word.
public record BertWords() implements Stage {

    @Override
    public int end(byte[] text, int from, int to) {
        if (Characters.at(text, from, Characters.SPACE)) {
            return Characters.run(text, from, to, Characters.SPACE);
        }
        int end = from;
        while (end < to && !mark(text, end) && !Characters.at(text, end, Characters.SPACE)) {
            end += Utf8.size(text[end]);
        }
        return end > from ? end : from + Utf8.size(text[from]);
    }

    @Override
    public String regex() {
        return "\\s+|[\\p{P}!-/:-@\\[-`{-~]|[^\\s\\p{P}!-/:-@\\[-`{-~]+";
    }

    private static boolean mark(byte[] text, int i) {
        byte b = text[i];
        boolean ascii =
                (b > ' ' && b < '0')
                        || (b > '9' && b < 'A')
                        || (b > 'Z' && b < 'a')
                        || (b > 'z' && b < 0x7f);
        return ascii || Characters.at(text, i, Characters.PUNCTUATION);
    }
}
