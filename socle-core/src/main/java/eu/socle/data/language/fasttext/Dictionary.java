package eu.socle.data.language.fasttext;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Words and labels of a model, and the rows of the input matrix that a text stands for.
///
/// Words are kept as their bytes, one character a byte, for groups of letters are hashed as bytes.
public final class Dictionary {

    /// What ends every text, a word like others.
    static final String END = "</s>";

    private static final String LABEL = "__label__";
    private static final int MOST_LABELS = 1_000_000;
    private static final long MOST_SEEN = 1_000_000_000_000L; // counts of one entry
    private static final long STEP = 116049371; // of the hash of word groups

    /// What of the head of the file says how text is read.
    ///
    /// @param wordNgrams words of the longest group of words
    /// @param buckets rows that groups share
    /// @param shortest characters of the shortest group of letters
    /// @param longest characters of the longest, 0 for none
    public record Reading(int wordNgrams, int buckets, int shortest, int longest) {}

    /// A label and how often training saw it.
    ///
    /// @param name without the prefix `__label__`
    public record Label(String name, long count) {}

    private final Reading reading;
    private final Map<String, Integer> words = new HashMap<>();
    private final List<Label> labels = new ArrayList<>();
    private final Map<Integer, Integer> kept = new HashMap<>(); // bucket -> row, where pruned
    private final boolean pruned;
    private final int wordCount;

    /// Reads the dictionary of a file.
    ///
    /// @throws eu.socle.core.Refusal if it is damaged
    public Dictionary(Bytes in, Reading reading) {
        this.reading = reading;
        int size = in.int32();
        wordCount = in.int32();
        int labelCount = in.int32();
        in.skip(Long.BYTES); // tokens that training saw
        long pruneCount = in.int64();
        boolean fits =
                wordCount >= 0
                        && labelCount >= 1
                        && (long) wordCount + labelCount == size
                        && labelCount <= MOST_LABELS
                        && size <= in.left() / 10; // the least that an entry takes
        if (!fits) {
            throw in.damaged(
                    "its dictionary of "
                            + size
                            + " entries announces "
                            + wordCount
                            + " words and "
                            + labelCount
                            + " labels");
        }
        for (int i = 0; i < size; i++) {
            entry(in, i);
        }
        pruned = pruneCount >= 0;
        if (pruneCount > in.left() / 8 || pruneCount < -1) {
            throw in.damaged("it keeps " + pruneCount + " groups");
        }
        for (long i = 0; i < pruneCount; i++) {
            int bucket = in.int32();
            int row = in.int32();
            if (row < 0 || row >= pruneCount) {
                throw in.damaged("a kept group is in row " + row + " of " + pruneCount);
            }
            kept.put(bucket, row);
        }
    }

    private void entry(Bytes in, int i) {
        String word = in.word();
        long count = in.int64();
        byte kind = in.int8();
        if (kind != (i < wordCount ? 0 : 1) || count < 0 || count > MOST_SEEN) {
            throw in.damaged(
                    "entry "
                            + i
                            + " of its dictionary has the kind "
                            + kind
                            + " and count "
                            + count);
        }
        if (kind == 0) {
            words.putIfAbsent(word, i);
            return;
        }
        String name = word.startsWith(LABEL) ? word.substring(LABEL.length()) : word;
        labels.add(
                new Label(
                        new String(
                                name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8),
                        count));
    }

    /// Labels in the order of the output matrix.
    public List<Label> labels() {
        return Collections.unmodifiableList(labels);
    }

    /// Rows that the input matrix must have.
    public long rows() {
        return (long) wordCount + (pruned ? kept.size() : reading.buckets());
    }

    /// True where groups that training found of little use are left out.
    public boolean pruned() {
        return pruned;
    }

    /// The rows of a text, in the order in which they are added.
    ///
    /// @param text its line ends are read as blanks; the end-of-line word is put after it
    public Rows rows(String text) {
        String bytes =
                new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        Rows rows = new Rows();
        int[] hashes = new int[bytes.length() / 2 + 2];
        int count = 0;
        int at = 0;
        while (at < bytes.length()) {
            int end = at;
            while (end < bytes.length() && !isBlank(bytes.charAt(end))) {
                end++;
            }
            if (end > at) {
                String word = bytes.substring(at, end);
                if (words.containsKey(word) || !word.startsWith(LABEL)) {
                    addWord(word, rows);
                    hashes[count++] = hash(word, 0, word.length());
                }
            }
            at = end + 1;
        }
        addWord(END, rows);
        hashes[count++] = hash(END, 0, END.length());
        addWordGroups(hashes, count, rows);
        return rows;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r') || c == 0;
    }

    /// FNV-1a over signed bytes: a byte above 127 fills the upper bits before it is mixed in.
    static int hash(String bytes, int from, int to) {
        int h = 0x811c9dc5;
        for (int i = from; i < to; i++) {
            h = (h ^ (byte) bytes.charAt(i)) * 0x01000193;
        }
        return h;
    }

    private void addWord(String word, Rows rows) {
        Integer known = words.get(word);
        if (known != null) {
            rows.add(known);
        }
        if (reading.longest() <= 0 || word.equals(END)) {
            return;
        }
        String marked = "<" + word + ">";
        for (int i = 0; i < marked.length(); i++) {
            if (isInside(marked.charAt(i))) {
                continue;
            }
            int j = i;
            for (int n = 1; j < marked.length() && n <= reading.longest(); n++) {
                j++;
                while (j < marked.length() && isInside(marked.charAt(j))) {
                    j++;
                }
                boolean mark = n == 1 && (i == 0 || j == marked.length());
                if (n >= reading.shortest() && !mark) {
                    addGroup(Integer.toUnsignedLong(hash(marked, i, j)), rows);
                }
            }
        }
    }

    /// True for the second and later bytes of a character of UTF-8.
    private static boolean isInside(char c) {
        return (c & 0xC0) == 0x80;
    }

    private void addWordGroups(int[] hashes, int count, Rows rows) {
        for (int i = 0; i < count; i++) {
            long h = hashes[i];
            for (int j = i + 1; j < count && j < i + reading.wordNgrams(); j++) {
                h = h * STEP + hashes[j];
                addGroup(h, rows);
            }
        }
    }

    private void addGroup(long hash, Rows rows) {
        int bucket = (int) Long.remainderUnsigned(hash, reading.buckets());
        if (!pruned) {
            rows.add(wordCount + bucket);
            return;
        }
        Integer row = kept.get(bucket);
        if (row != null) {
            rows.add(wordCount + row);
        }
    }
}
