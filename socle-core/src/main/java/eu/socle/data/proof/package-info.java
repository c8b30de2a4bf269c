/// What was kept, as one number that anybody can check a document against.
///
/// Read first: [Commitment] (the root over all kept documents), [MerkleTree] (the file that gives
/// proofs), [Proof] (that a document is, or is not, in the dataset).
///
/// ```java
/// Proof proof = MerkleTree.open(folder).prove("web/page.html");
/// proof.verify(root);   // true, offline, from the proof and the root alone
/// ```
@NullMarked
package eu.socle.data.proof;

import org.jspecify.annotations.NullMarked;
