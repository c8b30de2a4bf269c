package eu.socle.data;

/// The phases of the data stage whose tasks may run anywhere; between them the driver decides
/// alone.
public enum Phase {
    /// One task per unit of the plan: read, annotate, sign.
    READ,
    /// One task per unit: hash the passages of the documents that stay so far.
    PASSAGES,
    /// One task per unit: hash the strings that may be repeated.
    SUBSTRINGS,
    /// One task per part of the dataset: edit and write what is kept.
    WRITE,
    /// One task per unit: say why a document is not kept.
    ACCOUNT
}
