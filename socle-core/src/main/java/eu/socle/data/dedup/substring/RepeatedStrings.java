package eu.socle.data.dedup.substring;

import eu.socle.core.Refusal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Finds every string of at least so many bytes that occurs more than once in a set of documents,
/// within one document too, never across the border of two.
public final class RepeatedStrings {

    private static final int MOST_BYTES = Integer.MAX_VALUE - 64; // of one Java array

    private RepeatedStrings() {}

    /// Which occurrences are found.
    public enum Keep {
        /// All but the first, in order of documents and positions: one copy of everything stays.
        FIRST,
        /// All: nothing of them stays.
        NONE
    }

    /// Bytes `from` to `to` of one document, end exclusive.
    public record Range(int from, int to) {}

    /// Finds them by a table of windows, at the speed of a few passes over the bytes.
    ///
    /// @param documents UTF-8
    /// @param leastBytes at least 2
    /// @return for each document its ranges in ascending order, apart from each other
    /// @throws Refusal usage, if the documents have more than 2 GiB in all
    public static List<List<Range>> find(List<byte[]> documents, int leastBytes, Keep keep) {
        Corpus corpus = Corpus.of(documents);
        return ranges(corpus, leastBytes, WindowTable.marks(corpus, leastBytes, keep));
    }

    /// The same by a suffix array: the specification.
    public static List<List<Range>> bySuffixArray(
            List<byte[]> documents, int leastBytes, Keep keep) {
        Corpus corpus = Corpus.of(documents);
        int[] suffixes = SuffixArray.of(corpus.bytes());
        BitSet marks = new BitSet(corpus.bytes().length);
        int from = 0;
        for (int i = 1; i <= suffixes.length; i++) {
            if (i == suffixes.length || !corpus.alike(suffixes[i - 1], suffixes[i], leastBytes)) {
                mark(corpus, suffixes, from, i, leastBytes, keep, marks);
                from = i;
            }
        }
        return ranges(corpus, leastBytes, marks);
    }

    private static void mark(
            Corpus corpus, int[] starts, int from, int to, int length, Keep keep, BitSet marks) {
        int first = Integer.MAX_VALUE;
        int count = 0;
        for (int i = from; i < to; i++) {
            if (corpus.inside(starts[i], length)) {
                first = Math.min(first, starts[i]);
                count++;
            }
        }
        if (count < 2) {
            return;
        }
        for (int i = from; i < to; i++) {
            if (corpus.inside(starts[i], length) && (keep == Keep.NONE || starts[i] != first)) {
                marks.set(starts[i]);
            }
        }
    }

    /// The union of the marked windows, cut by documents.
    private static List<List<Range>> ranges(Corpus corpus, int length, BitSet marks) {
        List<List<Range>> all = new ArrayList<>();
        int start = 0;
        for (int end : corpus.ends()) {
            List<Range> ranges = new ArrayList<>();
            int at = marks.nextSetBit(start);
            while (at >= 0 && at < end) {
                int to = at + length;
                int next = marks.nextSetBit(at + 1);
                while (next >= 0 && next <= to && next < end) {
                    to = next + length;
                    next = marks.nextSetBit(next + 1);
                }
                ranges.add(new Range(at - start, to - start));
                at = next;
            }
            all.add(List.copyOf(ranges));
            start = end;
        }
        return List.copyOf(all);
    }

    /// The text without these ranges, whose ends are moved inwards to the borders of code points.
    public static String without(byte[] document, List<Range> ranges) {
        ByteArrayOutputStream rest = new ByteArrayOutputStream(document.length);
        int at = 0;
        for (Range range : ranges) {
            int from = range.from();
            while (from < range.to() && isInside(document, from)) {
                from++;
            }
            int to = range.to();
            while (to > from && isInside(document, to)) {
                to--;
            }
            rest.write(document, at, from - at);
            at = to;
        }
        rest.write(document, at, document.length - at);
        return rest.toString(StandardCharsets.UTF_8);
    }

    /// True in the middle of a code point.
    private static boolean isInside(byte[] document, int at) {
        return at < document.length && (document[at] & 0xc0) == 0x80;
    }

    /// All documents one after the other.
    ///
    /// @param ends where each document ends
    record Corpus(byte[] bytes, int[] ends) {

        static Corpus of(List<byte[]> documents) {
            long total = documents.stream().mapToLong(d -> d.length).sum();
            if (total > MOST_BYTES) {
                throw Refusal.usage(
                        "repeated strings are looked for in at most 2 GiB at a time, not in "
                                + total
                                + " bytes; cut the documents into parts.");
            }
            byte[] bytes = new byte[(int) total];
            int[] ends = new int[documents.size()];
            int at = 0;
            for (int i = 0; i < ends.length; i++) {
                byte[] document = documents.get(i);
                System.arraycopy(document, 0, bytes, at, document.length);
                at += document.length;
                ends[i] = at;
            }
            return new Corpus(bytes, ends);
        }

        /// True when a window of that length from here lies in one document.
        boolean inside(int start, int length) {
            return endOf(start) - start >= length;
        }

        /// The end of the document that holds this byte.
        int endOf(int at) {
            int i = Arrays.binarySearch(ends, at);
            int document = i < 0 ? -i - 1 : i + 1;
            while (ends[document] <= at) {
                document++; // empty documents
            }
            return ends[document];
        }

        /// True when the bytes from both places are the same that far.
        boolean alike(int a, int b, int length) {
            return Math.max(a, b) <= bytes.length - length
                    && Arrays.equals(bytes, a, a + length, bytes, b, b + length);
        }
    }
}
