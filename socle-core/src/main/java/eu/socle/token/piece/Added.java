package eu.socle.token.piece;

/// A token that text is searched for before it is cut.
///
/// @param special stands for structure, and is sought only in text that the caller vouches for
/// @param sought in the text as it came, or after normalisation
/// @param left what is taken with it before it
/// @param right what is taken with it after it
/// @param border whether it must be a word of its own
public record Added(
        int id,
        String content,
        boolean special,
        Sought sought,
        Blanks left,
        Blanks right,
        Border border) {

    /// Which text a token is sought in.
    public enum Sought {
        AS_IT_CAME,
        NORMALISED
    }

    /// Whether white space beside a token belongs to it.
    public enum Blanks {
        STAY,
        TAKEN
    }

    /// What may stand beside a token.
    public enum Border {
        ANYTHING,
        NO_LETTER
    }

    /// A token sought as it is, in the text as it came.
    public static Added plain(int id, String content, boolean special) {
        return new Added(
                id, content, special, Sought.AS_IT_CAME, Blanks.STAY, Blanks.STAY, Border.ANYTHING);
    }

    /// True when only its own characters decide whether and where it is found.
    boolean simple() {
        return left == Blanks.STAY && right == Blanks.STAY && border == Border.ANYTHING;
    }
}
