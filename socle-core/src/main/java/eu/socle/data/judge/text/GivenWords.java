package eu.socle.data.judge.text;

import java.util.List;

/// The words of one text as another tokenizer gave them, found again in the order of the text.
///
/// @param words none empty, none with white space
public record GivenWords(List<String> words) implements WordSplit {

    public GivenWords {
        words = List.copyOf(words);
    }

    @Override
    public String name() {
        return "given";
    }

    /// @throws IllegalArgumentException for a word that the text does not hold after the one before
    @Override
    public void split(Characters characters, Tokenised text) {
        int at = 0;
        for (String word : words) {
            int start = find(text, word, at);
            if (start < 0) {
                throw new IllegalArgumentException(
                        "the word \"" + word + "\" is not in the text after unit " + at);
            }
            at = start + word.length();
            text.addWord(characters, start, at);
        }
    }

    private static int find(Tokenised text, String word, int from) {
        for (int at = from; at + word.length() <= text.length; at++) {
            int same = 0;
            while (same < word.length() && text.units[at + same] == word.charAt(same)) {
                same++;
            }
            if (same == word.length()) {
                return at;
            }
        }
        return -1;
    }
}
