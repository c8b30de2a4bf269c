package eu.socle.token.piece;

import java.util.Arrays;

/// The ids of tokens by their bytes: open addressing, immutable once built.
public final class TokenMap {

    private final byte[][] tokens;
    private final int[] ids;
    private final int[] slots; // index + 1, 0 when empty
    private final int longest;

    /// @param tokens the bytes of each; of equal ones the first counts
    /// @param ids their ids
    public TokenMap(byte[][] tokens, int[] ids) {
        this.tokens = tokens.clone();
        this.ids = ids.clone();
        this.slots = new int[Integer.highestOneBit(Math.max(4, tokens.length)) << 2];
        int most = 0;
        for (int i = 0; i < tokens.length; i++) {
            int slot = slot(tokens[i], 0, tokens[i].length);
            if (slots[slot] == 0) {
                slots[slot] = i + 1;
            }
            most = Math.max(most, tokens[i].length);
        }
        this.longest = most;
    }

    /// The id of the token with the bytes `text[from, to)`, or -1.
    public int find(byte[] text, int from, int to) {
        if (to - from > longest) {
            return -1;
        }
        int index = slots[slot(text, from, to)];
        return index == 0 ? -1 : ids[index - 1];
    }

    /// Bytes of the longest token.
    public int longest() {
        return longest;
    }

    private int slot(byte[] text, int from, int to) {
        long hash = (long) to - from;
        for (int i = from; i < to; i++) {
            hash = (hash ^ (text[i] & 0xff)) * 0x9e3779b97f4a7c15L;
            hash ^= hash >>> 29;
        }
        int slot = (int) (hash >>> 20) & (slots.length - 1);
        while (slots[slot] != 0) {
            byte[] token = tokens[slots[slot] - 1];
            if (Arrays.equals(token, 0, token.length, text, from, to)) {
                return slot;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }
}
