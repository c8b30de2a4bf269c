package eu.socle.token.split;

/// One regular expression, walked by hand: text is cut into what it matches and what lies between
/// the matches. Stateless.
public interface Stage {

    /// Where the piece that begins at `from` ends; beyond `from`, at most `to`. Nothing beyond `to`
    /// is looked at: to the expression the text ends there.
    ///
    /// @param text UTF-8
    /// @param from index of a character, below `to`
    int end(byte[] text, int from, int to);

    /// The expression this stage is equal to, as tokenizer.json writes it.
    String regex();
}
