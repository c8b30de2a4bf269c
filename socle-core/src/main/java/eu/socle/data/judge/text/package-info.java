/// A text cut once for all judges: characters, runs, lines, words, n-grams, in memory that is used
/// again.
///
/// Read first: [eu.socle.data.judge.text.Tokenised] (what a text is cut into),
/// [eu.socle.data.judge.text.Scan] (the one pass over its characters),
/// [eu.socle.data.judge.text.WordSplit] (ways to cut words).
///
/// ```java
/// Scratch scratch = new Scratch(); // one for each worker
/// scratch.read(new Scan(new Characters()), new WhiteSpaceWords(), text, "en", "");
/// int words = scratch.text().words();
/// ```
@NullMarked
package eu.socle.data.judge.text;

import org.jspecify.annotations.NullMarked;
