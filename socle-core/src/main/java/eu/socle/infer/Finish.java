package eu.socle.infer;

/// Why an answer ended.
public enum Finish {
    /// The model ended the text, or a stop text was reached.
    STOP,
    /// The asked number of tokens or the context was used up.
    LENGTH
}
