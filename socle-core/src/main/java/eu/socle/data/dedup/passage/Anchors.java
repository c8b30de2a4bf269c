package eu.socle.data.dedup.passage;

/// Chooses a place in every window of a text by the bytes of the window alone (winnowing;
/// Schleimer, Wilkerson, Aiken, Winnowing: Local Algorithms for Document Fingerprinting, 2003):
/// where two texts share a string of so many bytes, the place chosen in it is the same. So repeated
/// strings are found by comparing one place in about a quarter of their length.
///
/// The place is the start of the half-window with the least hash, the last of equals.
public final class Anchors {

    private static final long BASE = 0x9e3779b97f4a7c15L;

    private Anchors() {}

    /// The place chosen in each window.
    ///
    /// @param window bytes of a window, at least 2
    /// @return for each start of a window the start of a half-window in it; empty for a shorter
    ///   text
    public static int[] of(byte[] bytes, int window) {
        int half = window / 2;
        int inside = window - half; // last start of a half-window in a window
        int count = bytes.length - window + 1;
        if (count <= 0) {
            return new int[0];
        }
        int[] chosen = new int[count];
        int mask = (Integer.highestOneBit(inside + 1) << 1) - 1; // of a ring that holds a window
        int[] queue = new int[mask + 1]; // starts with ascending hashes
        long[] hashes = new long[mask + 1];
        int head = 0; // first in the queue
        int tail = -1; // last in the queue
        long hash = polynomial(bytes, 0, half);
        long leaving = power(half);
        for (int at = 0; at + half <= bytes.length; at++) {
            if (head <= tail && queue[head & mask] < at - inside) {
                head++;
            }
            long mixed = mix(hash) ^ Long.MIN_VALUE; // compared as a number without sign
            while (head <= tail && hashes[tail & mask] >= mixed) {
                tail--;
            }
            tail++;
            queue[tail & mask] = at;
            hashes[tail & mask] = mixed;
            if (at >= inside) {
                chosen[at - inside] = queue[head & mask];
            }
            if (at + half < bytes.length) {
                hash = hash * BASE + value(bytes[at + half]) - leaving * value(bytes[at]);
            }
        }
        return chosen;
    }

    /// The hash of the half-window at a place. Equal strings have equal hashes; others may.
    public static long hash(byte[] bytes, int at, int window) {
        return mix(polynomial(bytes, at, window / 2));
    }

    private static long polynomial(byte[] bytes, int from, int count) {
        long hash = 0;
        for (int i = from; i < from + count; i++) {
            hash = hash * BASE + value(bytes[i]);
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

    private static int value(byte b) {
        return (b & 0xff) + 1;
    }

    private static long mix(long hash) {
        long z = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
