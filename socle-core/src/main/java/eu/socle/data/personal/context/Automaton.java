package eu.socle.data.personal.context;

import eu.socle.data.personal.text.Fold;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds any of many words in one pass (Aho and Corasick 1975): a complete table of states, so that
/// each letter costs one look-up. Letters that no word uses share one column.
final class Automaton {
    /// A word and what it stands for.
    ///
    /// @param text folded
    /// @param meaning the caller's number for it
    /// @param wholeStart no letter may stand before it
    /// @param wholeEnd no letter may stand after it
    record Word(String text, int meaning, boolean wholeStart, boolean wholeEnd) {}

    private final Fold fold;
    private final byte[] columns = new byte[Character.MAX_VALUE + 1];
    private final int width;
    private final int[] next;
    private final int[][] words; // state -> words that end there
    private final Word[] all;

    Automaton(List<Word> list, Fold fold) {
        this.fold = fold;
        this.all = list.toArray(Word[]::new);
        this.width = letters();
        List<int[]> rows = new ArrayList<>();
        List<List<Integer>> ends = new ArrayList<>();
        rows.add(new int[width]);
        ends.add(new ArrayList<>());
        for (int w = 0; w < all.length; w++) {
            int state = 0;
            for (int i = 0; i < all[w].text().length(); i++) {
                int column = columns[all[w].text().charAt(i)];
                int to = rows.get(state)[column];
                if (to == 0) {
                    to = rows.size();
                    rows.add(new int[width]);
                    ends.add(new ArrayList<>());
                    rows.get(state)[column] = to;
                }
                state = to;
            }
            ends.get(state).add(w);
        }
        complete(rows, ends);
        this.next = new int[rows.size() * width];
        this.words = new int[rows.size()][];
        for (int s = 0; s < rows.size(); s++) {
            System.arraycopy(rows.get(s), 0, next, s * width, width);
            words[s] = ends.get(s).stream().mapToInt(Integer::intValue).toArray();
        }
    }

    private int letters() {
        Map<Character, Byte> seen = new HashMap<>();
        for (Word word : all) {
            for (int i = 0; i < word.text().length(); i++) {
                char c = word.text().charAt(i);
                if (!seen.containsKey(c)) {
                    seen.put(c, (byte) (seen.size() + 1));
                }
            }
        }
        if (seen.size() > Byte.MAX_VALUE - 1) {
            throw new IllegalArgumentException(seen.size() + " letters do not fit a byte");
        }
        seen.forEach((c, column) -> columns[c] = column);
        return seen.size() + 1;
    }

    /// Fills each missing step with the step of the longest suffix that is a prefix too.
    private void complete(List<int[]> rows, List<List<Integer>> ends) {
        int[] fallback = new int[rows.size()];
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        for (int to : rows.get(0)) {
            if (to != 0) {
                queue.add(to);
            }
        }
        while (!queue.isEmpty()) {
            int state = queue.remove();
            ends.get(state).addAll(ends.get(fallback[state]));
            int[] row = rows.get(state);
            int[] shorter = rows.get(fallback[state]);
            for (int column = 0; column < width; column++) {
                if (row[column] == 0) {
                    row[column] = shorter[column];
                    continue;
                }
                fallback[row[column]] = shorter[column];
                queue.add(row[column]);
            }
        }
    }

    /// What is told of each word found.
    interface Found {
        /// A word stands here.
        ///
        /// @param start first character of the word in the text
        /// @param end after its last
        void word(int meaning, int start, int end);
    }

    /// Looks for words that lie in [from, to).
    ///
    /// @param text the whole text, read at the edges too
    void search(char[] text, int size, int from, int to, Found found) {
        int state = 0;
        for (int i = from; i < to; i++) {
            char c = fold.of(text[i]);
            if (c == Fold.NOTHING) {
                continue;
            }
            state = next[state * width + columns[c]];
            for (int w : words[state]) {
                Word word = all[w];
                int start = startOf(text, i, word.text().length(), from);
                boolean begins =
                        !word.wholeStart() || start == 0 || !Character.isLetter(text[start - 1]);
                boolean stops =
                        !word.wholeEnd() || i + 1 >= size || !Character.isLetter(text[i + 1]);
                if (begins && stops) {
                    found.word(word.meaning(), start, i + 1);
                }
            }
        }
    }

    private int startOf(char[] text, int last, int letters, int from) {
        int start = last + 1;
        int left = letters;
        while (left > 0 && start > from) {
            start--;
            left -= fold.of(text[start]) == Fold.NOTHING ? 0 : 1;
        }
        return start;
    }

    /// Bytes of its tables, roughly.
    int bytes() {
        return next.length * 4 + Arrays.stream(words).mapToInt(w -> 16 + w.length * 4).sum();
    }
}
