package eu.socle.token;

import java.util.Arrays;

/// Cuts text into pieces and merges each: at every step the pair of lowest rank, the leftmost among
/// equals. It owns scratch memory and a cache of pieces, so it serves one thread at a time.
final class BpeEncoder {

    private static final int SHORT = 48; // below this, scanning for the least rank beats a heap

    private final BpeVocabulary vocabulary;
    private final PieceCache cache = new PieceCache();
    private byte[] bytes = new byte[256];
    private int[] symbols = new int[SHORT];
    private int[] ranks = new int[SHORT];
    private final LongPiece longPiece;

    BpeEncoder(BpeVocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.longPiece = new LongPiece(vocabulary.merges());
    }

    /// Adds the ids of this text, already normalised and without added tokens, to `out`.
    void encode(String text, Ids out) {
        Split split = vocabulary.split();
        int from = 0;
        while (from < text.length()) {
            int to = split.end(text, from);
            piece(text, from, to, out);
            from = to;
        }
    }

    private void piece(String text, int from, int to, Ids out) {
        int most = Math.multiplyExact(3, to - from);
        if (bytes.length < most) {
            bytes = new byte[most];
        }
        int length = Utf8.encode(text, from, to, bytes);
        int slot = cache.find(bytes, length, out);
        if (slot == -1) {
            return;
        }
        int before = out.size();
        int whole = vocabulary.whole(bytes, length);
        if (whole >= 0) {
            out.add(whole);
        } else if (length <= SHORT) {
            mergeShort(length, out);
        } else {
            longPiece.merge(bytes, length, vocabulary, out);
        }
        cache.store(slot, out, before);
    }

    private void mergeShort(int length, Ids out) {
        MergeTable merges = vocabulary.merges();
        int n = length;
        for (int i = 0; i < n; i++) {
            symbols[i] = vocabulary.byteId(bytes[i] & 0xff);
        }
        for (int i = 0; i + 1 < n; i++) {
            ranks[i] = merges.rank(symbols[i], symbols[i + 1]);
        }
        while (n > 1) {
            int best = 0;
            for (int i = 1; i + 1 < n; i++) {
                if (ranks[i] < ranks[best]) {
                    best = i;
                }
            }
            if (ranks[best] == MergeTable.NONE) {
                break;
            }
            symbols[best] = merges.merged(ranks[best]);
            n--;
            System.arraycopy(symbols, best + 2, symbols, best + 1, n - best - 1);
            System.arraycopy(ranks, best + 1, ranks, best, n - best - 1);
            if (best > 0) {
                ranks[best - 1] = merges.rank(symbols[best - 1], symbols[best]);
            }
            if (best + 1 < n) {
                ranks[best] = merges.rank(symbols[best], symbols[best + 1]);
            }
        }
        for (int i = 0; i < n; i++) {
            out.add(symbols[i]);
        }
    }

    /// Merging of long pieces in n log n: a linked list of symbols and a heap of (rank, position).
    private static final class LongPiece {
        private final MergeTable merges;
        private int[] symbols = new int[0];
        private int[] next = new int[0];
        private int[] previous = new int[0];
        private long[] heap = new long[0];
        private int heaped;

        LongPiece(MergeTable merges) {
            this.merges = merges;
        }

        void merge(byte[] bytes, int length, BpeVocabulary vocabulary, Ids out) {
            start(bytes, length, vocabulary);
            while (heaped > 0) {
                long least = pop();
                int rank = (int) (least >>> 32);
                int at = (int) least;
                int right = symbols[at] < 0 ? length : next[at];
                if (right >= length || merges.rank(symbols[at], symbols[right]) != rank) {
                    continue; // one of the two was merged since
                }
                symbols[at] = merges.merged(rank);
                symbols[right] = -1;
                next[at] = next[right];
                if (next[at] < length) {
                    previous[next[at]] = at;
                    offer(at, next[at]);
                }
                if (previous[at] >= 0) {
                    offer(previous[at], at);
                }
            }
            for (int i = 0; i < length; i = next[i]) {
                out.add(symbols[i]);
            }
        }

        private void start(byte[] bytes, int length, BpeVocabulary vocabulary) {
            if (symbols.length < length) {
                symbols = new int[length];
                next = new int[length];
                previous = new int[length];
            }
            heaped = 0;
            for (int i = 0; i < length; i++) {
                symbols[i] = vocabulary.byteId(bytes[i] & 0xff);
                next[i] = i + 1;
                previous[i] = i - 1;
            }
            for (int i = 0; i + 1 < length; i++) {
                offer(i, i + 1);
            }
        }

        private void offer(int left, int right) {
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
}
