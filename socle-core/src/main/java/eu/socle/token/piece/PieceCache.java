package eu.socle.token.piece;

import eu.socle.token.text.Ids;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The ids of pieces seen lately: direct-mapped, of fixed size, for pieces of at most 22 bytes and
/// 10 ids. It changes the speed, never a result. Not for two threads at once.
///
/// A slot is 64 bytes: 22 bytes of the piece, its length, how many ids, the ids.
final class PieceCache {

    /// How many bytes beyond a piece must be there to be read; their values do not matter.
    static final int SLACK = 24;

    private static final int BITS = 15; // 2 MB, which holds the words of most texts
    private static final int LONGEST_PIECE = 22;
    private static final int MOST_IDS = 10;
    private static final int SLOT = 8; // longs
    private static final long KEY = -1L >>> 8; // the third word without the number of ids

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long[] slots = new long[SLOT << BITS];
    private long key0;
    private long key1;
    private long key2;

    /// Adds the ids of `text[from, to)` to `out` if they are known; [#SLACK] bytes from `from` on
    /// must exist.
    ///
    /// @return a slot to give to [#store(int, Ids, int)], -1 when the piece was found, -2 when it
    ///   is too long to keep
    int find(byte[] text, int from, int to, Ids out) {
        int length = to - from;
        if (length > LONGEST_PIECE) {
            return -2;
        }
        long first = (long) LONG.get(text, from);
        long second = 0;
        long third = 0;
        if (length <= 8) {
            first &= -1L >>> (64 - 8 * length); // a piece is never empty
        } else {
            second = (long) LONG.get(text, from + 8);
            if (length <= 16) {
                second &= -1L >>> (128 - 8 * length);
            } else {
                third = (long) LONG.get(text, from + 16) & (-1L >>> (192 - 8 * length));
            }
        }
        third |= (long) length << 48;
        long hash = (first * 0x9e3779b97f4a7c15L) ^ (second * 0xd1342543de82ef95L) ^ third;
        hash = (hash ^ (hash >>> 32)) * 0x9e3779b97f4a7c15L;
        int slot = (int) (hash >>> (64 - BITS)) * SLOT;
        long[] all = slots;
        if (all[slot] != first || all[slot + 1] != second || (all[slot + 2] & KEY) != third) {
            key0 = first;
            key1 = second;
            key2 = third;
            return slot;
        }
        int count = (int) (all[slot + 2] >>> 56);
        for (int i = 0; i < count; i++) {
            out.add((int) (all[slot + 3 + (i >> 1)] >>> (32 * (i & 1))));
        }
        return -1;
    }

    /// Keeps the ids of the piece last looked for: those of `out` from index `from` on.
    void store(int slot, Ids out, int from) {
        int count = out.size() - from;
        if (slot < 0 || count > MOST_IDS) {
            return;
        }
        slots[slot] = key0;
        slots[slot + 1] = key1;
        slots[slot + 2] = key2 | (long) count << 56;
        for (int i = 0; i < count; i += 2) {
            long high = i + 1 < count ? out.get(from + i + 1) : 0;
            slots[slot + 3 + (i >> 1)] = high << 32 | (out.get(from + i) & 0xffffffffL);
        }
    }
}
