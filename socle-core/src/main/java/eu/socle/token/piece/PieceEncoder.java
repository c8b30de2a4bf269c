package eu.socle.token.piece;

import eu.socle.token.split.Cut;
import eu.socle.token.text.Ids;
import eu.socle.token.text.Utf8;

/// Cuts text into pieces and turns each into ids, those seen lately from a cache. It owns scratch
/// memory, so it serves one thread at a time.
final class PieceEncoder implements Cut.Taker {

    private final Cut cut;
    private final PieceMerger merger;
    private final PieceCache cache = new PieceCache();
    private byte[] buffer = new byte[1 << 12];
    private Ids out = new Ids();

    PieceEncoder(Cut cut, PieceMerger merger) {
        this.cut = cut;
        this.merger = merger;
    }

    /// Adds the ids of this text, already prepared and without added tokens, to `to`.
    void encode(String text, Ids to) {
        if (text.isEmpty()) {
            return;
        }
        if (3L * text.length() + PieceCache.SLACK > buffer.length) {
            long exact = Utf8.length(text) + PieceCache.SLACK;
            if (exact > buffer.length) {
                buffer = new byte[Math.toIntExact(exact)];
            }
        }
        int length = Utf8.encode(text, 0, text.length(), buffer);
        out = to;
        cut.pieces(buffer, 0, length, this);
    }

    @Override
    public void take(byte[] text, int from, int to) {
        Ids ids = out;
        int slot = cache.find(text, from, to, ids);
        if (slot != -1) {
            int before = ids.size();
            merger.merge(text, from, to, ids);
            cache.store(slot, ids, before);
        }
    }
}
