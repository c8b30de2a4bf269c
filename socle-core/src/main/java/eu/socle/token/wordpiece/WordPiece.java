package eu.socle.token.wordpiece;

import eu.socle.token.piece.PieceMerger;
import eu.socle.token.piece.TokenMap;
import eu.socle.token.text.Characters;
import eu.socle.token.text.Ids;
import eu.socle.token.text.Utf8;

/// WordPiece: the longest token that a word begins with, then the longest that its rest begins
/// with, and so on; a word that cannot be told so is one unknown. White space is left out.
public final class WordPiece implements PieceMerger {

    private final TokenMap beginnings;
    private final TokenMap continuations;
    private final int unknown;
    private final int longestWord;

    /// @param beginnings tokens that a word may begin with
    /// @param continuations tokens that may follow in a word, without their sign
    /// @param unknown the id of a word that is not known
    /// @param longestWord a word of more characters is not known (100 in BERT)
    public WordPiece(TokenMap beginnings, TokenMap continuations, int unknown, int longestWord) {
        this.beginnings = beginnings;
        this.continuations = continuations;
        this.unknown = unknown;
        this.longestWord = longestWord;
    }

    @Override
    public void merge(byte[] text, int from, int to, Ids out) {
        if (Characters.at(text, from, Characters.SPACE)) {
            return;
        }
        int before = out.size();
        int at = characters(text, from, to) > longestWord ? -1 : from;
        while (at >= 0 && at < to) {
            TokenMap tokens = at == from ? beginnings : continuations;
            at = longest(tokens, text, at, to, out);
        }
        if (at < 0) {
            out.truncate(before);
            out.add(unknown);
        }
    }

    /// Adds the longest token that `text[from, to)` begins with.
    ///
    /// @return where it ends, -1 when there is none
    private static int longest(TokenMap tokens, byte[] text, int from, int to, Ids out) {
        for (int end = Math.min(to, from + tokens.longest()); end > from; end--) {
            boolean border = end == to || (text[end] & 0xc0) != 0x80;
            int id = border ? tokens.find(text, from, end) : -1;
            if (id >= 0) {
                out.add(id);
                return end;
            }
        }
        return -1;
    }

    private static int characters(byte[] text, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i += Utf8.size(text[i])) {
            count++;
        }
        return count;
    }
}
