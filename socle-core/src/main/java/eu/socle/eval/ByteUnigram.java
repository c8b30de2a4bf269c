package eu.socle.eval;

import eu.socle.token.Tokenizer;
import eu.socle.token.shard.TokenShards;

/// The simplest model there is: how often each byte occurs in the training documents, each count
/// plus one (Laplace).
public final class ByteUnigram {

    private final double[] bits = new double[256];

    private ByteUnigram(long[] counts) {
        long total = 0;
        for (long count : counts) {
            total += count + 1;
        }
        for (int b = 0; b < 256; b++) {
            bits[b] = Math.log((double) total / (counts[b] + 1)) / Math.log(2);
        }
    }

    /// Counts the bytes of a training split.
    public static ByteUnigram of(TokenShards train, Tokenizer tokenizer) {
        long[] uses = new long[train.vocabulary()];
        for (long d = 0; d < train.documents(); d++) {
            int[] ids = train.document(d).ids();
            for (int i = 0; i < ids.length - 1; i++) {
                uses[ids[i]]++;
            }
        }
        long[] counts = new long[256];
        for (int id = 0; id < uses.length; id++) {
            if (uses[id] > 0) {
                for (byte b : tokenizer.bytes(id)) {
                    counts[b & 0xff] += uses[id];
                }
            }
        }
        return new ByteUnigram(counts);
    }

    /// Bits that these bytes need.
    public double bits(byte[] bytes) {
        double sum = 0;
        for (byte b : bytes) {
            sum += bits[b & 0xff];
        }
        return sum;
    }
}
