package eu.socle.data.language;

/// The language of a text.
///
/// @param language ISO 639-1 code, or `und`: no letters, another language, or too close to call
/// @param margin logistic function of the lead over the second language: 0.5 is a draw, near 1 is
///   sure; 0 where there are no letters
public record Guess(String language, double margin) {

    /// What a text without an answer is said to be in (ISO 639-2, undetermined).
    public static final String UNDETERMINED = "und";
}
