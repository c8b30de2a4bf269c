package eu.socle.data.dedup.substring;

import java.util.Arrays;

/// The positions of a text in the order of its suffixes, by induced sorting (SA-IS; Nong, Zhang,
/// Chan 2009), in linear time.
public final class SuffixArray {

    private final int[] text; // values 0..values-1; no sentinel, the end counts as less than all
    private final int values;
    private final boolean[] small; // suffix less than the one after it
    private final int[] firstOfLarge; // value -> start of its bucket
    private final int[] firstOfSmall; // value -> first place after the large ones of its bucket
    private final int[] suffixes;

    private SuffixArray(int[] text, int values) {
        this.text = text;
        this.values = values;
        int n = text.length;
        suffixes = new int[n];
        small = new boolean[n];
        firstOfLarge = new int[values + 1];
        firstOfSmall = new int[values + 1];
        for (int i = n - 2; i >= 0; i--) {
            small[i] = text[i] == text[i + 1] ? small[i + 1] : text[i] < text[i + 1];
        }
        int[] larges = new int[values];
        int[] smalls = new int[values];
        for (int i = 0; i < n; i++) {
            (small[i] ? smalls : larges)[text[i]]++;
        }
        int sum = 0;
        for (int v = 0; v < values; v++) {
            firstOfLarge[v] = sum;
            firstOfSmall[v] = sum + larges[v];
            sum += larges[v] + smalls[v];
        }
        firstOfLarge[values] = sum;
        firstOfSmall[values] = sum;
    }

    /// The suffix array of bytes, compared as numbers without sign.
    public static int[] of(byte[] bytes) {
        int[] text = new int[bytes.length];
        for (int i = 0; i < text.length; i++) {
            text[i] = bytes[i] & 0xff;
        }
        return of(text, 256);
    }

    private static int[] of(int[] text, int values) {
        if (text.length == 0) {
            return new int[0];
        }
        return new SuffixArray(text, values).sorted();
    }

    private int[] sorted() {
        int[] marks = leftmostSmalls();
        induce(marks);
        if (marks.length > 1) {
            induce(sortedMarks(marks));
        }
        return suffixes;
    }

    private boolean isLeftmostSmall(int i) {
        return i > 0 && small[i] && !small[i - 1];
    }

    private int[] leftmostSmalls() {
        int[] marks = new int[text.length / 2 + 1];
        int count = 0;
        for (int i = 1; i < text.length; i++) {
            if (isLeftmostSmall(i)) {
                marks[count++] = i;
            }
        }
        return Arrays.copyOf(marks, count);
    }

    /// Sorts all suffixes from the order of the leftmost small ones.
    private void induce(int[] marks) {
        Arrays.fill(suffixes, -1);
        int[] next = firstOfSmall.clone();
        for (int mark : marks) {
            suffixes[next[text[mark]]++] = mark;
        }
        System.arraycopy(firstOfLarge, 0, next, 0, values);
        int n = text.length;
        suffixes[next[text[n - 1]]++] = n - 1;
        for (int i = 0; i < n; i++) {
            int before = suffixes[i] - 1;
            if (before >= 0 && !small[before]) {
                suffixes[next[text[before]]++] = before;
            }
        }
        System.arraycopy(firstOfLarge, 1, next, 0, values); // ends of the buckets
        for (int i = n - 1; i >= 0; i--) {
            int before = suffixes[i] - 1;
            if (before >= 0 && small[before]) {
                suffixes[--next[text[before]]] = before;
            }
        }
    }

    /// The leftmost small suffixes in their order: names for the strings between them, sorted
    /// again.
    private int[] sortedMarks(int[] marks) {
        int n = text.length;
        int[] number = new int[n]; // position -> its number among the marks
        Arrays.fill(number, -1);
        for (int i = 0; i < marks.length; i++) {
            number[marks[i]] = i;
        }
        int[] names = new int[marks.length];
        int name = -1;
        int last = -1;
        for (int i = 0; i < n; i++) {
            int mark = suffixes[i];
            if (mark < 0 || number[mark] < 0) {
                continue;
            }
            if (last < 0 || !sameUntilNextMark(last, mark, marks, number)) {
                name++;
            }
            names[number[mark]] = name;
            last = mark;
        }
        int[] order = of(names, name + 1);
        int[] sorted = new int[marks.length];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = marks[order[i]];
        }
        return sorted;
    }

    private boolean sameUntilNextMark(int a, int b, int[] marks, int[] number) {
        int endA = number[a] + 1 < marks.length ? marks[number[a] + 1] : text.length;
        int endB = number[b] + 1 < marks.length ? marks[number[b] + 1] : text.length;
        if (endA - a != endB - b || endA == text.length || endB == text.length) {
            return false;
        }
        return Arrays.equals(text, a, endA + 1, text, b, endB + 1);
    }
}
