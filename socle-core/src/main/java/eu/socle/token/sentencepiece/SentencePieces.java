package eu.socle.token.sentencepiece;

import eu.socle.token.bpe.CharacterBpe;
import eu.socle.token.piece.PieceMerger;
import eu.socle.token.piece.TokenBytes;
import eu.socle.token.piece.TokenMap;
import eu.socle.token.split.Cut;
import eu.socle.token.split.Stages;
import eu.socle.token.text.Trie;
import eu.socle.token.text.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The pieces of a SentencePiece vocabulary, wherever it comes from. Immutable.
public final class SentencePieces {

    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int USER_DEFINED = 4;
    private static final int UNUSED = 5;
    private static final int BYTE = 6;

    private static final double USER_DEFINED_SCORE = -0.1; // as SentencePiece has it

    private final List<String> pieces;
    private final float[] scores;
    private final int[] types;
    private final int unknown;
    private final String unknownText;
    private final TokenMap tokens;
    private final Trie trie = new Trie();
    private final int[] byteIds;
    private final double[] unigramScores;
    private final double least;

    /// @param pieces by id, with U+2581 for spaces
    /// @param scores by id
    /// @param types by id (1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte)
    /// @param unknown id of what is unknown
    /// @param unknownText what that stands for when ids become text
    public SentencePieces(
            List<String> pieces, float[] scores, int[] types, int unknown, String unknownText) {
        this.pieces = List.copyOf(pieces);
        this.scores = scores.clone();
        this.types = types.clone();
        this.unknown = unknown;
        this.unknownText = unknownText;
        List<byte[]> spelled = new ArrayList<>();
        int[] ids = new int[pieces.size()];
        int[] bytes = new int[256];
        Arrays.fill(bytes, -1);
        double[] logs = new double[pieces.size()];
        double smallest = Double.POSITIVE_INFINITY;
        for (int id = 0; id < pieces.size(); id++) {
            Integer value = types[id] == BYTE ? CharacterBpe.byteValue(pieces.get(id)) : null;
            if (value != null) {
                bytes[value] = id;
            }
            logs[id] = types[id] == USER_DEFINED ? 0 : scores[id];
            if (types[id] == NORMAL) {
                smallest = Math.min(smallest, scores[id]);
            }
            if (types[id] == NORMAL || types[id] == USER_DEFINED || types[id] == UNUSED) {
                byte[] piece = Utf8.bytes(pieces.get(id));
                ids[spelled.size()] = id;
                spelled.add(piece);
                trie.add(piece, id);
            }
        }
        this.tokens =
                new TokenMap(spelled.toArray(byte[][]::new), Arrays.copyOf(ids, spelled.size()));
        this.byteIds = Arrays.stream(bytes).anyMatch(b -> b < 0) ? new int[0] : bytes;
        this.unigramScores = logs;
        this.least = smallest == Double.POSITIVE_INFINITY ? 0 : smallest;
    }

    /// Merging by score.
    public PieceMerger scoreBpe() {
        return new ScoreBpe(tokens, scores, byteIds, unknown);
    }

    /// The likeliest row of pieces.
    public PieceMerger unigram() {
        return new Unigram(trie, unigramScores, least, unknown, byteIds, Unigram.Sums.DOUBLE);
    }

    /// The likeliest row of pieces as SentencePiece finds it: unused pieces are none, and
    /// user-defined ones are so likely that they are always taken.
    public PieceMerger likeliest() {
        Trie used = new Trie();
        double[] logs = unigramScores.clone();
        for (int id = 0; id < types.length; id++) {
            if (types[id] == USER_DEFINED) {
                logs[id] = USER_DEFINED_SCORE;
            }
            if (types[id] == NORMAL || types[id] == USER_DEFINED) {
                used.add(Utf8.bytes(pieces.get(id)), id);
            }
        }
        return new Unigram(used, logs, least, unknown, byteIds, Unigram.Sums.SINGLE);
    }

    /// Words one by one where no piece reaches over a border between words, else the text whole.
    public Cut cut() {
        return words(pieces) ? Cut.of(Stages.spacedWords()) : Cut.NONE;
    }

    /// True when U+2581 is a piece (so never part of an unknown one) and no piece has it behind
    /// another character.
    public static boolean words(Collection<String> pieces) {
        if (!pieces.contains("\u2581")) {
            return false;
        }
        for (String piece : pieces) {
            int sign = piece.lastIndexOf('\u2581');
            if (sign > 0 && !piece.substring(0, sign).replace("\u2581", "").isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /// What ids stand for.
    public TokenBytes bytes(TokenBytes.FirstSpace firstSpace) {
        byte[] @Nullable [] bytes = new byte[pieces.size()][];
        BitSet own = new BitSet();
        for (int id = 0; id < bytes.length; id++) {
            Integer value = types[id] == BYTE ? CharacterBpe.byteValue(pieces.get(id)) : null;
            if (value != null) {
                bytes[id] = new byte[] {value.byteValue()};
                own.set(id);
            } else {
                own.set(id, pieces.get(id).startsWith(" ") || id == unknown);
                String text = types[id] == UNKNOWN ? unknownText : pieces.get(id);
                bytes[id] = Utf8.bytes(text.replace('\u2581', ' '));
            }
        }
        return new TokenBytes(bytes, firstSpace, own, Utf8.Malformed.ONE_FOR_EACH_BYTE);
    }
}
