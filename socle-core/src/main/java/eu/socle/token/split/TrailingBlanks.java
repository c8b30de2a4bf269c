package eu.socle.token.split;

import eu.socle.token.text.Characters;

/// `\s+$`: white space at the end is a piece of its own.
record TrailingBlanks() implements Stage {

    @Override
    public int end(byte[] text, int from, int to) {
        int start = to;
        while (start > from) {
            int last = start - 1;
            while ((text[last] & 0xc0) == 0x80) {
                last--;
            }
            if (!Characters.at(text, last, Characters.SPACE)) {
                break;
            }
            start = last;
        }
        return start == from ? to : start;
    }

    @Override
    public String regex() {
        return "\\s+$";
    }
}
