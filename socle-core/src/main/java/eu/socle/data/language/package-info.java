/// Tells the language of a text: a linear model over hashed letter groups, its training, and a
/// reader of fastText models for those who bring their own.
///
/// [Features] turns text into bucket numbers, [LanguageModel] holds one row of weights a bucket and
/// adds rows up, [LanguageIdentifier] decides, [LanguageTraining] makes a model from a folder of
/// text. [FastText] stands beside them and shares nothing but the manner.
@NullMarked
package eu.socle.data.language;

import org.jspecify.annotations.NullMarked;
