/// English words and sentences as spaCy's blank English pipeline cuts them, without spaCy.
///
/// Read first: [eu.socle.data.judge.english.EnglishWords],
/// [eu.socle.data.judge.english.MarkedSentences].
@NullMarked
package eu.socle.data.judge.english;

import org.jspecify.annotations.NullMarked;
