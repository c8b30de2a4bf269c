package eu.socle.data.judge.text;

import java.util.Arrays;

/// Finds which parts of a text are equal: each part gets the number of the first one that it
/// equals. Equality is checked unit by unit; the hash only finds candidates.
public final class Groups {

    private int parts;
    private int[] from = new int[0];
    private int[] to = new int[0];
    private int[] first = new int[0];
    private int[] count = new int[0];
    private long[] hash = new long[0];
    private int[] table = new int[16];
    private int mask = 15;

    /// Forgets all parts and makes room.
    ///
    /// @param most parts that will be added
    public void clear(int most) {
        parts = 0;
        if (from.length < most) {
            int size = most + (most >> 1) + 16;
            from = new int[size];
            to = new int[size];
            first = new int[size];
            count = new int[size];
            hash = new long[size];
        }
        int size = Integer.highestOneBit(Math.max(8, most)) * 4;
        if (table.length < size) {
            table = new int[size];
        } else {
            Arrays.fill(table, 0, size, 0);
        }
        mask = size - 1;
    }

    /// Adds a part.
    ///
    /// @return its number
    public int add(Tokenised text, int start, int end) {
        int part = parts++;
        from[part] = start;
        to[part] = end;
        long key = text.hash(start, end);
        hash[part] = key;
        count[part] = 0;
        int at = (int) ((key >>> 32) ^ key) & mask;
        while (table[at] != 0) {
            int other = table[at] - 1;
            if (hash[other] == key
                    && Arrays.equals(text.units, from[other], to[other], text.units, start, end)) {
                first[part] = other;
                count[other]++;
                return part;
            }
            at = (at + 1) & mask;
        }
        table[at] = part + 1;
        first[part] = part;
        count[part] = 1;
        return part;
    }

    /// Parts added.
    public int size() {
        return parts;
    }

    public int from(int part) {
        return from[part];
    }

    public int to(int part) {
        return to[part];
    }

    /// True for a second or later copy.
    public boolean isCopy(int part) {
        return first[part] != part;
    }

    /// How many parts are equal to this one, itself included.
    public int copies(int part) {
        return count[first[part]];
    }
}
