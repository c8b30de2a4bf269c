package eu.socle.data.dedup.span;

import eu.socle.data.dedup.SimpleText;
import eu.socle.data.dedup.disk.RecordCursor;
import eu.socle.data.dedup.disk.RecordSorter;
import eu.socle.data.dedup.near.WordBytes;
import eu.socle.data.dedup.near.XxHash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Windows of sentences that occurred before, in documents with lesser numbers or earlier in the
/// same document: all copies but the first go.
///
/// Windows are compared by 64 bits of their simplified text ([SimpleText]); among 10^9 windows, a
/// wrong match is expected 0.03 times.
public final class RepeatedSentences implements AutoCloseable {

    private final SentenceRule rule;
    private final RecordSorter windows; // (hash, document + 1, first sentence); known ones first
    private final RecordSorter repeated; // (document, first sentence)
    private boolean known;

    private RepeatedSentences(SentenceRule rule, RecordSorter windows, RecordSorter repeated) {
        this.rule = rule;
        this.windows = windows;
        this.repeated = repeated;
    }

    /// Nothing seen yet.
    ///
    /// @param folder an existing folder for temporary files
    /// @param memoryBytes the most that buffers may take
    public static RepeatedSentences in(Path folder, long memoryBytes, SentenceRule rule) {
        return new RepeatedSentences(
                rule,
                new RecordSorter(folder, "windows", 3, memoryBytes / 2),
                new RecordSorter(folder, "repeated", 2, memoryBytes / 2));
    }

    /// Adds the sentences of a document, in order; documents may come in any order.
    ///
    /// @param document its number, at least 0
    public void add(long document, List<String> sentences) {
        addWindows(document + 1, sentences);
    }

    /// Adds sentences of a collection that stays as it is: what repeats them goes. As soon as there
    /// is such a collection, repetition among the documents alone counts no more.
    public void addKnown(List<String> sentences) {
        known = true;
        addWindows(0, sentences);
    }

    private void addWindows(long number, List<String> sentences) {
        List<String> simple = sentences.stream().map(SimpleText::of).toList();
        for (int i = 0; i + rule.window() <= simple.size(); i++) {
            String window = String.join(" ", simple.subList(i, i + rule.window()));
            if (!window.isBlank()) { // line ends alone are no repetition
                byte[] bytes = window.getBytes(StandardCharsets.UTF_8);
                windows.add(XxHash.of64(bytes, 0, bytes.length), number, i);
            }
        }
    }

    /// Compares all windows. Nothing can be added afterwards.
    public Reader finish() {
        try (RecordCursor all = windows.sorted()) {
            long hash = 0;
            boolean seen = false;
            while (all.next()) {
                boolean same = seen && all.get(0) == hash;
                if (same && all.get(1) > 0) {
                    repeated.add(all.get(1) - 1, all.get(2));
                } else if (!same) {
                    hash = all.get(0);
                    seen = !known || all.get(1) == 0;
                }
            }
        }
        return new Reader(repeated.sorted());
    }

    /// Gives the repeated windows of each document; asked for in ascending order of documents.
    public static final class Reader implements AutoCloseable {
        private final RecordCursor cursor;
        private boolean more;

        private Reader(RecordCursor cursor) {
            this.cursor = cursor;
            more = cursor.next();
        }

        /// The first sentences of the document's repeated windows, ascending.
        public int[] of(long document) {
            while (more && cursor.get(0) < document) {
                more = cursor.next();
            }
            int[] starts = new int[4];
            int count = 0;
            while (more && cursor.get(0) == document) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, 2 * count);
                }
                starts[count++] = (int) cursor.get(1);
                more = cursor.next();
            }
            return Arrays.copyOf(starts, count);
        }

        @Override
        public void close() {
            cursor.close();
        }
    }

    /// What is left of a document; empty when the document goes.
    ///
    /// @param sentences with the white space between them, so that they join to the text
    /// @param starts of [Reader#of(long)]
    /// @param split cuts what is left into sentences again, to count them
    public Optional<String> without(
            List<String> sentences, int[] starts, UnaryOperator<List<String>> split) {
        List<String> kept = new ArrayList<>();
        int start = 0;
        int dropUntil = 0;
        for (int i = 0; i < sentences.size(); i++) {
            if (start < starts.length && starts[start] == i) {
                dropUntil = i + rule.window();
                start++;
            }
            if (i >= dropUntil) {
                kept.add(sentences.get(i));
            }
        }
        if (kept.size() == sentences.size()) {
            return Optional.of(String.join("", sentences)).filter(t -> !t.isEmpty());
        }
        String text = String.join("", kept).stripLeading();
        boolean enough =
                !text.isEmpty()
                        && WordBytes.ofSimple(text).count() >= rule.leastWords()
                        && split.apply(kept).size() >= rule.leastSentences();
        return enough ? Optional.of(text) : Optional.empty();
    }

    /// Deletes the temporary files.
    @Override
    public void close() {
        windows.close();
        repeated.close();
    }
}
