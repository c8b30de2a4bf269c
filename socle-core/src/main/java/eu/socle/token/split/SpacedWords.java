package eu.socle.token.split;

/// A piece is a run of U+2581 (the sign that SentencePiece writes for a space) and the other
/// characters that follow it. No token of a vocabulary that allows this crosses such a border, so
/// cutting there changes no result.
record SpacedWords() implements Stage {

    @Override
    public int end(byte[] text, int from, int to) {
        int at = from;
        while (at < to && space(text, at, to)) {
            at += 3;
        }
        while (at < to && !space(text, at, to)) {
            at++;
        }
        return at;
    }

    @Override
    public String regex() {
        return "\u2581*[^\u2581]+|\u2581+";
    }

    /// True where U+2581 begins.
    static boolean space(byte[] text, int at, int to) {
        return text[at] == (byte) 0xe2
                && at + 2 < to
                && text[at + 1] == (byte) 0x96
                && text[at + 2] == (byte) 0x81;
    }
}
