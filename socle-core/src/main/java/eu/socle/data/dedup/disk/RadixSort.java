package eu.socle.data.dedup.disk;

/// Sorts records of a few longs in place, as unsigned numbers, the first long first: American flag
/// sort (McIlroy, Bostic, McIlroy 1993) over the bytes that differ at all.
final class RadixSort {

    private static final int SMALL = 24; // below, insertion is faster than counting 256 digits

    private final long[] records;
    private final int width;
    private final int[] words; // digit -> long of the record it lies in
    private final int[] shifts; // digit -> its place in that long
    private final int[][] next; // digit -> where the next record of each value goes
    private final int[][] ends;

    private RadixSort(long[] records, int width, int[] words, int[] shifts) {
        this.records = records;
        this.width = width;
        this.words = words;
        this.shifts = shifts;
        next = new int[words.length][256];
        ends = new int[words.length][256];
    }

    /// @param records records one after the other
    /// @param count how many records
    /// @param width longs per record
    static void sort(long[] records, int count, int width) {
        long[] differs = new long[width];
        for (int word = 0; word < width; word++) {
            differs[word] = differs(records, word, count * width, width);
        }
        int[] words = new int[8 * width];
        int[] shifts = new int[8 * width];
        int digits = 0;
        for (int word = 0; word < width; word++) {
            for (int shift = 56; shift >= 0; shift -= 8) {
                if ((differs[word] >>> shift & 0xff) != 0) {
                    words[digits] = word;
                    shifts[digits++] = shift;
                }
            }
        }
        new RadixSort(
                        records,
                        width,
                        java.util.Arrays.copyOf(words, digits),
                        java.util.Arrays.copyOf(shifts, digits))
                .sort(0, count, 0);
    }

    /// The bits of a word that are not the same in all records.
    private static long differs(long[] records, int word, int end, int width) {
        long differs = 0;
        for (int at = word; at < end; at += width) {
            differs |= records[word] ^ records[at];
        }
        return differs;
    }

    private void sort(int from, int to, int digit) {
        if (to - from <= SMALL) {
            insert(from, to);
            return;
        }
        int level = digit;
        while (level < words.length && !spread(from, to, level)) {
            level++;
        }
        if (level == words.length) {
            return; // all the same
        }
        int[] end = ends[level];
        int start = from;
        for (int value = 0; value < 256; value++) {
            if (end[value] - start > 1) {
                sort(start, end[value], level + 1);
            }
            start = end[value];
        }
    }

    /// Moves every record to the range of its digit's value; false when all have the same value.
    private boolean spread(int from, int to, int digit) {
        int[] position = next[digit];
        int[] end = ends[digit];
        int word = words[digit];
        int shift = shifts[digit];
        java.util.Arrays.fill(end, 0);
        count(from, to, word, shift, end);
        if (end[digit(from, word, shift)] == to - from) {
            return false;
        }
        int sum = from;
        for (int value = 0; value < 256; value++) {
            position[value] = sum;
            sum += end[value];
            end[value] = sum;
        }
        for (int value = 0; value < 256; value++) {
            move(value, word, shift, position, end[value]);
        }
        return true;
    }

    private void count(int from, int to, int word, int shift, int[] counts) {
        for (int i = from; i < to; i++) {
            counts[digit(i, word, shift)]++;
        }
    }

    /// Fills the range of a value with its records.
    private void move(int value, int word, int shift, int[] position, int end) {
        int here = position[value];
        while (here < end) {
            int belongs = digit(here, word, shift);
            if (belongs == value) {
                here++;
            } else {
                swap(here, position[belongs]++);
            }
        }
        position[value] = here;
    }

    private int digit(int record, int word, int shift) {
        return (int) (records[record * width + word] >>> shift) & 0xff;
    }

    private void swap(int a, int b) {
        int left = a * width;
        int right = b * width;
        for (int k = 0; k < width; k++) {
            long keep = records[left + k];
            records[left + k] = records[right + k];
            records[right + k] = keep;
        }
    }

    private void insert(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            for (int j = i; j > from && less(j, j - 1); j--) {
                swap(j, j - 1);
            }
        }
    }

    private boolean less(int a, int b) {
        for (int k = 0; k < width; k++) {
            int order = Long.compareUnsigned(records[a * width + k], records[b * width + k]);
            if (order != 0) {
                return order < 0;
            }
        }
        return false;
    }
}
