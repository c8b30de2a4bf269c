package eu.socle.token;

import java.util.Arrays;

/// A list of token ids that grows.
final class Ids {

    private int[] values = new int[64];
    private int size;

    void add(int id) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = id;
    }

    int get(int i) {
        return values[i];
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
