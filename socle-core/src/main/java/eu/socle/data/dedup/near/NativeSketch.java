package eu.socle.data.dedup.near;

import eu.socle.core.Seed;
import java.util.Arrays;

/// The fast profile: words from one scan ([WordScan]), shingles by a rolling hash, and the least of
/// each hash function in 32-bit lanes of multiply, add, minimum, which the compiler turns into
/// vector instructions. Allocates nothing per text.
///
/// Hash functions are x * a + b mod 2^32 with a odd, of a 32-bit shingle hash x: 32 bits because
/// two shingles of a text then still coincide with probability below 1e-4 at 1 000 words, and eight
/// rows make 256 bits.
final class NativeSketch implements Sketch {

    private static final int BLOCK = 64; // shingles that are hashed in one go
    private static final long BASE = 0x9ddfea08eb382d69L; // odd, of the rolling hash

    private final int ngram;
    private final int bands;
    private final int rows;
    private final int[] factors;
    private final int[] addends;
    private final int[] least;
    private final int[] shingles = new int[BLOCK];
    private int filled;
    private final long[] window; // the last words' hashes
    private int oldest;
    private long words;
    private long rolling;
    private final long leaving; // BASE^ngram
    private final WordScan scan = new WordScan(this::word);

    NativeSketch(MinHash minHash) {
        ngram = minHash.ngram();
        bands = minHash.bands();
        rows = minHash.rows();
        int lanes = bands * rows;
        factors = new int[lanes];
        addends = new int[lanes];
        least = new int[lanes];
        window = new long[ngram];
        Seed draws = new Seed(minHash.seed()).of("minhash");
        for (int k = 0; k < lanes; k++) {
            factors[k] = (int) draws.bits(2L * k) | 1; // odd: the product is a permutation
            addends[k] = (int) draws.bits(2L * k + 1);
        }
        long power = 1;
        for (int i = 0; i < ngram; i++) {
            power *= BASE;
        }
        leaving = power;
    }

    @Override
    public boolean keys(String text, long[] keys) {
        Arrays.fill(window, 0);
        Arrays.fill(least, Integer.MAX_VALUE);
        oldest = 0;
        words = 0;
        rolling = 0;
        filled = 0;
        scan.scan(text);
        if (words < ngram) {
            return false;
        }
        rest();
        for (int band = 0; band < bands; band++) {
            long key = band;
            for (int row = 0; row < rows; row++) {
                key = MinHash.mix(key ^ least[band * rows + row]);
            }
            keys[band] = key;
        }
        return true;
    }

    private void word(long hash) {
        rolling = rolling * BASE + hash - window[oldest] * leaving;
        window[oldest] = hash;
        oldest = oldest + 1 == ngram ? 0 : oldest + 1;
        if (++words >= ngram) {
            shingles[filled++] = (int) (MinHash.mix(rolling) >>> 32);
            if (filled == BLOCK) {
                for (int i = 0; i < BLOCK; i += 8) {
                    lowerByEight(least, factors, addends, shingles, i);
                }
                filled = 0;
            }
        }
    }

    private void rest() {
        int i = 0;
        for (; i + 8 <= filled; i += 8) {
            lowerByEight(least, factors, addends, shingles, i);
        }
        for (; i < filled; i++) {
            lower(least, factors, addends, shingles[i]);
        }
    }

    /// Eight shingles at a time: each lane's numbers are read and written once for all of them.
    private static void lowerByEight(int[] least, int[] a, int[] b, int[] x, int at) {
        int x0 = x[at];
        int x1 = x[at + 1];
        int x2 = x[at + 2];
        int x3 = x[at + 3];
        int x4 = x[at + 4];
        int x5 = x[at + 5];
        int x6 = x[at + 6];
        int x7 = x[at + 7];
        for (int k = 0; k < least.length; k++) {
            int factor = a[k];
            int addend = b[k];
            int low = Math.min(least[k], x0 * factor + addend);
            low = Math.min(low, x1 * factor + addend);
            low = Math.min(low, x2 * factor + addend);
            low = Math.min(low, x3 * factor + addend);
            low = Math.min(low, x4 * factor + addend);
            low = Math.min(low, x5 * factor + addend);
            low = Math.min(low, x6 * factor + addend);
            low = Math.min(low, x7 * factor + addend);
            least[k] = low;
        }
    }

    private static void lower(int[] least, int[] a, int[] b, int x) {
        for (int k = 0; k < least.length; k++) {
            least[k] = Math.min(least[k], x * a[k] + b[k]);
        }
    }
}
