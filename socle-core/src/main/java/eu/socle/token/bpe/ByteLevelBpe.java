package eu.socle.token.bpe;

import eu.socle.token.piece.PieceMerger;
import eu.socle.token.piece.TokenMap;
import eu.socle.token.text.Ids;
import org.jspecify.annotations.Nullable;

/// Byte-level BPE (Sennrich et al. 2016; over bytes: Radford et al. 2019): a piece's bytes are
/// merged by rank.
public final class ByteLevelBpe implements PieceMerger {

    private final int[] byteIds;
    private final @Nullable TokenMap whole;
    private final SymbolMerger merger;
    private int[] symbols = new int[64];

    /// @param byteIds the id of each of the 256 bytes; -1 for one that is left out
    /// @param whole tokens that are taken whole without merging where they are a piece
    ///   (`ignore_merges` in tokenizer.json), or null
    public ByteLevelBpe(int[] byteIds, MergeTable merges, @Nullable TokenMap whole) {
        this.byteIds = byteIds.clone();
        this.whole = whole;
        this.merger = new SymbolMerger(merges);
    }

    @Override
    public void merge(byte[] text, int from, int to, Ids out) {
        if (whole != null) {
            int id = whole.find(text, from, to);
            if (id >= 0) {
                out.add(id);
                return;
            }
        }
        int length = to - from;
        if (symbols.length < length) {
            symbols = new int[Math.max(length, 2 * symbols.length)];
        }
        int count = 0;
        for (int i = from; i < to; i++) {
            int id = byteIds[text[i] & 0xff];
            if (id >= 0) {
                symbols[count++] = id;
            }
        }
        out.addAll(symbols, 0, merger.merge(symbols, count));
    }
}
