package eu.socle.token.split;

import eu.socle.token.text.Characters;

/// GPT-2 (2019): words and numbers take one leading space.
record Gpt2Words() implements Stage {

    static final String REGEX =
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

    @Override
    public int end(byte[] text, int from, int to) {
        int contraction = Walks.contraction(text, from, to);
        if (contraction > from) {
            return contraction;
        }
        int first = text[from] == ' ' ? from + 1 : from;
        if (first < to) {
            if (Characters.at(text, first, Characters.LETTER)) {
                return Characters.run(text, first, to, Characters.LETTER);
            }
            if (Characters.at(text, first, Characters.NUMBER)) {
                return Characters.run(text, first, to, Characters.NUMBER);
            }
            if (Characters.at(text, first, Characters.OTHER)) {
                return Characters.run(text, first, to, Characters.OTHER);
            }
        }
        return Walks.spaces(text, from, to);
    }

    @Override
    public String regex() {
        return REGEX;
    }
}
