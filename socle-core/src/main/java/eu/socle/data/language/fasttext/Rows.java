package eu.socle.data.language.fasttext;

import java.util.Arrays;

/// A growing list of row numbers.
public final class Rows {

    private int[] rows = new int[256];
    private int count;

    Rows() {}

    void add(int row) {
        if (count == rows.length) {
            rows = Arrays.copyOf(rows, 2 * count);
        }
        rows[count++] = row;
    }

    public int count() {
        return count;
    }

    public int get(int i) {
        return rows[i];
    }
}
