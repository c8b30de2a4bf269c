package eu.socle.data.dedup.passage;

import eu.socle.data.dedup.disk.RecordCursor;
import eu.socle.data.dedup.disk.RecordSorter;
import eu.socle.data.dedup.disk.SortedLongs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What goes of each document, in a file sorted by documents: any task finds its documents there.
public final class Cuts implements AutoCloseable {

    private static final int KIND_BITS = 2;

    private final SortedLongs file; // (place, end and kind)

    private Cuts(SortedLongs file) {
        this.file = file;
    }

    /// Gathers what goes, in any order.
    public static final class Builder implements AutoCloseable {
        private final RecordSorter cuts;
        private final long first;

        /// @param folder an existing folder for temporary files
        /// @param memoryBytes the most that buffers may take
        public Builder(Path folder, long memoryBytes) {
            this(folder, memoryBytes, 0);
        }

        /// @param first documents below this number stay as they are, and [Cuts] counts from it
        public Builder(Path folder, long memoryBytes, long first) {
            this.first = first;
            cuts = new RecordSorter(folder, "cuts", 2, memoryBytes);
        }

        /// Adds what goes of a document.
        ///
        /// @param document its number, at least 0, below 2^31
        void add(long document, Cut cut) {
            if (document < first) {
                return;
            }
            cuts.add(
                    Place.of(document - first, cut.from()),
                    (long) cut.to() << KIND_BITS | cut.kind().code());
        }

        /// Writes the file, which is there whole or not at all.
        ///
        /// @throws IOException if it cannot be written
        public void finish(Path file) throws IOException {
            try (RecordCursor all = cuts.sorted()) {
                SortedLongs.write(file, all, 2);
            }
        }

        @Override
        public void close() {
            cuts.close();
        }
    }

    /// Opens a finished file.
    ///
    /// @throws IOException if it cannot be read
    public static Cuts open(Path file) throws IOException {
        return new Cuts(SortedLongs.open(file, 2));
    }

    /// What goes of a document, sorted by the first byte; the ranges may overlap.
    ///
    /// @throws IOException if the file cannot be read
    public List<Cut> of(long document) throws IOException {
        List<Cut> cuts = new ArrayList<>();
        long before = Place.of(document + 1, 0);
        for (boolean more = file.seek(Place.of(document, 0));
                more && file.get(0) < before;
                more = file.next()) {
            PassageKind kind = PassageKind.of((int) file.get(1) & ((1 << KIND_BITS) - 1));
            int to = (int) (file.get(1) >>> KIND_BITS);
            cuts.add(new Cut(kind, Place.at(file.get(0)), to));
        }
        return cuts;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
