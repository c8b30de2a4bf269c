package eu.socle.data.dedup.passage;

import eu.socle.data.dedup.disk.RecordCursor;
import eu.socle.data.dedup.disk.RecordSorter;
import java.nio.file.Path;

/// Passages of one kind that occurred before, in a document with a lesser number or earlier in the
/// same document: all copies but the first go. Sorted on disk, so that neither the memory nor the
/// order in which documents come makes a difference.
public final class RepeatedPassages implements AutoCloseable {

    private static final long KNOWN = 0; // before every place, which begin at document 1 here

    private final PassageKind kind;
    private final RecordSorter passages; // (hash, place, end)
    private boolean known;

    /// Nothing seen yet.
    ///
    /// @param folder an existing folder for temporary files
    /// @param memoryBytes the most that buffers may take
    public RepeatedPassages(PassageKind kind, Path folder, long memoryBytes) {
        this.kind = kind;
        passages = new RecordSorter(folder, kind.word(), 3, memoryBytes);
    }

    /// Adds a passage.
    ///
    /// @param document its number, at least 0, below 2^31
    public void add(long document, long hash, int from, int to) {
        passages.add(hash, Place.of(document + 1, from), to);
    }

    /// Adds a passage of a collection that stays as it is: what repeats it goes. As soon as there
    /// is such a collection, repetition among the documents alone counts no more.
    public void addKnown(long hash) {
        known = true;
        passages.add(hash, KNOWN, 0);
    }

    /// Compares all passages and says what goes. Nothing can be added afterwards.
    public void find(Cuts.Builder cuts) {
        try (RecordCursor all = passages.sorted()) {
            long hash = 0;
            boolean any = false;
            boolean seen = false;
            while (all.next()) {
                long place = all.get(1);
                if (!any || all.get(0) != hash) {
                    hash = all.get(0);
                    any = true;
                    seen = !known || place == KNOWN;
                } else if (seen && place != KNOWN) {
                    int to = (int) all.get(2);
                    cuts.add(Place.document(place) - 1, new Cut(kind, Place.at(place), to));
                }
            }
        }
    }

    /// Deletes the temporary files.
    @Override
    public void close() {
        passages.close();
    }
}
