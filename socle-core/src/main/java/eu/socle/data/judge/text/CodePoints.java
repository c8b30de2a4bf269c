package eu.socle.data.judge.text;

import java.util.Arrays;

/// A fixed set of Unicode code points, written as ranges: `21 2e 3f 61d-61f` (hexadecimal).
public final class CodePoints {

    private final int[] starts;
    private final int[] ends;

    private CodePoints(int[] starts, int[] ends) {
        this.starts = starts;
        this.ends = ends;
    }

    /// Reads ranges in ascending order, separated by white space.
    public static CodePoints of(String ranges) {
        String[] parts = ranges.strip().split("\\s+", -1);
        int[] starts = new int[parts.length];
        int[] ends = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            int dash = parts[i].indexOf('-');
            starts[i] = Integer.parseInt(dash < 0 ? parts[i] : parts[i].substring(0, dash), 16);
            ends[i] = dash < 0 ? starts[i] : Integer.parseInt(parts[i].substring(dash + 1), 16);
        }
        return new CodePoints(starts, ends);
    }

    /// The code points of a text.
    public static CodePoints in(String text) {
        int[] sorted = text.codePoints().sorted().distinct().toArray();
        return new CodePoints(sorted, sorted.clone());
    }

    /// True for a member.
    public boolean has(int codePoint) {
        int at = Arrays.binarySearch(starts, codePoint);
        if (at >= 0) {
            return true;
        }
        int before = -at - 2;
        return before >= 0 && codePoint <= ends[before];
    }
}
