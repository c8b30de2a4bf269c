package eu.socle.data.judge.english;

import eu.socle.data.judge.text.Polynomial;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// The [Exceptions] as a table that runs of characters are looked up in.
final class Specials {

    /// The longest entry in UTF-16 units.
    final int longest;

    private final int mask;
    private final int[] slots;
    private final char[][] letters;
    private final long[] hashes;
    private final int[][] pieces; // lengths
    private final int[][] patterns; // lengths of the tokens that the affix rules alone would give

    /// @param cut lengths of the tokens that the affix rules alone cut a text into
    Specials(SortedMap<String, List<String>> entries, java.util.function.Function<String, int[]> cut) {
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
            most = Math.max(most, letters[number].length);
            hashes[number] = Polynomial.of(entry.getKey());
            pieces[number] = entry.getValue().stream().mapToInt(String::length).toArray();
            patterns[number] = cut.apply(entry.getKey());
            int at = (int) hashes[number] & mask;
            while (slots[at] != 0) {
                at = at + 1 & mask;
            }
            slots[at] = ++number;
        }
        longest = most;
    }

    /// The number of the entry that equals a range, or -1.
    int find(char[] units, int from, int to) {
        return to - from > longest || to <= from
                ? -1
                : find(units, from, to, Polynomial.of(units, from, to));
    }

    /// As [#find(char[], int, int)] when the hash is known.
    int find(char[] units, int from, int to, long hash) {
        int at = (int) hash & mask;
        while (slots[at] != 0) {
            int number = slots[at] - 1;
            if (hashes[number] == hash
                    && Arrays.equals(
                            units, from, to, letters[number], 0, letters[number].length)) {
                return number;
            }
            at = at + 1 & mask;
        }
        return -1;
    }

    int[] pieces(int number) {
        return pieces[number];
    }

    int[] pattern(int number) {
        return patterns[number];
    }
}
