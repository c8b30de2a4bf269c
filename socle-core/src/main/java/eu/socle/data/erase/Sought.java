package eu.socle.data.erase;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The passages of the documents that were asked for, and how other texts stand to them.
final class Sought {

    /// From this share of passages on a document is a copy.
    static final double NEAR = 0.5;

    private final List<Set<Long>> texts = new ArrayList<>(); // passages of each
    private final Set<Long> union = new HashSet<>(); // of them all

    /// How a text stands to what is sought.
    ///
    /// @param share the largest share of passages in common with one of the documents, of its own
    ///   or of theirs
    /// @param common passages that any of them has
    record Standing(double share, Set<Long> common) {

        boolean isCopy() {
            return share >= NEAR;
        }
    }

    /// One document more.
    synchronized void add(String text) {
        Set<Long> passages = Passages.of(text);
        texts.add(passages);
        union.addAll(passages);
    }

    /// Compares a text with each of the documents.
    Standing of(String text) {
        Set<Long> common = Passages.of(text);
        int own = common.size();
        common.retainAll(union);
        double share = 0;
        for (Set<Long> one : texts) {
            long both = common.stream().filter(one::contains).count();
            double shared = both == 0 ? 0 : (double) both / Math.min(own, one.size());
            share = Math.max(share, shared);
        }
        return new Standing(share, common);
    }

    /// A glance for one thread, once all documents are added.
    Glance glance() {
        return new Glance(union);
    }

    /// Tells whether a text holds any of the passages, without allocating: a bit for each passage
    /// in a table of 64 times as many, and what the table lets through in a second one, exact.
    static final class Glance {
        private final long[] bits; // by the upper bits of a passage, then by the lowest six
        private final int shift;
        private final long[] exact; // open addressing; 0 is free
        private final boolean zero;
        private final Passages.Scan scan = new Passages.Scan(this::look);
        private boolean held;

        private Glance(Set<Long> passages) {
            int size = Math.max(64, Integer.highestOneBit(Math.max(1, passages.size())) << 1);
            bits = new long[size];
            exact = new long[2 * size];
            shift = Long.SIZE - Integer.numberOfTrailingZeros(size);
            boolean any = false;
            for (long passage : passages) {
                bits[(int) (passage >>> shift)] |= 1L << passage;
                any |= passage == 0;
                if (passage != 0) {
                    exact[slot(passage)] = passage;
                }
            }
            zero = any;
        }

        boolean holds(String text) {
            held = false;
            scan.scan(text);
            return held;
        }

        private void look(long passage) {
            if ((bits[(int) (passage >>> shift)] >>> passage & 1) != 0) {
                held |= passage == 0 ? zero : exact[slot(passage)] == passage;
            }
        }

        /// Where a passage lies, or would.
        private int slot(long passage) {
            int slot = (int) (passage >>> 6) & (exact.length - 1);
            while (exact[slot] != 0 && exact[slot] != passage) {
                slot = (slot + 1) & (exact.length - 1);
            }
            return slot;
        }
    }
}
