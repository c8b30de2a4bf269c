package eu.socle.token.bpe;

import java.util.Arrays;

/// Merges a row of symbols: at every step the pair of lowest rank, the leftmost among equals. Short
/// rows are scanned, long ones use a heap. Not for two threads at once.
final class SymbolMerger {

    private static final int SHORT = 48; // below this, scanning for the least rank beats a heap

    private final MergeTable merges;
    private final int[] ranks = new int[SHORT];
    private int[] next = new int[0];
    private int[] previous = new int[0];
    private long[] heap = new long[0]; // rank, then position
    private int heaped;

    SymbolMerger(MergeTable merges) {
        this.merges = merges;
    }

    /// Merges the first `n` symbols in place.
    ///
    /// @param symbols ids, none negative
    /// @return how many are left
    int merge(int[] symbols, int n) {
        return n <= SHORT ? mergeShort(symbols, n) : mergeLong(symbols, n);
    }

    private int mergeShort(int[] symbols, int count) {
        int n = count;
        for (int i = 0; i + 1 < n; i++) {
            ranks[i] = merges.rank(symbols[i], symbols[i + 1]);
        }
        while (n > 1) {
            int best = 0;
            int least = ranks[0];
            for (int i = 1; i + 1 < n; i++) {
                if (ranks[i] < least) {
                    least = ranks[i];
                    best = i;
                }
            }
            if (least == MergeTable.NONE) {
                break;
            }
            symbols[best] = merges.merged(least);
            n--;
            for (int i = best + 1; i < n; i++) {
                symbols[i] = symbols[i + 1];
                ranks[i - 1] = ranks[i];
            }
            if (best > 0) {
                ranks[best - 1] = merges.rank(symbols[best - 1], symbols[best]);
            }
            if (best + 1 < n) {
                ranks[best] = merges.rank(symbols[best], symbols[best + 1]);
            }
        }
        return n;
    }

    private int mergeLong(int[] symbols, int n) {
        start(symbols, n);
        while (heaped > 0) {
            long least = pop();
            int rank = (int) (least >>> 32);
            int at = (int) least;
            int right = symbols[at] < 0 ? n : next[at];
            if (right >= n || merges.rank(symbols[at], symbols[right]) != rank) {
                continue; // one of the two was merged since
            }
            symbols[at] = merges.merged(rank);
            symbols[right] = -1;
            next[at] = next[right];
            if (next[at] < n) {
                previous[next[at]] = at;
                offer(symbols, at, next[at]);
            }
            if (previous[at] >= 0) {
                offer(symbols, previous[at], at);
            }
        }
        int left = 0;
        for (int i = 0; i < n; i = next[i]) {
            symbols[left++] = symbols[i];
        }
        return left;
    }

    private void start(int[] symbols, int n) {
        if (next.length < n) {
            next = new int[n];
            previous = new int[n];
        }
        heaped = 0;
        for (int i = 0; i < n; i++) {
            next[i] = i + 1;
            previous[i] = i - 1;
        }
        for (int i = 0; i + 1 < n; i++) {
            offer(symbols, i, i + 1);
        }
    }

    private void offer(int[] symbols, int left, int right) {
        int rank = merges.rank(symbols[left], symbols[right]);
        if (rank == MergeTable.NONE) {
            return;
        }
        if (heaped == heap.length) {
            heap = Arrays.copyOf(heap, Math.max(64, 2 * heaped));
        }
        long entry = (long) rank << 32 | left;
        int i = heaped++;
        while (i > 0 && heap[(i - 1) / 2] > entry) {
            heap[i] = heap[(i - 1) / 2];
            i = (i - 1) / 2;
        }
        heap[i] = entry;
    }

    private long pop() {
        long least = heap[0];
        long last = heap[--heaped];
        int i = 0;
        for (int child = 1; child < heaped; child = 2 * i + 1) {
            if (child + 1 < heaped && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= last) {
                break;
            }
            heap[i] = heap[child];
            i = child;
        }
        heap[i] = last;
        return least;
    }
}
