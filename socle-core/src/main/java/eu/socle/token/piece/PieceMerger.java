package eu.socle.token.piece;

import eu.socle.token.text.Ids;

/// Turns one piece into ids. It owns scratch memory, so it serves one thread at a time; the ids
/// depend on the piece's bytes alone.
public interface PieceMerger {

    /// Adds the ids of `text[from, to)`, which is UTF-8 and not empty.
    void merge(byte[] text, int from, int to, Ids out);
}
