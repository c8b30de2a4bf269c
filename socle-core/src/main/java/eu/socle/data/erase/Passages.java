package eu.socle.data.erase;

import eu.socle.data.dedup.near.WordScan;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/// The passages of a text: its runs of 13 words, as 64-bit hashes. Words are those of [WordScan],
/// so case, accents and punctuation do not hide a passage. A text of fewer words is one passage.
public final class Passages {

    /// Words of a passage: what is usual for telling a copy from a coincidence.
    public static final int WORDS = 13;

    private static final long FACTOR = 0xd1342543de82ef95L;

    private Passages() {}

    /// All different passages of a text; none when it has no word.
    public static Set<Long> of(String text) {
        long[] words = words(text);
        Set<Long> passages = new HashSet<>();
        if (words.length == 0) {
            return passages;
        }
        int length = Math.min(WORDS, words.length);
        for (int i = 0; i + length <= words.length; i++) {
            long hash = length;
            for (int j = i; j < i + length; j++) {
                hash = (hash ^ words[j]) * FACTOR;
                hash ^= hash >>> 29;
            }
            passages.add(hash);
        }
        return passages;
    }

    /// The words of a text in order.
    static long[] words(String text) {
        Gathered gathered = new Gathered();
        new WordScan(gathered).scan(text);
        return Arrays.copyOf(gathered.words, gathered.count);
    }

    private static final class Gathered implements WordScan.Words {
        private long[] words = new long[256];
        private int count;

        @Override
        public void accept(long hash) {
            words = count == words.length ? Arrays.copyOf(words, 2 * count) : words;
            words[count++] = hash;
        }
    }
}
