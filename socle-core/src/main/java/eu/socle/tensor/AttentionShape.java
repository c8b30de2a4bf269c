package eu.socle.tensor;

/// The sizes of one attention call over packed sequences, and what each query may see.
///
/// Queries, keys and values of one token lie side by side in one row: `[H*D queries | K*D keys |
/// K*E values]`, as one product with the stacked weight leaves them.
///
/// @param batch B, number of sequences; token t of sequence b is row b * tokens + t
/// @param tokens T, tokens per sequence
/// @param heads H, query heads
/// @param keyValueHeads K, key and value heads; query head h uses head h / (H / K)
/// @param headSize D, of queries and keys
/// @param valueSize E, of values and outputs; D everywhere but in latent attention
/// @param scale factor of the scores, above zero, usually 1 / sqrt(D)
/// @param firstKey for each of the B*T rows the first key, counted within its sequence, that the
///   query sees; it sees firstKey..t. Zero is plain causal attention, the start of the document
///   keeps packed documents apart, t - window + 1 is a sliding window; a value above t means the
///   query sees nothing and its output is zero
public record AttentionShape(
        int batch,
        int tokens,
        int heads,
        int keyValueHeads,
        int headSize,
        int valueSize,
        float scale,
        int[] firstKey) {

    public AttentionShape {
        if (heads % keyValueHeads != 0) {
            throw new IllegalArgumentException(
                    heads + " query heads cannot share " + keyValueHeads + " key/value heads");
        }
        if (!(scale > 0)) {
            throw new IllegalArgumentException(
                    "the scale of attention is " + scale + ", expected above zero");
        }
        if (firstKey.length != batch * tokens) {
            throw new IllegalArgumentException(
                    "firstKey has " + firstKey.length + " entries, expected " + batch * tokens);
        }
    }

    /// Values as wide as keys.
    public AttentionShape(
            int batch,
            int tokens,
            int heads,
            int keyValueHeads,
            int headSize,
            float scale,
            int[] firstKey) {
        this(batch, tokens, heads, keyValueHeads, headSize, headSize, scale, firstKey);
    }

    /// Length of one row of queries, keys and values: (H + K) D + K E.
    public int rowLength() {
        return (heads + keyValueHeads) * headSize + keyValueHeads * valueSize;
    }

    /// Length of one row of outputs: H E.
    public int outputLength() {
        return heads * valueSize;
    }

    /// The heads of queries and keys within a row.
    public Slices queriesAndKeys() {
        return new Slices(0, headSize, heads + keyValueHeads);
    }

    /// First column, within a row, of the keys that query head `head` uses.
    public int keyColumn(int head) {
        return (heads + head / (heads / keyValueHeads)) * headSize;
    }

    /// First column, within a row, of the values that query head `head` uses.
    public int valueColumn(int head) {
        return (heads + keyValueHeads) * headSize + head / (heads / keyValueHeads) * valueSize;
    }
}
