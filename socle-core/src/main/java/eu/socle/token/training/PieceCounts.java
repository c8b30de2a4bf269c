package eu.socle.token.training;

import eu.socle.token.split.Cut;
import eu.socle.token.text.Utf8;
import java.util.Arrays;

/// How often each piece occurs: open addressing over the pieces' bytes, kept in one array. Not for
/// two threads at once.
final class PieceCounts {

    private byte[] bytes = new byte[1 << 12];
    private int used;
    private int[] starts = new int[256]; // where piece i begins; piece i ends where i + 1 begins
    private long[] counts = new long[256];
    private int size;
    private int[] slots = new int[512]; // piece + 1, 0 when empty

    /// Cuts a text and counts its pieces.
    void addText(Cut cut, String text) {
        byte[] utf8 = Utf8.bytes(text);
        cut.pieces(utf8, 0, utf8.length, (whole, from, to) -> add(whole, from, to, 1));
    }

    /// Adds all counts of another table.
    void addAll(PieceCounts other) {
        for (int i = 0; i < other.size; i++) {
            add(other.bytes, other.start(i), other.end(i), other.counts[i]);
        }
    }

    /// How many different pieces there are.
    int size() {
        return size;
    }

    int start(int piece) {
        return starts[piece];
    }

    int end(int piece) {
        return piece + 1 < size ? starts[piece + 1] : used;
    }

    /// A byte 0..255 of the pieces' common array.
    int byteAt(int index) {
        return bytes[index] & 0xff;
    }

    long count(int piece) {
        return counts[piece];
    }

    /// How many bytes all different pieces have together.
    int totalBytes() {
        return used;
    }

    private void add(byte[] from, int start, int end, long times) {
        if (2 * size >= slots.length) {
            rehash();
        }
        int slot = slot(from, start, end);
        if (slots[slot] == 0) {
            slots[slot] = insert(from, start, end) + 1;
        }
        counts[slots[slot] - 1] += times;
    }

    private int slot(byte[] from, int start, int end) {
        int slot = hash(from, start, end) & (slots.length - 1);
        while (slots[slot] != 0) {
            int piece = slots[slot] - 1;
            if (Arrays.equals(bytes, start(piece), end(piece), from, start, end)) {
                return slot;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private int insert(byte[] from, int start, int end) {
        int length = end - start;
        if (bytes.length - used < length) {
            int larger =
                    Math.addExact(
                            used,
                            Math.max(
                                    used,
                                    length)); // beyond 2 GB of different pieces nothing is trained
            bytes = Arrays.copyOf(bytes, larger);
        }
        if (size == counts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        System.arraycopy(from, start, bytes, used, length);
        starts[size] = used;
        used += length;
        return size++;
    }

    private void rehash() {
        slots = new int[2 * slots.length];
        for (int piece = 0; piece < size; piece++) {
            int slot = hash(bytes, start(piece), end(piece)) & (slots.length - 1);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = piece + 1;
        }
    }

    private static int hash(byte[] bytes, int start, int end) {
        long hash = (long) end - start;
        for (int i = start; i < end; i++) {
            hash = (hash ^ (bytes[i] & 0xff)) * 0x9e3779b97f4a7c15L;
            hash ^= hash >>> 29;
        }
        return (int) (hash >>> 20);
    }
}
