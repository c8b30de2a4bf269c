package eu.socle.data.dedup.passage;

import eu.socle.data.dedup.disk.RecordCursor;
import eu.socle.data.dedup.disk.RecordSorter;
import eu.socle.data.dedup.disk.SortedLongs;
import java.io.IOException;
import java.nio.file.Path;

/// Strings of at least so many bytes that occurred before (Lee et al., Deduplicating Training Data
/// Makes Language Models Better, 2022), in any number of documents: what
/// [eu.socle.data.dedup.substring.RepeatedStrings] finds in memory with "keep first", found by
/// sorting on disk.
///
/// First, half-windows at the places that [Anchors] chooses are sorted by their hashes; a window
/// that occurs twice holds a half-window that occurs twice. Then only windows that hold such a
/// half-window are sorted, by 122 bits of their bytes, and all but the first of equals are marked.
/// On disk 16 bytes for each chosen place (0.6 times the text for 100 bytes) and 24 bytes for each
/// window that may be repeated.
public final class RepeatedSubstrings {

    private RepeatedSubstrings() {}

    /// Half-windows that occur more than once.
    public static final class HalfWindows implements AutoCloseable {
        private final RecordSorter chosen; // (hash, place)
        private final RecordSorter repeated; // (place)

        /// @param folder an existing folder for temporary files
        /// @param memoryBytes the most that buffers may take
        public HalfWindows(Path folder, long memoryBytes) {
            chosen = new RecordSorter(folder, "half-windows", 2, memoryBytes / 2);
            repeated = new RecordSorter(folder, "half-windows-repeated", 1, memoryBytes / 2);
        }

        /// Adds a chosen place.
        public void add(long document, long hash, int at) {
            chosen.add(hash, Place.of(document, at));
        }

        /// Writes the places of those that occur more than once.
        ///
        /// @throws IOException if the file cannot be written
        public void finish(Path file) throws IOException {
            try (RecordCursor all = chosen.sorted()) {
                long hash = 0;
                long first = -1; // place of the only one so far
                boolean any = false;
                while (all.next()) {
                    if (!any || all.get(0) != hash) {
                        hash = all.get(0);
                        any = true;
                        first = all.get(1);
                        continue;
                    }
                    if (first >= 0) {
                        repeated.add(first);
                        first = -1;
                    }
                    repeated.add(all.get(1));
                }
            }
            try (RecordCursor all = repeated.sorted()) {
                SortedLongs.write(file, all, 1);
            }
        }

        @Override
        public void close() {
            chosen.close();
            repeated.close();
        }
    }

    /// Takes a window that may be repeated.
    @FunctionalInterface
    public interface Taker {
        void take(long high, long low, int from) throws IOException;
    }

    /// The windows of a document that hold a half-window which occurs more than once.
    ///
    /// @param halfWindows the file that [HalfWindows] wrote
    /// @param window bytes of a window
    /// @throws IOException if the file cannot be read, or the taker throws it
    public static void candidates(
            long document, byte[] utf8, int window, SortedLongs halfWindows, Taker taker)
            throws IOException {
        long end = Place.of(document + 1, 0);
        boolean more = halfWindows.seek(Place.of(document, 0)) && halfWindows.get(0) < end;
        if (!more) {
            return;
        }
        WindowHash hash = new WindowHash(utf8, window);
        int[] chosen = Anchors.of(utf8, window);
        for (int from = 0; from < chosen.length; from++) {
            long place =
                    Place.of(document, chosen[from]); // never before the one of the window before
            while (more && halfWindows.get(0) < place) {
                more = halfWindows.next() && halfWindows.get(0) < end;
            }
            if (!more) {
                return;
            }
            if (halfWindows.get(0) == place) {
                hash.moveTo(from);
                taker.take(hash.high(), hash.low(), from);
            }
        }
    }

    /// Windows that occur more than once.
    public static final class Windows implements AutoCloseable {
        private final int length;
        private final RecordSorter windows; // (high, low, place)
        private final RecordSorter marks; // (place)

        /// @param length bytes of a window
        /// @param folder an existing folder for temporary files
        /// @param memoryBytes the most that buffers may take
        public Windows(int length, Path folder, long memoryBytes) {
            this.length = length;
            windows = new RecordSorter(folder, "windows", 3, memoryBytes / 2);
            marks = new RecordSorter(folder, "windows-repeated", 1, memoryBytes / 2);
        }

        /// Adds a window of [#candidates].
        public void add(long document, long high, long low, int from) {
            windows.add(high, low, Place.of(document, from));
        }

        /// Says what goes: the union of all windows that occurred before.
        public void find(Cuts.Builder cuts) {
            try (RecordCursor all = windows.sorted()) {
                long high = 0;
                long low = 0;
                boolean any = false;
                while (all.next()) {
                    if (any && all.get(0) == high && all.get(1) == low) {
                        marks.add(all.get(2));
                        continue;
                    }
                    high = all.get(0);
                    low = all.get(1);
                    any = true;
                }
            }
            try (RecordCursor all = marks.sorted()) {
                boolean more = all.next();
                while (more) {
                    long document = Place.document(all.get(0));
                    int from = Place.at(all.get(0));
                    int to = from;
                    while (more
                            && Place.document(all.get(0)) == document
                            && (to == from || Place.at(all.get(0)) <= to)) {
                        to = Place.at(all.get(0)) + length;
                        more = all.next();
                    }
                    cuts.add(document, new Cut(PassageKind.SUBSTRING, from, to));
                }
            }
        }

        @Override
        public void close() {
            windows.close();
            marks.close();
        }
    }
}
