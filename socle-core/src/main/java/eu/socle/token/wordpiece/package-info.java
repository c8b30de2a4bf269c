/// WordPiece: the longest known beginning of a word, then of its rest (Schuster and Nakajima 2012;
/// BERT 2018).
///
/// Read first: [eu.socle.token.wordpiece.WordPiece], [eu.socle.token.wordpiece.BertWords],
/// [eu.socle.token.wordpiece.BertText].
@NullMarked
package eu.socle.token.wordpiece;

import org.jspecify.annotations.NullMarked;
