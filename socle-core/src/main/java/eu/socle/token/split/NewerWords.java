package eu.socle.token.split;

import eu.socle.token.text.Characters;

/// Llama 3 and Qwen 2 (2024): words take any one leading mark, numbers come in groups, line ends
/// stay together.
///
/// @param digits most digits of a group, 1 or 3
record NewerWords(int digits) implements Stage {

    @Override
    public int end(byte[] text, int from, int to) {
        byte c = text[from];
        if (c == '\'') {
            int contraction = Walks.contractionOfAnyCase(text, from, to);
            if (contraction > from) {
                return contraction;
            }
        }
        if (Characters.at(text, from, Characters.LETTER)) {
            return Characters.run(text, from, to, Characters.LETTER);
        }
        if (Characters.at(text, from, Characters.NUMBER)) {
            return Walks.numbers(text, from, to, digits);
        }
        if (!Walks.lineEnd(c)) {
            int second = Walks.after(text, from);
            int word = Characters.run(text, second, to, Characters.LETTER);
            if (word > second) {
                return word;
            }
        }
        int marks = c == ' ' ? from + 1 : from;
        int end = Characters.run(text, marks, to, Characters.OTHER);
        return end > marks ? Walks.lineEnds(text, end, to) : Walks.blanks(text, from, to);
    }

    @Override
    public String regex() {
        return "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|"
                + (digits == 1 ? "\\p{N}" : "\\p{N}{1,3}")
                + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    }
}
