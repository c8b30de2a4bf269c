package eu.socle.token.piece;

import eu.socle.token.text.Utf8;
import java.util.Arrays;
import java.util.BitSet;
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
    private final byte[] @Nullable [] first; // as tokens where nothing is dropped by its byte
    private final FirstSpace firstSpace;
    private final BitSet own;
    private final Utf8.Malformed malformed;

    /// Every token may lose its first space.
    ///
    /// @param tokens the bytes of each id; null where an id stands for nothing
    public TokenBytes(byte[] @Nullable [] tokens, FirstSpace firstSpace) {
        this(tokens, firstSpace, new BitSet(), Utf8.Malformed.ONE_FOR_EACH_SUBPART);
    }

    /// @param tokens the bytes of each id; null where an id stands for nothing
    /// @param first the bytes of each id that a text begins with
    /// @param malformed what bytes that are not UTF-8 become
    public TokenBytes(
            byte[] @Nullable [] tokens, byte[] @Nullable [] first, Utf8.Malformed malformed) {
        this.tokens = Arrays.copyOf(tokens, tokens.length);
        this.first = Arrays.copyOf(first, tokens.length);
        for (int id = 0; id < tokens.length; id++) {
            if (Arrays.equals(this.tokens[id], this.first[id])) {
                this.first[id] = this.tokens[id]; // most are equal, and need no room twice
            }
        }
        this.firstSpace = FirstSpace.KEPT;
        this.own = new BitSet();
        this.malformed = malformed;
    }

    /// @param tokens the bytes of each id; null where an id stands for nothing
    /// @param own ids whose space is their own
    /// @param malformed what bytes that are not UTF-8 become
    public TokenBytes(
            byte[] @Nullable [] tokens,
            FirstSpace firstSpace,
            BitSet own,
            Utf8.Malformed malformed) {
        this.tokens = Arrays.copyOf(tokens, tokens.length);
        this.first = this.tokens;
        this.firstSpace = firstSpace;
        this.own = (BitSet) own.clone();
        this.malformed = malformed;
    }

    /// What bytes that are not UTF-8 become when they are text.
    Utf8.Malformed malformed() {
        return malformed;
    }

    /// One more than the largest id.
    public int size() {
        return tokens.length;
    }

    /// The bytes of an id, not to be written to.
    ///
    /// @throws IllegalArgumentException for an id that stands for nothing
    byte[] of(int id) {
        return one(tokens, id);
    }

    private byte[] one(byte[] @Nullable [] from, int id) {
        byte[] bytes = id < 0 || id >= from.length ? null : from[id];
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
        byte[] bytes = one(first, id);
        boolean drop =
                firstSpace != FirstSpace.KEPT
                        && !own.get(id)
                        && bytes.length > 0
                        && bytes[0] == ' ';
        return drop ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    /// True when the id after this one, with which a text begins, is not a first one any more.
    boolean begins(int id) {
        return switch (firstSpace) {
            case KEPT -> true;
            case DROPPED -> of(id).length > 0;
            case ALL_DROPPED -> ofFirst(id).length > 0;
        };
    }
}
