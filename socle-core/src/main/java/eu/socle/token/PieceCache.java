package eu.socle.token;

/// The ids of pieces seen lately: direct-mapped, of fixed size, for pieces of at most 23 bytes and
/// 8 ids. It changes the speed, never a result. Not for two threads at once.
final class PieceCache {

    private static final int SLOTS =
            1 << 14; // 1 MB: most of a text's words, and it stays in the second-level cache
    private static final int LONGEST_PIECE = 23; // three longs less the byte that holds the length
    private static final int MOST_IDS = 8;

    private final long[] keys = new long[3 * SLOTS];
    private final byte[] counts = new byte[SLOTS];
    private final int[] ids = new int[MOST_IDS * SLOTS];
    private long key0;
    private long key1;
    private long key2;

    /// Adds the ids of this piece to `out` if they are known.
    ///
    /// @return a slot to give to [#store(int, Ids, int)], -1 when the piece was found, -2 when it
    ///   is too long to keep
    int find(byte[] bytes, int length, Ids out) {
        if (length > LONGEST_PIECE) {
            return -2;
        }
        key0 = word(bytes, 0, Math.min(8, length));
        key1 = word(bytes, 8, Math.min(16, length));
        key2 = word(bytes, 16, length) | (long) length << 56;
        long hash = (((key0 * 0x9e3779b97f4a7c15L) ^ key1) * 0xd1342543de82ef95L) ^ key2;
        hash *= 0x9e3779b97f4a7c15L;
        int slot = (int) (hash >>> 40) & (SLOTS - 1);
        if (keys[3 * slot] != key0 || keys[3 * slot + 1] != key1 || keys[3 * slot + 2] != key2) {
            return slot;
        }
        for (int i = MOST_IDS * slot, end = i + counts[slot]; i < end; i++) {
            out.add(ids[i]);
        }
        return -1;
    }

    /// Keeps the ids of the piece last looked for: those of `out` from index `from` on.
    void store(int slot, Ids out, int from) {
        int count = out.size() - from;
        if (slot < 0 || count > MOST_IDS) {
            return;
        }
        keys[3 * slot] = key0;
        keys[3 * slot + 1] = key1;
        keys[3 * slot + 2] = key2;
        counts[slot] = (byte) count;
        for (int i = 0; i < count; i++) {
            ids[MOST_IDS * slot + i] = out.get(from + i);
        }
    }

    private static long word(byte[] bytes, int from, int to) {
        long word = 0;
        for (int i = from; i < to; i++) {
            word |= (bytes[i] & 0xffL) << (8 * (i - from));
        }
        return word;
    }
}
