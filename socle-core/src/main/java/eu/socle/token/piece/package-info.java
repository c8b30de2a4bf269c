/// What every tokenizer shares: added tokens are found, text is prepared and cut, pieces become ids
/// through a cache, ids become bytes.
///
/// Read first: [eu.socle.token.piece.PieceTokenizer], [eu.socle.token.piece.PieceModel],
/// [eu.socle.token.piece.PieceEncoder].
@NullMarked
package eu.socle.token.piece;

import org.jspecify.annotations.NullMarked;
