package eu.socle.token.text;

import java.util.Arrays;

/// A list of token ids that grows. Not for two threads at once.
public final class Ids {

    private int[] values;
    private int size;

    /// An empty list.
    public Ids() {
        this(64);
    }

    /// An empty list with room for this many.
    public Ids(int room) {
        this.values = new int[Math.max(16, room)];
    }

    /// Adds one id at the end.
    public void add(int id) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = id;
    }

    /// Adds `from[start, start + count)` at the end.
    public void addAll(int[] from, int start, int count) {
        if (values.length - size < count) {
            values = Arrays.copyOf(values, Math.max(2 * size, size + count));
        }
        for (int i = 0; i < count; i++) { // a handful of ids: no call pays
            values[size + i] = from[start + i];
        }
        size += count;
    }

    /// The id at an index.
    public int get(int i) {
        return values[i];
    }

    /// How many there are.
    public int size() {
        return size;
    }

    /// Forgets those from index `size` on.
    public void truncate(int size) {
        this.size = size;
    }

    /// Forgets all.
    public void clear() {
        size = 0;
    }

    /// A copy as an array.
    public int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
