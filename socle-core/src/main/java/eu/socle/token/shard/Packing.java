package eu.socle.token.shard;

/// How documents become training sequences of one length. Sequence `k` depends on the shards and
/// `k` alone, so an order of sequences is a permutation of numbers.
public interface Packing {

    /// How many sequences there are.
    long sequences();

    /// One of them; in each, attention and positions begin anew with every document.
    ///
    /// @param k 0 .. sequences() - 1
    TokenShards.Sequence sequence(long k);

    /// All tokens in a row, cut every `length` tokens; a shorter rest is left out. No place is
    /// wasted, documents are cut wherever they happen to lie.
    static Packing cut(TokenShards shards, int length) {
        return new Packing() {
            @Override
            public long sequences() {
                return shards.sequences(length);
            }

            @Override
            public TokenShards.Sequence sequence(long k) {
                return shards.sequence(k, length);
            }
        };
    }

    /// Documents whole wherever they fit: [BestFit].
    static Packing bestFit(TokenShards shards, int length) {
        return BestFit.plan(shards, length);
    }
}
