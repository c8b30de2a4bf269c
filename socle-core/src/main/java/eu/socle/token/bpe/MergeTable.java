package eu.socle.token.bpe;

import java.util.Arrays;

/// The merges of a vocabulary: which pair of ids becomes which id, and how early (its rank, 0
/// first). Open addressing; immutable once built.
public final class MergeTable {

    /// The rank of a pair that is not merged.
    public static final int NONE = Integer.MAX_VALUE;

    private static final long EMPTY = -1;

    private final long[] pairs;
    private final int[] ranks;
    private final int[] merged;
    private final int mask;

    /// @param left left ids by rank
    /// @param right right ids by rank
    /// @param merged resulting ids by rank
    public MergeTable(int[] left, int[] right, int[] merged) {
        int capacity = Integer.highestOneBit(Math.max(4, left.length)) << 2; // at most half full
        this.pairs = new long[capacity];
        this.ranks = new int[capacity];
        this.merged = merged.clone();
        this.mask = capacity - 1;
        Arrays.fill(pairs, EMPTY);
        for (int rank = 0; rank < left.length; rank++) {
            long pair = pair(left[rank], right[rank]);
            int slot = slot(pair);
            pairs[slot] = pair;
            ranks[slot] = rank; // of equal pairs the last counts, as Hugging Face has it
        }
    }

    /// The rank of a pair, or [#NONE].
    public int rank(int left, int right) {
        int slot = slot(pair(left, right));
        return pairs[slot] == EMPTY ? NONE : ranks[slot];
    }

    /// The id that the merge of this rank makes.
    public int merged(int rank) {
        return merged[rank];
    }

    /// How many merges there are.
    public int size() {
        return merged.length;
    }

    private int slot(long pair) {
        long hash = pair * 0x9e3779b97f4a7c15L;
        int slot = (int) (hash >>> 32) & mask;
        while (pairs[slot] != EMPTY && pairs[slot] != pair) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static long pair(int left, int right) {
        return (long) left << 32 | right;
    }
}
