package eu.socle.token.text;

import java.util.Arrays;

/// Words over symbols of 16 bits (bytes or chars), each with a number. Node 0 is the root. Built by
/// one thread, then only read.
public final class Trie {

    private static final long EMPTY = -1;

    private long[] keys = new long[64];
    private int[] children = new int[64];
    private int[] values = new int[16];
    private int nodes = 1;

    /// An empty trie.
    public Trie() {
        Arrays.fill(keys, EMPTY);
        values[0] = -1;
    }

    /// Adds a word of bytes; a word that is there keeps its number.
    public void add(byte[] word, int value) {
        int node = 0;
        for (byte b : word) {
            node = grown(node, b & 0xff);
        }
        values[node] = values[node] < 0 ? value : values[node];
    }

    /// Adds a word of chars; a word that is there keeps its number.
    public void add(String word, int value) {
        int node = 0;
        for (int i = 0; i < word.length(); i++) {
            node = grown(node, word.charAt(i));
        }
        values[node] = values[node] < 0 ? value : values[node];
    }

    /// The node that this symbol leads to, or -1.
    public int child(int node, int symbol) {
        int slot = slot((long) node << 16 | symbol);
        return keys[slot] == EMPTY ? -1 : children[slot];
    }

    /// The number of the word that ends at a node, or -1.
    public int value(int node) {
        return values[node];
    }

    private int grown(int node, int symbol) {
        int child = child(node, symbol);
        if (child >= 0) {
            return child;
        }
        if (2 * nodes >= keys.length) {
            rehash();
        }
        if (nodes == values.length) {
            values = Arrays.copyOf(values, 2 * nodes);
        }
        int slot = slot((long) node << 16 | symbol);
        keys[slot] = (long) node << 16 | symbol;
        children[slot] = nodes;
        values[nodes] = -1;
        return nodes++;
    }

    private void rehash() {
        long[] oldKeys = keys;
        int[] oldChildren = children;
        keys = new long[2 * oldKeys.length];
        children = new int[keys.length];
        Arrays.fill(keys, EMPTY);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != EMPTY) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                children[slot] = oldChildren[i];
            }
        }
    }

    private int slot(long key) {
        int slot = (int) ((key * 0x9e3779b97f4a7c15L) >>> 32) & (keys.length - 1);
        while (keys[slot] != EMPTY && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }
}
