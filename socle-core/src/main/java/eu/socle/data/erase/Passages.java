package eu.socle.data.erase;

import eu.socle.data.dedup.near.WordScan;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/// The passages of a text: its runs of 13 words, as 64-bit hashes. Words are those of [WordScan],
/// so case, accents and punctuation do not hide a passage. A text of fewer words is one passage.
///
/// The hash of words w1 to wk is the sum of wi * BASE^(k-i), and k, modulo 2^64: one multiplication
/// takes it from a passage to the next. The words' own hashes are well mixed, so two passages meet
/// as rarely as two random numbers.
public final class Passages {

    /// Words of a passage: what is usual for telling a copy from a coincidence.
    public static final int WORDS = 13;

    private static final long BASE = 0xd1342543de82ef95L; // odd
    private static final long LEAVING = power(WORDS);

    private Passages() {}

    private static long power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= BASE;
        }
        return power;
    }

    /// All different passages of a text; none when it has no word.
    public static Set<Long> of(String text) {
        Set<Long> passages = new HashSet<>();
        new Scan(passages::add).scan(text);
        return passages;
    }

    /// Takes the passages of a text in order, equal ones each time.
    @FunctionalInterface
    interface Taker {
        void take(long passage);
    }

    /// Goes through texts without allocating; one for each thread.
    static final class Scan {
        private final long[] window = new long[WORDS];
        private final Taker taker;
        private final WordScan words = new WordScan();
        private final long[] batch = new long[256];
        private int oldest;
        private int count;
        private long rolling;

        Scan(Taker taker) {
            this.taker = taker;
        }

        void scan(String text) {
            Arrays.fill(window, 0);
            oldest = 0;
            count = 0;
            rolling = 0;
            words.begin(text);
            for (int more = words.next(batch, 0); more > 0; more = words.next(batch, 0)) {
                for (int i = 0; i < more; i++) {
                    word(batch[i]);
                }
            }
            if (count > 0 && count < WORDS) {
                taker.take(rolling + count);
            }
        }

        private void word(long hash) {
            rolling = rolling * BASE + hash - window[oldest] * LEAVING;
            window[oldest] = hash;
            oldest = oldest + 1 == WORDS ? 0 : oldest + 1;
            if (count < WORDS) {
                count++;
            }
            if (count == WORDS) {
                taker.take(rolling + WORDS);
            }
        }
    }
}
