package eu.socle.token.piece;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What each id stands for when ids become text. Immutable.
public final class TokenBytes {

    /// Whether the one space that a text's first token may begin with belongs to the text.
    public enum FirstSpace {
        KEPT,
        /// It was put there by the tokenizer, as SentencePiece and WordPiece do.
        DROPPED,
        /// As before, and that of every token before the first that is more than a space.
        ALL_DROPPED
    }

    private final byte[] @Nullable [] tokens;
    private final FirstSpace firstSpace;
    private final int own;

    /// Every token may lose its first space.
    ///
    /// @param tokens the bytes of each id; null where an id stands for nothing
    public TokenBytes(byte[] @Nullable [] tokens, FirstSpace firstSpace) {
        this(tokens, firstSpace, -1);
    }

    /// @param tokens the bytes of each id; null where an id stands for nothing
    /// @param own an id whose space is its own, or -1
    public TokenBytes(byte[] @Nullable [] tokens, FirstSpace firstSpace, int own) {
        this.tokens = Arrays.copyOf(tokens, tokens.length);
        this.firstSpace = firstSpace;
        this.own = own;
    }

    /// One more than the largest id.
    public int size() {
        return tokens.length;
    }

    /// The bytes of an id, not to be written to.
    ///
    /// @throws IllegalArgumentException for an id that stands for nothing
    byte[] of(int id) {
        byte[] bytes = id < 0 || id >= tokens.length ? null : tokens[id];
        if (bytes == null) {
            throw new IllegalArgumentException(
                    "no token has the id "
                            + id
                            + "; the vocabulary has "
                            + tokens.length
                            + " ids.");
        }
        return bytes;
    }

    /// The bytes of an id that a text begins with, not to be written to.
    byte[] ofFirst(int id) {
        byte[] bytes = of(id);
        boolean drop =
                firstSpace != FirstSpace.KEPT && id != own && bytes.length > 0 && bytes[0] == ' ';
        return drop ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    /// True when the id after this one, with which a text begins, is not a first one any more.
    boolean begins(int id) {
        return firstSpace != FirstSpace.ALL_DROPPED || ofFirst(id).length > 0;
    }
}
