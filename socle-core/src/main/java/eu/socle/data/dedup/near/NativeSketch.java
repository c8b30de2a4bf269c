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

    private static final int BATCH = 4098; // places for the words that are hashed in one go
    private static final int GROUP = 8; // shingles that are taken together
    private static final long BASE = 0x9ddfea08eb382d69L; // odd, of the rolling hash

    private final int ngram;
    private final int bands;
    private final int rows;
    private final int[] factors;
    private final int[] addends;
    private final int[] least;
    private final WordScan scan = new WordScan();
    private final long[] words; // hashes: the last ones of the batch before, then the batch
    private final int[] shingles = new int[BATCH + GROUP];
    private long rolling;
    private final long leaving; // BASE^ngram

    NativeSketch(MinHash minHash) {
        ngram = minHash.ngram();
        bands = minHash.bands();
        rows = minHash.rows();
        int lanes = bands * rows;
        factors = new int[lanes];
        addends = new int[lanes];
        least = new int[lanes];
        words = new long[ngram + BATCH];
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
        Arrays.fill(words, 0, ngram, 0);
        Arrays.fill(least, Integer.MAX_VALUE);
        rolling = 0;
        int before = 0; // words of the text, as far as a shingle needs them
        scan.begin(text);
        for (int count = scan.next(words, ngram); count > 0; count = scan.next(words, ngram)) {
            int missing = Math.max(0, ngram - 1 - before);
            lower(shingles(count, missing));
            before = Math.min(ngram, before + count);
            System.arraycopy(words, count, words, 0, ngram);
        }
        if (before < ngram) {
            return false;
        }
        for (int band = 0; band < bands; band++) {
            keys[band] = key(band);
        }
        return true;
    }

    private long key(int band) {
        long key = band;
        for (int lane = band * rows; lane < (band + 1) * rows; lane++) {
            key = MinHash.mix(key ^ least[lane]);
        }
        return key;
    }

    /// Hashes the shingle that each word of the batch ends.
    ///
    /// @param missing words to go until the first complete shingle
    /// @return how many
    private int shingles(int count, int missing) {
        long hash = rolling;
        for (int i = 0; i < count; i++) {
            hash = hash * BASE + words[ngram + i] - words[i] * leaving;
            shingles[Math.max(0, i - missing)] = (int) (MinHash.mix(hash) >>> 32);
        }
        rolling = hash;
        return Math.max(0, count - missing);
    }

    private void lower(int count) {
        if (count == 0) {
            return;
        }
        Arrays.fill(
                shingles, count, count + GROUP - 1, shingles[count - 1]); // twice changes nothing
        for (int i = 0; i < count; i += GROUP) {
            lowerByEight(least, factors, addends, shingles, i);
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
}
