package eu.socle.token.split;

/// A piece begins at every U+2581 (the sign that SentencePiece writes for a space), as `Metaspace`
/// of tokenizer.json cuts.
record SignedWords() implements Stage {

    @Override
    public int end(byte[] text, int from, int to) {
        int at = SpacedWords.space(text, from, to) ? from + 3 : from + 1;
        while (at < to && !SpacedWords.space(text, at, to)) {
            at++;
        }
        return at;
    }

    @Override
    public String regex() {
        return "\u2581[^\u2581]*|[^\u2581]+";
    }
}
