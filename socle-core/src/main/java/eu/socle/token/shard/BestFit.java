package eu.socle.token.shard;

import java.util.Arrays;
import java.util.BitSet;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;

/// Best-fit packing (Ding et al. 2024, "Fewer Truncations Improve Language Modeling"): a document
/// longer than a sequence is cut into whole sequences and a rest; all rests, the longest first, go
/// where they leave the least room. What stays empty is not learnt.
///
/// The plan needs 28 bytes for each piece of a document.
final class BestFit implements Packing {

    private final TokenShards shards;
    private final int length;
    private final long[] documents; // of each piece, pieces of one sequence together
    private final long[] offsets; // where the piece begins in its document
    private final int[] sizes;
    private final int[] firstPiece; // of each sequence, and of the end

    private BestFit(
            TokenShards shards,
            int length,
            long[] documents,
            long[] offsets,
            int[] sizes,
            int[] firstPiece) {
        this.shards = shards;
        this.length = length;
        this.documents = documents;
        this.offsets = offsets;
        this.sizes = sizes;
        this.firstPiece = firstPiece;
    }

    /// Plans which pieces go into which sequence.
    static BestFit plan(TokenShards shards, int length) {
        if (length < 1) {
            throw new IllegalArgumentException("a sequence of " + length);
        }
        long entries = shards.order().map(DocumentOrder::size).orElse(shards.documents());
        LongUnaryOperator document =
                shards.order()
                        .<LongUnaryOperator>map(order -> order::document)
                        .orElse(LongUnaryOperator.identity());
        long count = 0;
        for (long e = 0; e < entries; e++) {
            count += (shards.length(document.applyAsLong(e)) + length - 1) / length;
        }
        int pieces = Math.toIntExact(count);
        long[] documents = new long[pieces];
        long[] offsets = new long[pieces];
        int[] sizes = new int[pieces];
        int n = 0;
        for (long e = 0; e < entries; e++) {
            long d = document.applyAsLong(e);
            long size = shards.length(d);
            for (long from = 0; from < size; from += length) {
                documents[n] = d;
                offsets[n] = from;
                sizes[n++] = (int) Math.min(length, size - from);
            }
        }
        int[] bins = assign(sizes, length);
        int sequences = 0;
        for (int bin : bins) {
            sequences = Math.max(sequences, bin + 1);
        }
        int[] firstPiece = new int[sequences + 1];
        for (int bin : bins) {
            firstPiece[bin + 1]++;
        }
        for (int s = 0; s < sequences; s++) {
            firstPiece[s + 1] += firstPiece[s];
        }
        int[] next = Arrays.copyOf(firstPiece, sequences);
        long[] sortedDocuments = new long[pieces];
        long[] sortedOffsets = new long[pieces];
        int[] sortedSizes = new int[pieces];
        for (int p = 0; p < pieces; p++) {
            int to = next[bins[p]]++;
            sortedDocuments[to] = documents[p];
            sortedOffsets[to] = offsets[p];
            sortedSizes[to] = sizes[p];
        }
        return new BestFit(shards, length, sortedDocuments, sortedOffsets, sortedSizes, firstPiece);
    }

    /// The sequence of each piece: the longest piece first, of equal ones the earlier; each goes to
    /// the sequence with the least room that has enough, of equal ones the last that was opened or
    /// filled to there.
    private static int[] assign(int[] sizes, int length) {
        int[] byLength = new int[length + 2]; // counting sort, longest first
        for (int size : sizes) {
            byLength[length - size + 1]++;
        }
        for (int i = 0; i <= length; i++) {
            byLength[i + 1] += byLength[i];
        }
        int[] order = new int[sizes.length];
        for (int p = 0; p < sizes.length; p++) {
            order[byLength[length - sizes[p]]++] = p;
        }
        int[] bins = new int[sizes.length];
        int[] top = new int[length + 1]; // by room left: the last sequence with it, -1 for none
        int[] below = new int[sizes.length]; // the one before that with the same room
        Arrays.fill(top, -1);
        BitSet rooms = new BitSet(length + 1);
        int sequences = 0;
        for (int p : order) {
            int room = rooms.nextSetBit(sizes[p]);
            int bin;
            if (room < 0) {
                bin = sequences++;
                room = length;
            } else {
                bin = top[room];
                top[room] = below[bin];
                rooms.set(room, top[room] >= 0);
            }
            bins[p] = bin;
            int left = room - sizes[p];
            if (left > 0) {
                below[bin] = top[left];
                top[left] = bin;
                rooms.set(left);
            }
        }
        return bins;
    }

    @Override
    public long sequences() {
        return firstPiece.length - 1L;
    }

    @Override
    public NavigableSet<Long> holding(long document) {
        NavigableSet<Long> holding = new TreeSet<>();
        for (int k = 0; k < firstPiece.length - 1; k++) {
            for (int p = firstPiece[k]; p < firstPiece[k + 1]; p++) {
                if (documents[p] == document) {
                    holding.add((long) k);
                }
            }
        }
        return holding;
    }

    @Override
    public long padding() {
        return sequences() * length - Arrays.stream(sizes).asLongStream().sum();
    }

    @Override
    public TokenShards.Sequence sequence(long k) {
        if (k < 0 || k >= sequences()) {
            throw new IllegalArgumentException("sequence " + k + " of " + sequences());
        }
        int[] ids = new int[length];
        int[] labels = new int[length];
        int[] firstKey = new int[length];
        int[] positions = new int[length];
        int t = 0;
        for (int p = firstPiece[(int) k]; p < firstPiece[(int) k + 1]; p++) {
            shards.copy(documents[p], offsets[p], offsets[p] + sizes[p], t, ids, labels);
            int first = t;
            for (int end = t + sizes[p]; t < end; t++) {
                firstKey[t] = first;
                positions[t] = t - first;
            }
        }
        Arrays.fill(ids, t, length, shards.endOfDocument());
        Arrays.fill(labels, t, length, TokenShards.IGNORED);
        for (; t < length; t++) {
            firstKey[t] = t;
        }
        return new TokenShards.Sequence(ids, labels, firstKey, positions);
    }
}
