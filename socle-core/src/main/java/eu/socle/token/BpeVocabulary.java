package eu.socle.token;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a byte-level BPE knows, as tokenizer.json states it: the split, the normaliser, each id's
/// bytes, the merges and the added tokens. Immutable.
final class BpeVocabulary {

    /// Whether a piece that is a token of its own is taken whole without merging (`ignore_merges`
    /// in tokenizer.json).
    enum Pieces {
        MERGED,
        WHOLE_WHEN_KNOWN
    }

    /// A token that text is searched for before it is cut: special ones stand for structure, the
    /// others for text.
    record Added(int id, String content, boolean special) {}

    private final Split split;
    private final Normaliser normaliser;
    private final byte[] @Nullable [] tokens;
    private final int[] byteIds;
    private final MergeTable merges;
    private final List<Added> added;
    private final Map<String, Integer> whole =
            new HashMap<>(); // bytes as Latin-1 characters; only read after construction

    /// @param tokens the bytes of each id; null where an id stands for nothing
    /// @param byteIds the id of each of the 256 bytes
    BpeVocabulary(
            Split split,
            Normaliser normaliser,
            Pieces pieces,
            byte[] @Nullable [] tokens,
            int[] byteIds,
            MergeTable merges,
            List<Added> added) {
        this.split = split;
        this.normaliser = normaliser;
        this.tokens = Arrays.copyOf(tokens, tokens.length);
        this.byteIds = byteIds.clone();
        this.merges = merges;
        this.added = List.copyOf(added);
        if (pieces == Pieces.WHOLE_WHEN_KNOWN) {
            for (int id = 0; id < tokens.length; id++) {
                byte[] bytes = tokens[id];
                if (bytes != null) {
                    whole.put(new String(bytes, StandardCharsets.ISO_8859_1), id);
                }
            }
            for (Added token : added) { // structure is never read out of plain text
                whole.remove(
                        new String(
                                ByteAlphabet.plain(token.content()), StandardCharsets.ISO_8859_1));
            }
        }
    }

    Split split() {
        return split;
    }

    Normaliser normaliser() {
        return normaliser;
    }

    MergeTable merges() {
        return merges;
    }

    List<Added> added() {
        return added;
    }

    /// One more than the largest id.
    int size() {
        return tokens.length;
    }

    /// The bytes of an id, or null when it stands for nothing; not to be written to.
    byte @Nullable [] bytes(int id) {
        return id < 0 || id >= tokens.length ? null : tokens[id];
    }

    /// The id of a byte 0..255.
    int byteId(int value) {
        return byteIds[value];
    }

    /// The id of a whole piece where the vocabulary takes pieces whole, else -1.
    int whole(byte[] bytes, int length) {
        if (whole.isEmpty()) {
            return -1;
        }
        Integer id = whole.get(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
        return id == null ? -1 : id;
    }
}
