package eu.socle.token.training;

import java.util.Arrays;

/// For each pair of neighbouring symbols how often it occurs, and the positions where it did; a
/// position may be out of date, a count never is. Open addressing, pairs are numbered in the order
/// they were met.
final class PairCounts {

    private static final long EMPTY = -1;

    private long[] keys = new long[1 << 12];
    private int[] numbers = new int[1 << 12];
    private long[] pairs = new long[1 << 11];
    private long[] counts = new long[1 << 11];
    private int[][] positions = new int[1 << 11][];
    private int[] filled = new int[1 << 11];
    private int size;

    PairCounts() {
        Arrays.fill(keys, EMPTY);
    }

    /// The number of a pair, which it keeps.
    int number(int left, int right) {
        long pair = (long) left << 32 | right;
        int slot = slot(pair);
        if (keys[slot] != EMPTY) {
            return numbers[slot];
        }
        if (size == pairs.length) {
            grow();
            slot = slot(pair);
        }
        keys[slot] = pair;
        numbers[slot] = size;
        pairs[size] = pair;
        positions[size] = new int[2];
        return size++;
    }

    int left(int number) {
        return (int) (pairs[number] >>> 32);
    }

    int right(int number) {
        return (int) pairs[number];
    }

    long count(int number) {
        return counts[number];
    }

    int size() {
        return size;
    }

    /// This pair occurs `times` more, at this position.
    void occurs(int number, int position, long times) {
        counts[number] += times;
        if (filled[number] == positions[number].length) {
            positions[number] = Arrays.copyOf(positions[number], 2 * filled[number]);
        }
        positions[number][filled[number]++] = position;
    }

    /// This pair occurs `times` less.
    void vanishes(int number, long times) {
        counts[number] -= times;
    }

    /// Hands over the positions of a pair in ascending order and forgets them; some may be out of
    /// date or stand twice.
    int[] takePositions(int number) {
        int[] taken = Arrays.copyOf(positions[number], filled[number]);
        positions[number] = new int[2];
        filled[number] = 0;
        Arrays.sort(taken); // nearly always sorted already, which the sort notices
        return taken;
    }

    private void grow() {
        pairs = Arrays.copyOf(pairs, 2 * size);
        counts = Arrays.copyOf(counts, 2 * size);
        positions = Arrays.copyOf(positions, 2 * size);
        filled = Arrays.copyOf(filled, 2 * size);
        keys = new long[4 * size];
        numbers = new int[4 * size];
        Arrays.fill(keys, EMPTY);
        for (int number = 0; number < size; number++) {
            int slot = slot(pairs[number]);
            keys[slot] = pairs[number];
            numbers[slot] = number;
        }
    }

    private int slot(long pair) {
        int slot = (int) ((pair * 0x9e3779b97f4a7c15L) >>> 32) & (keys.length - 1);
        while (keys[slot] != EMPTY && keys[slot] != pair) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }
}
