package eu.socle.data.dedup.substring;

import eu.socle.data.dedup.substring.RepeatedStrings.Corpus;
import eu.socle.data.dedup.substring.RepeatedStrings.Keep;
import java.util.Arrays;
import java.util.BitSet;

/// Marks the windows that occur more than once, exactly, without a suffix array.
///
/// Half-windows that begin at multiples of their length are put into a table of hashes. A window
/// that occurs twice holds, in each of its places, a half-window of the table that lies elsewhere;
/// so one rolling pass finds the few places where windows can be repeated at all. Only their
/// windows are hashed, sorted and compared byte by byte.
final class WindowTable {

    private static final long BASE = 0x9e3779b97f4a7c15L | 1;
    private static final int FREE = -1;

    private final Corpus corpus;
    private final byte[] bytes;
    private final int length; // of a window
    private final int half;
    private final int[] slots; // start of a half-window
    private final int shift; // from a hash to a slot
    private final long[] taken; // one bit for a few hashes: small enough for the cache
    private final BitSet candidates; // starts of windows that may be repeated

    private WindowTable(Corpus corpus, int length) {
        this.corpus = corpus;
        bytes = corpus.bytes();
        this.length = length;
        half = Math.max(1, (length + 1) / 2);
        int bits = 64 - Long.numberOfLeadingZeros(Math.max(1, 4L * bytes.length / half));
        slots = new int[1 << Math.clamp(bits, 8, 29)];
        shift = 64 - Math.clamp(bits, 8, 29);
        Arrays.fill(slots, FREE);
        taken = new long[slots.length >>> 4]; // about eight bits for a half-window
        candidates = new BitSet(bytes.length);
    }

    static BitSet marks(Corpus corpus, int length, Keep keep) {
        if (length < 2) {
            throw new IllegalArgumentException("a window has at least 2 bytes, not " + length);
        }
        WindowTable table = new WindowTable(corpus, length);
        table.fill();
        table.findCandidates();
        return table.marks(keep);
    }

    /// @return the hash of bytes `from` to `from + count`
    private long hash(int from, int count) {
        long hash = 0;
        for (int i = from; i < from + count; i++) {
            hash = hash * BASE + (bytes[i] & 0xff) + 1;
        }
        return hash;
    }

    private static long power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= BASE;
        }
        return power;
    }

    private static long spread(long hash) {
        return (hash ^ hash >>> 32) * 0xd1342543de82ef95L;
    }

    private int slot(long spread) {
        return (int) (spread >>> shift);
    }

    private void fill() {
        for (int at = 0; at + half <= bytes.length; at += half) {
            long spread = spread(hash(at, half));
            taken[(int) (spread >>> (shift + 4))] |= 1L << (spread >>> (shift - 2));
            int slot = slot(spread);
            while (slots[slot] != FREE && !same(slots[slot], at)) {
                slot = (slot + 1) & (slots.length - 1);
            }
            if (slots[slot] == FREE) {
                slots[slot] = at; // of equal half-windows the first
            } else {
                mayRepeat(at); // and its equals, which the rolling pass meets where they are
                mayRepeat(slots[slot]);
            }
        }
    }

    private boolean same(int a, int b) {
        return Arrays.equals(bytes, a, a + half, bytes, b, b + half);
    }

    /// Every window that holds the half-window at `at`.
    private void mayRepeat(int at) {
        candidates.set(Math.max(0, at - (length - half)), at + 1);
    }

    private void findCandidates() {
        long leaving = power(half);
        long hash = bytes.length < half ? 0 : hash(0, half);
        for (int at = 0; at + half <= bytes.length; at++) {
            long spread = spread(hash);
            if ((taken[(int) (spread >>> (shift + 4))] >>> (spread >>> (shift - 2)) & 1) != 0) {
                compare(at, slot(spread));
            }
            if (at + half < bytes.length) {
                hash =
                        hash * BASE
                                + (bytes[at + half] & 0xff)
                                + 1
                                - leaving * ((bytes[at] & 0xff) + 1);
            }
        }
    }

    private void compare(int at, int from) {
        for (int slot = from; slots[slot] != FREE; slot = (slot + 1) & (slots.length - 1)) {
            int found = slots[slot];
            if (found == at) {
                return;
            }
            if (same(found, at)) {
                mayRepeat(at);
                mayRepeat(found);
                return;
            }
        }
    }

    private BitSet marks(Keep keep) {
        int[] starts = starts();
        long[] hashes = new long[starts.length];
        long leaving = power(length - 1);
        for (int i = 0; i < starts.length; i++) {
            int at = starts[i];
            if (i > 0 && starts[i - 1] == at - 1) {
                long without = hashes[i - 1] - leaving * ((bytes[at - 1] & 0xff) + 1);
                hashes[i] = without * BASE + (bytes[at + length - 1] & 0xff) + 1;
            } else {
                hashes[i] = hash(at, length);
            }
        }
        BitSet marks = new BitSet(bytes.length);
        WindowGroups.of(hashes, starts, corpus, length).mark(keep, marks);
        return marks;
    }

    /// The candidates that lie in one document.
    private int[] starts() {
        int[] starts = new int[candidates.cardinality()];
        int count = 0;
        int begin = 0;
        for (int end : corpus.ends()) {
            int last = end - length;
            for (int at = candidates.nextSetBit(begin);
                    at >= 0 && at <= last;
                    at = candidates.nextSetBit(at + 1)) {
                starts[count++] = at;
            }
            begin = end;
        }
        return Arrays.copyOf(starts, count);
    }
}
