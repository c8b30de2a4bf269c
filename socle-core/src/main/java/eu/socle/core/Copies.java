package eu.socle.core;

/// How often a document is used when its source is sampled at some rate: the whole part for
/// certain, the rest by a draw of the document's id. The draw of a document does not depend on the
/// others, so adding documents never changes which of the old ones are chosen, and a smaller rate
/// chooses a part of what a greater one chooses.
public record Copies(Seed seed) {

    /// The number of copies.
    ///
    /// @param rate expected number, at least 0: 0.5 keeps half of the documents, 2.25 uses each
    ///   twice and a quarter of them once more
    public int of(String id, double rate) {
        if (!(rate >= 0 && rate <= 1e9)) {
            throw new IllegalArgumentException("a rate is at least 0, not " + rate);
        }
        int whole = (int) rate;
        return whole + (seed.of(id).uniform(0) < rate - whole ? 1 : 0);
    }
}
