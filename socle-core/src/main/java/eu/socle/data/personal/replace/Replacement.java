package eu.socle.data.personal.replace;

import eu.socle.core.Seed;

/// What stands in the text afterwards.
public sealed interface Replacement {

    /// The type in brackets: `<FR_NIR>`, `<EMAIL>`, `<PHONE>`.
    record Placeholder() implements Replacement {}

    /// An invented value in the same written form, the same for the same value within a document
    /// and another in the next one. What makes sure that it is nobody's is said in [Inventions].
    ///
    /// @param seed who knows it can test guesses of the value that was replaced: keep it like a key
    record Synthetic(Seed seed) implements Replacement {}
}
