package eu.socle.token.shard;

import java.util.NavigableSet;

/// How documents become training sequences of one length, in the order of the split's
/// [DocumentOrder] where it has one. Sequence `k` depends on the shards, that order and `k` alone,
/// so an order of sequences is a permutation of numbers.
public interface Packing {

    /// How many sequences there are.
    long sequences();

    /// One of them; in each, attention and positions begin anew with every document.
    ///
    /// @param k 0 .. sequences() - 1
    TokenShards.Sequence sequence(long k);

    /// The sequences that hold any token of a document.
    ///
    /// @param document its number in the split
    NavigableSet<Long> holding(long document);

    /// Places of all sequences that hold no token of a document.
    long padding();

    /// All tokens in a row, cut every `length` tokens; a shorter rest is left out. No place is
    /// wasted, documents are cut wherever they happen to lie.
    static Packing cut(TokenShards shards, int length) {
        return new Concatenated(shards, length);
    }

    /// Documents whole wherever they fit: [BestFit].
    static Packing bestFit(TokenShards shards, int length) {
        return BestFit.plan(shards, length);
    }
}
