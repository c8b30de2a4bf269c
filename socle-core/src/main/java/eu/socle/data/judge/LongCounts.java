package eu.socle.data.judge;

/// Counts of 64-bit keys, in open addressing without boxing.
final class LongCounts {

    private final long[] keys;
    private final int[] counts;
    private final int mask;

    /// @param most how many different keys there may be
    LongCounts(int most) {
        int size = Integer.highestOneBit(Math.max(8, most)) * 4; // at most half full
        keys = new long[size];
        counts = new int[size];
        mask = size - 1;
    }

    void add(long key) {
        int at = slot(key);
        keys[at] = key;
        counts[at]++;
    }

    int of(long key) {
        return counts[slot(key)];
    }

    private int slot(long key) {
        int at = (int) ((key * 0x9e3779b97f4a7c15L) >>> 32) & mask; // Fibonacci hashing
        while (counts[at] > 0 && keys[at] != key) {
            at = (at + 1) & mask;
        }
        return at;
    }
}
