/// The parts of a model file of fastText: its bytes, its dictionary, its matrices, its losses.
///
/// Everything is written from the format as files show it; the arithmetic is in float and in the
/// order of the original, so that predictions agree to the last printed digit.
@NullMarked
package eu.socle.data.language.fasttext;

import org.jspecify.annotations.NullMarked;
