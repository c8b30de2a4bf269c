/// SentencePiece vocabularies: merging by score, unigram by Viterbi, the normalisation they carry,
/// and the file tokenizer.model.
///
/// Read first: [eu.socle.token.sentencepiece.ScoreBpe], [eu.socle.token.sentencepiece.Unigram],
/// [eu.socle.token.sentencepiece.ModelFile].
@NullMarked
package eu.socle.token.sentencepiece;

import org.jspecify.annotations.NullMarked;
