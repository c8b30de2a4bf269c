package eu.socle.data;

/// The phases of the data stage whose tasks may run anywhere; between them the driver decides
/// alone.
public enum Phase {
    /// One task per unit of the plan: read, annotate, sign.
    READ,
    /// One task per piece: decide which documents are candidates.
    DECIDE,
    /// One task per piece, and one per part of an existing dataset: hash the passages of the
    /// documents that stay so far.
    PASSAGES,
    /// As before: hash the strings that may be repeated.
    SUBSTRINGS,
    /// One task per piece: say of which documents too little is left.
    EMPTY,
    /// One task per part of the dataset: edit and write what is kept.
    WRITE,
    /// One task per piece: say why a document is not kept.
    ACCOUNT
}
