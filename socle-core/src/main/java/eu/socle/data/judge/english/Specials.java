package eu.socle.data.judge.english;

import eu.socle.data.judge.text.Tokenised;
import eu.socle.data.judge.text.Units;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// The [Exceptions] as a table that runs of characters are looked up in.
final class Specials {

    /// The longest entry in UTF-16 units.
    final int longest;

    private static final int SHAPES = 1 << 14; // bits; a few hundred of them are set

    private final int mask;
    private final long[] shapes = new long[SHAPES / Long.SIZE]; // lengths with first and last unit
    private final int[] slots;
    private final char[][] letters;
    private final long[] hashes;
    private final int[][] pieces; // lengths
    private final int[][] patterns; // lengths of the tokens that the affix rules alone would give

    /// @param cut lengths of the tokens that the affix rules alone cut a text into
    Specials(
            SortedMap<String, List<String>> entries,
            java.util.function.Function<String, int[]> cut) {
        int size = Integer.highestOneBit(entries.size()) * 8;
        mask = size - 1;
        slots = new int[size];
        letters = new char[entries.size()][];
        hashes = new long[entries.size()];
        pieces = new int[entries.size()][];
        patterns = new int[entries.size()][];
        int most = 0;
        int number = 0;
        for (Map.Entry<String, List<String>> entry : entries.entrySet()) {
            letters[number] = entry.getKey().toCharArray();
            int length = letters[number].length;
            most = Math.max(most, length);
            int shape = shape(letters[number][0], letters[number][length - 1], length);
            shapes[shape >> 6] |= 1L << shape;
            hashes[number] = Units.hash(entry.getKey());
            pieces[number] = entry.getValue().stream().mapToInt(String::length).toArray();
            patterns[number] = cut.apply(entry.getKey());
            int at = (int) hashes[number] & mask;
            while (slots[at] != 0) {
                at = (at + 1) & mask;
            }
            slots[at] = ++number;
        }
        longest = most;
    }

    /// The number of the entry that equals a range, or -1. Most ranges are told from their length,
    /// first and last unit.
    int find(Tokenised text, int from, int to) {
        int length = to - from;
        if (length <= 0 || length > longest) {
            return -1;
        }
        char[] units = text.units();
        int shape = shape(units[from], units[to - 1], length);
        if (((shapes[shape >> 6] >>> shape) & 1) == 0) {
            return -1;
        }
        long hash = text.hash(from, to);
        int at = (int) hash & mask;
        while (slots[at] != 0) {
            int number = slots[at] - 1;
            if (hashes[number] == hash
                    && Arrays.equals(units, from, to, letters[number], 0, letters[number].length)) {
                return number;
            }
            at = (at + 1) & mask;
        }
        return -1;
    }

    private static int shape(char first, char last, int length) {
        return (first * 97 + last * 1021 + length * 7919) & (SHAPES - 1);
    }

    int[] pieces(int number) {
        return pieces[number];
    }

    int[] pattern(int number) {
        return patterns[number];
    }
}
