package eu.socle.token.sentencepiece;

import eu.socle.token.piece.PieceMerger;
import eu.socle.token.piece.TokenMap;
import eu.socle.token.text.Ids;
import eu.socle.token.text.Utf8;
import java.util.Arrays;

/// SentencePiece BPE: of all neighbours that together are a token the ones with the best score are
/// merged, the leftmost among equals; a character without a token becomes its bytes.
public final class ScoreBpe implements PieceMerger {

    private final TokenMap tokens;
    private final float[] scores;
    private final int[] byteIds;
    private final int unknown;

    private int[] starts = new int[0]; // where each symbol begins in the text
    private int[] ends = new int[0];
    private int[] next = new int[0];
    private int[] previous = new int[0];
    private int[] joined = new int[0]; // the token that a symbol and the next make, or -1
    private long[] heap = new long[64]; // score, best first, then position
    private int heaped;

    /// @param tokens the tokens that text may become
    /// @param scores by id
    /// @param byteIds the id of each byte, or empty
    /// @param unknown the id of a character that is neither, where bytes have no ids
    public ScoreBpe(TokenMap tokens, float[] scores, int[] byteIds, int unknown) {
        this.tokens = tokens;
        this.scores = scores.clone();
        this.byteIds = byteIds.clone();
        this.unknown = unknown;
    }

    @Override
    public void merge(byte[] text, int from, int to, Ids out) {
        int count = start(text, from, to);
        while (heaped > 0) {
            long least = pop();
            int at = (int) least;
            int token = ends[at] < 0 ? -1 : joined[at];
            if (token < 0 || order(token) != (int) (least >>> 32)) {
                continue; // one of the two was merged since
            }
            int right = next[at];
            ends[at] = ends[right];
            ends[right] = -1;
            next[at] = next[right];
            if (next[at] < count) {
                previous[next[at]] = at;
            }
            offer(text, at, count);
            if (previous[at] >= 0) {
                offer(text, previous[at], count);
            }
        }
        boolean unknownBefore = false;
        for (int i = 0; i < count; i = next[i]) {
            int id = tokens.find(text, starts[i], ends[i]);
            if (id >= 0) {
                out.add(id);
            } else if (byteIds.length > 0) {
                for (int b = starts[i]; b < ends[i]; b++) {
                    out.add(byteIds[text[b] & 0xff]);
                }
            } else if (!unknownBefore) {
                out.add(unknown);
            }
            unknownBefore = id < 0;
        }
    }

    private int start(byte[] text, int from, int to) {
        if (starts.length < to - from) {
            int room = Math.max(to - from, 2 * starts.length);
            starts = new int[room];
            ends = new int[room];
            next = new int[room];
            previous = new int[room];
            joined = new int[room];
        }
        heaped = 0;
        int count = 0;
        for (int at = from; at < to; count++) {
            starts[count] = at;
            at += Utf8.size(text[at]);
            ends[count] = at;
            next[count] = count + 1;
            previous[count] = count - 1;
        }
        for (int i = 0; i < count; i++) {
            offer(text, i, count);
        }
        return count;
    }

    private void offer(byte[] text, int left, int count) {
        int right = next[left];
        joined[left] = right < count ? tokens.find(text, starts[left], ends[right]) : -1;
        if (joined[left] < 0) {
            return;
        }
        if (heaped == heap.length) {
            heap = Arrays.copyOf(heap, 2 * heaped);
        }
        long entry = (long) order(joined[left]) << 32 | left;
        int i = heaped++;
        while (i > 0 && Long.compareUnsigned(heap[(i - 1) / 2], entry) > 0) {
            heap[i] = heap[(i - 1) / 2];
            i = (i - 1) / 2;
        }
        heap[i] = entry;
    }

    /// A number that is smaller, unsigned, for a better score.
    private int order(int token) {
        int bits = Float.floatToIntBits(scores[token] + 0f); // -0 becomes 0
        return ~(bits >= 0 ? bits | Integer.MIN_VALUE : ~bits);
    }

    private long pop() {
        long least = heap[0];
        long last = heap[--heaped];
        int i = 0;
        for (int child = 1; child < heaped; child = 2 * i + 1) {
            if (child + 1 < heaped && Long.compareUnsigned(heap[child + 1], heap[child]) < 0) {
                child++;
            }
            if (Long.compareUnsigned(heap[child], last) >= 0) {
                break;
            }
            heap[i] = heap[child];
            i = child;
        }
        heap[i] = last;
        return least;
    }
}
