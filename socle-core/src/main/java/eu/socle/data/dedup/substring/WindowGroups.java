package eu.socle.data.dedup.substring;

import eu.socle.data.dedup.substring.RepeatedStrings.Corpus;
import eu.socle.data.dedup.substring.RepeatedStrings.Keep;
import java.util.BitSet;

/// Windows gathered by their bytes: an open-addressed table from a window's hash to its first
/// place, with every meeting of two windows compared byte by byte.
final class WindowGroups {

    private static final int FREE = -1;

    private final long[] hashes;
    private final int[] starts;
    private final Corpus corpus;
    private final int length;
    private final int[] slots; // number of the first window of a group

    private WindowGroups(long[] hashes, int[] starts, Corpus corpus, int length) {
        this.hashes = hashes;
        this.starts = starts;
        this.corpus = corpus;
        this.length = length;
        int bits = 65 - Long.numberOfLeadingZeros(Math.max(8, starts.length));
        slots = new int[1 << Math.min(bits, 30)];
        java.util.Arrays.fill(slots, FREE);
    }

    /// @param starts in ascending order, so that the first window of a group comes first
    static WindowGroups of(long[] hashes, int[] starts, Corpus corpus, int length) {
        return new WindowGroups(hashes, starts, corpus, length);
    }

    /// Marks the starts of the windows that occur more than once.
    void mark(Keep keep, BitSet marks) {
        for (int i = 0; i < starts.length; i++) {
            int first = firstAlike(i);
            if (first == i) {
                continue;
            }
            marks.set(starts[i]);
            if (keep == Keep.NONE) {
                marks.set(starts[first]);
            }
        }
    }

    private int firstAlike(int window) {
        long spread = (hashes[window] ^ hashes[window] >>> 29) * 0xbf58476d1ce4e5b9L;
        int slot = (int) (spread >>> 34) & slots.length - 1;
        while (slots[slot] != FREE) {
            int other = slots[slot];
            if (hashes[other] == hashes[window]
                    && corpus.alike(starts[other], starts[window], length)) {
                return other;
            }
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = window;
        return window;
    }
}
