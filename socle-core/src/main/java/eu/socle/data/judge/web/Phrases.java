package eu.socle.data.judge.web;

import java.util.Arrays;
import java.util.Collection;

/// Finds all of many phrases in a text in one pass (Aho and Corasick, 1975), over UTF-16 units in
/// lower case. The final sigma counts as sigma.
final class Phrases {

    private int nodes = 1;
    private int[] depth = new int[16]; // units from the root
    private int[] fallback = new int[16]; // longest proper suffix that is a node
    private int[] output = new int[16]; // nearest node on the way of fallbacks that ends a phrase
    private boolean[] ends = new boolean[16];
    private long[] keys = new long[64]; // node and unit of an edge, plus one
    private int[] targets = new int[64];
    private int edges;

    Phrases(Collection<String> phrases) {
        for (String phrase : phrases) {
            int node = 0;
            for (int i = 0; i < phrase.length(); i++) {
                node = child(node, fold(phrase.charAt(i)));
            }
            ends[node] |= node != 0;
        }
        link();
    }

    /// Receives the place of a phrase; says whether to go on.
    interface Found {
        boolean at(int from, int to);
    }

    /// Reports every phrase in `[0, length)`, in the order of their ends.
    void find(char[] units, int length, Found found) {
        int node = 0;
        for (int i = 0; i < length; i++) {
            char unit = fold(units[i]);
            int next = edge(node, unit);
            while (next < 0 && node != 0) {
                node = fallback[node];
                next = edge(node, unit);
            }
            node = Math.max(next, 0);
            for (int end = ends[node] ? node : output[node]; end != 0; end = output[end]) {
                if (!found.at(i + 1 - depth[end], i + 1)) {
                    return;
                }
            }
        }
    }

    private static char fold(char unit) {
        char lower = Character.toLowerCase(unit);
        return lower == 'ς' ? 'σ' : lower;
    }

    private int child(int node, char unit) {
        int known = edge(node, unit);
        if (known >= 0) {
            return known;
        }
        if (nodes == depth.length) {
            depth = Arrays.copyOf(depth, 2 * nodes);
            fallback = Arrays.copyOf(fallback, 2 * nodes);
            output = Arrays.copyOf(output, 2 * nodes);
            ends = Arrays.copyOf(ends, 2 * nodes);
        }
        depth[nodes] = depth[node] + 1;
        put(key(node, unit), nodes);
        return nodes++;
    }

    private static long key(int node, char unit) {
        return (((long) node << 16) | unit) + 1;
    }

    private int slot(long key) {
        int at = (int) ((key * 0x9e3779b97f4a7c15L) >>> 32) & (keys.length - 1);
        while (keys[at] != 0 && keys[at] != key) {
            at = (at + 1) & (keys.length - 1);
        }
        return at;
    }

    private int edge(int node, char unit) {
        int at = slot(key(node, unit));
        return keys[at] == 0 ? -1 : targets[at];
    }

    private void put(long key, int target) {
        if (2 * ++edges > keys.length) {
            long[] oldKeys = keys;
            int[] oldTargets = targets;
            keys = new long[2 * oldKeys.length];
            targets = new int[keys.length];
            for (int i = 0; i < oldKeys.length; i++) {
                if (oldKeys[i] != 0) {
                    int at = slot(oldKeys[i]);
                    keys[at] = oldKeys[i];
                    targets[at] = oldTargets[i];
                }
            }
        }
        int at = slot(key);
        keys[at] = key;
        targets[at] = target;
    }

    /// Sets the fallbacks, nodes nearer to the root first.
    private void link() {
        long[] sorted = Arrays.stream(keys).filter(key -> key != 0).toArray();
        long[] byDepth = new long[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            int parent = (int) ((sorted[i] - 1) >>> 16);
            byDepth[i] = ((long) depth[parent] << 32) | i;
        }
        Arrays.sort(byDepth);
        for (long each : byDepth) {
            long key = sorted[(int) each];
            int parent = (int) ((key - 1) >>> 16);
            char unit = (char) (key - 1);
            int node = edge(parent, unit);
            int back = fallback[parent];
            int target = parent == 0 ? 0 : edge(back, unit);
            while (target < 0 && back != 0) {
                back = fallback[back];
                target = edge(back, unit);
            }
            fallback[node] = Math.max(target, 0);
            output[node] = ends[fallback[node]] ? fallback[node] : output[fallback[node]];
        }
    }
}
