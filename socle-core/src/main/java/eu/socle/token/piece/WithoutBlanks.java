package eu.socle.token.piece;

import eu.socle.token.text.Characters;
import eu.socle.token.text.Ids;

/// Leaves out pieces of white space, after a cut that leaves none inside other pieces.
///
/// @param merger what turns the other pieces into ids
public record WithoutBlanks(PieceMerger merger) implements PieceMerger {

    @Override
    public void merge(byte[] text, int from, int to, Ids out) {
        if (!Characters.at(text, from, Characters.SPACE)) {
            merger.merge(text, from, to, out);
        }
    }
}
