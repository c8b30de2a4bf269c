package eu.socle.token;

/// What decoding does with special tokens.
public enum Specials {
    /// Writes their content, for example `<|endoftext|>`.
    SHOWN,
    /// Leaves them out, as an answer to a person wants.
    HIDDEN
}
