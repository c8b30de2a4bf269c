package eu.socle.token.bpe;

import eu.socle.token.piece.PieceMerger;
import eu.socle.token.piece.TokenMap;
import eu.socle.token.text.Ids;
import eu.socle.token.text.Utf8;
import org.jspecify.annotations.Nullable;

/// BPE over characters, as tokenizer.json holds SentencePiece vocabularies: a piece's characters
/// are merged by rank; a character without a token becomes its bytes, or the unknown token.
public final class CharacterBpe implements PieceMerger {

    /// What a vocabulary knows.
    ///
    /// @param tokens ids by bytes
    /// @param byteIds the id of each of the 256 bytes, or empty where there is nothing to fall back
    ///   on
    /// @param unknown the id of an unknown character, or -1: it is left out
    /// @param unknowns whether neighbours that are unknown become one
    /// @param pieces whether a piece that is a token is taken whole
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    public record Vocabulary(
            TokenMap tokens,
            int[] byteIds,
            int unknown,
            Unknowns unknowns,
            Pieces pieces,
            MergeTable merges) {}

    /// What neighbours that are unknown become.
    public enum Unknowns {
        ONE_EACH,
        ONE_TOGETHER
    }

    /// Whether a piece that is a token of its own is taken whole without merging.
    public enum Pieces {
        MERGED,
        WHOLE_WHEN_KNOWN
    }

    private final Vocabulary vocabulary;
    private final SymbolMerger merger;
    private int[] symbols = new int[64];
    private int count;

    public CharacterBpe(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.merger = new SymbolMerger(vocabulary.merges());
    }

    @Override
    public void merge(byte[] text, int from, int to, Ids out) {
        if (vocabulary.pieces() == Pieces.WHOLE_WHEN_KNOWN) {
            int id = vocabulary.tokens().find(text, from, to);
            if (id >= 0) {
                out.add(id);
                return;
            }
        }
        if (symbols.length < to - from) {
            symbols = new int[Math.max(to - from, 2 * symbols.length)];
        }
        count = 0;
        boolean unknownBefore = false;
        for (int at = from; at < to; ) {
            int end = at + Utf8.size(text[at]);
            int id = vocabulary.tokens().find(text, at, end);
            boolean unknown = id < 0 && vocabulary.byteIds().length == 0;
            if (id >= 0) {
                symbols[count++] = id;
            } else if (!unknown) {
                for (int i = at; i < end; i++) {
                    symbols[count++] = vocabulary.byteIds()[text[i] & 0xff];
                }
            } else if (vocabulary.unknown() >= 0
                    && !(unknownBefore && vocabulary.unknowns() == Unknowns.ONE_TOGETHER)) {
                symbols[count++] = vocabulary.unknown();
            }
            unknownBefore = unknown;
            at = end;
        }
        out.addAll(symbols, 0, merger.merge(symbols, count));
    }

    /// The id of each byte by its token `<0xNN>`, or an empty list where one of them is missing.
    public static int[] byteIds(TokenMap tokens) {
        int[] ids = new int[256];
        for (int b = 0; b < 256; b++) {
            byte[] name = byteToken(b);
            ids[b] = tokens.find(name, 0, name.length);
            if (ids[b] < 0) {
                return new int[0];
            }
        }
        return ids;
    }

    /// The value of a token `<0xNN>`, or null for any other.
    public static @Nullable Integer byteValue(String token) {
        if (token.length() != 6 || !token.startsWith("<0x") || token.charAt(5) != '>') {
            return null;
        }
        int high = Character.digit(token.charAt(3), 16);
        int low = Character.digit(token.charAt(4), 16);
        return high < 0 || low < 0 ? null : 16 * high + low;
    }

    private static byte[] byteToken(int value) {
        return Utf8.bytes("<0x%02X>".formatted(value));
    }
}
