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
    private final byte[] bytes;
    private final int length;
    private final int[] slots; // number of the first window of a group

    private WindowGroups(long[] hashes, int[] starts, Corpus corpus, int length) {
        this.hashes = hashes;
        this.starts = starts;
        this.corpus = corpus;
        bytes = corpus.bytes();
        this.length = length;
        int bits = 65 - Long.numberOfLeadingZeros(Math.max(8, starts.length));
        slots = new int[1 << Math.min(bits, 30)];
        java.util.Arrays.fill(slots, FREE);
    }

    /// The windows of these starts.
    ///
    /// @param starts in ascending order, so that the first window of a group comes first
    static WindowGroups of(long[] hashes, int[] starts, Corpus corpus, int length) {
        return new WindowGroups(hashes, starts, corpus, length);
    }

    /// Marks the starts of the windows that occur more than once. After one match the next window
    /// most often matches one byte further in the same place, which needs no table.
    void mark(Keep keep, BitSet marks) {
        int earlier = -1; // start of an equal window before, or -1
        int end = 0; // of its document
        for (int i = 0; i < starts.length; i++) {
            int at = starts[i];
            boolean goesOn =
                    earlier >= 0
                            && starts[i - 1] == at - 1
                            && earlier + length < end
                            && bytes[earlier + length] == bytes[at + length - 1];
            if (goesOn) {
                earlier++;
            } else {
                int first = firstAlike(i);
                earlier = first == i ? -1 : starts[first];
                end = earlier < 0 ? 0 : corpus.endOf(earlier);
            }
            if (earlier >= 0) {
                marks.set(at);
                if (keep == Keep.NONE) {
                    marks.set(earlier); // the second of all marks the first
                }
            }
        }
    }

    private int firstAlike(int window) {
        long spread = (hashes[window] ^ hashes[window] >>> 29) * 0xbf58476d1ce4e5b9L;
        int slot = (int) (spread >>> 34) & (slots.length - 1);
        while (slots[slot] != FREE) {
            int other = slots[slot];
            if (hashes[other] == hashes[window]
                    && corpus.alike(starts[other], starts[window], length)) {
                return other;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = window;
        return window;
    }
}
