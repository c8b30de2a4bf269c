package eu.socle.data.proof;

import eu.socle.core.Digest;

/// The root over all kept documents: whoever knows it can check whether a document is among them.
///
/// @param root of the Merkle tree (RFC 9162, 2.1, SHA-256) over leaves in order of their keys
/// @param documents how many documents
public record Commitment(Digest root, long documents) {

    /// The name of the file that holds it, in a dataset's folder.
    public static final String FILE = "commitment.json";
}
