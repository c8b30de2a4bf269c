package eu.socle.data.judge.english;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The tokens of one white-space run while it is cut.
final class Pieces {

    private int size;
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private int suffixes;
    private int[] suffixStarts = new int[16];
    private int[] suffixEnds = new int[16];
    private final List<Match> matches = new ArrayList<>();

    /// Tokens `[from, to)` that together are an entry.
    private record Match(int from, int to, int number) {}

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    int start(int piece) {
        return starts[piece];
    }

    int end(int piece) {
        return ends[piece];
    }

    void add(int start, int end) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
        }
        starts[size] = start;
        ends[size++] = end;
    }

    /// Takes the last token back, if it was added.
    void dropLast(boolean added) {
        size -= added ? 1 : 0;
    }

    void clearSuffixes() {
        suffixes = 0;
    }

    /// Remembers a suffix; the last one remembered comes first in the text.
    void addSuffix(int start, int end) {
        if (suffixes == suffixStarts.length) {
            suffixStarts = Arrays.copyOf(suffixStarts, 2 * suffixes);
            suffixEnds = Arrays.copyOf(suffixEnds, 2 * suffixes);
        }
        suffixStarts[suffixes] = start;
        suffixEnds[suffixes++] = end;
    }

    void addSuffixes() {
        while (suffixes > 0) {
            suffixes--;
            add(suffixStarts[suffixes], suffixEnds[suffixes]);
        }
    }

    int[] lengths() {
        int[] lengths = new int[size];
        for (int i = 0; i < size; i++) {
            lengths[i] = ends[i] - starts[i];
        }
        return lengths;
    }

    /// True when the tokens from one on have these lengths.
    boolean equal(int from, int[] lengths) {
        for (int i = 0; i < lengths.length; i++) {
            if (from + i >= size || ends[from + i] - starts[from + i] != lengths[i]) {
                return false;
            }
        }
        return true;
    }

    void clearMatches() {
        matches.clear();
    }

    void addMatch(int from, int to, int number) {
        matches.add(new Match(from, to, number));
    }

    /// Replaces the tokens of each match by the pieces of its entry; of matches that overlap the
    /// longest wins, of equal ones the first.
    void replaceMatches(Specials specials) {
        if (matches.isEmpty()) {
            return;
        }
        matches.sort(
                Comparator.<Match>comparingInt(m -> m.from() - m.to())
                        .thenComparingInt(Match::from));
        boolean[] seen = new boolean[size];
        List<Match> chosen = new ArrayList<>();
        for (Match match : matches) {
            if (!seen[match.from()] && !seen[match.to() - 1]) {
                chosen.add(match);
            }
            Arrays.fill(seen, match.from(), match.to(), true);
        }
        chosen.sort(Comparator.comparingInt(Match::from));
        int[] oldStarts = Arrays.copyOf(starts, size);
        int[] oldEnds = Arrays.copyOf(ends, size);
        size = 0;
        int at = 0;
        for (Match match : chosen) {
            for (; at < match.from(); at++) {
                add(oldStarts[at], oldEnds[at]);
            }
            int unit = oldStarts[match.from()];
            for (int length : specials.pieces(match.number())) {
                add(unit, unit + length);
                unit += length;
            }
            at = match.to();
        }
        for (; at < oldStarts.length; at++) {
            add(oldStarts[at], oldEnds[at]);
        }
    }
}
