package eu.socle.data.erase;

import eu.socle.core.Document;
import eu.socle.core.Progress;
import eu.socle.core.Workers;
import eu.socle.data.dataset.ParquetDataset;
import eu.socle.data.index.DatasetIndex;
import eu.socle.data.index.DatasetIndex.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.function.BiConsumer;

/// Reads every text of a dataset, part by part on all threads: of most documents the text alone,
/// and once, because nothing of what is sought is in it.
final class TextPass {

    private static final int STEP = 256; // documents between two words about how far it is

    private final List<Path> parts;
    private final long documents;
    private final DatasetIndex index;
    private final Workers workers;
    private final Progress progress;

    TextPass(ParquetDataset dataset, DatasetIndex index, Workers workers, Progress progress) {
        this.parts = dataset.parts();
        this.documents = dataset.count();
        this.index = index;
        this.workers = workers;
        this.progress = progress;
    }

    /// What was found of the documents asked for.
    ///
    /// @param near copies of them
    /// @param quoted passages that other documents hold
    /// @param read how many documents were read
    /// @param quoting how many hold passages and are no copies
    record Copies(List<Target> near, Set<Long> quoted, long read, long quoting) {}

    /// Looks for copies and for quoted passages.
    ///
    /// @param known documents that are meant already
    Copies copies(Sought sought, NavigableMap<Long, Target> known) {
        List<Copies> found;
        try (Progress.Work work = progress.begin("read texts", "documents", documents)) {
            found = workers.map(parts.size(), part -> copies(part, sought, known, work));
        }
        List<Target> near = new ArrayList<>();
        Set<Long> quoted = new HashSet<>();
        long read = 0;
        long quoting = 0;
        for (Copies some : found) {
            near.addAll(some.near);
            quoted.addAll(some.quoted);
            read += some.read;
            quoting += some.quoting;
        }
        return new Copies(near, quoted, read, quoting);
    }

    private Copies copies(
            int part, Sought sought, NavigableMap<Long, Target> known, Progress.Work work) {
        Sought.Glance glance = sought.glance();
        List<Target> near = new ArrayList<>();
        Set<Long> quoted = new HashSet<>();
        long[] counts = {0, 0}; // read, quoting
        ParquetDataset.texts(
                parts.get(part),
                (row, text) -> {
                    if ((++counts[0] & STEP - 1) == 0) {
                        work.advance(STEP);
                    }
                    if (!glance.holds(text)) {
                        return;
                    }
                    Place place = index.placeOf(part, row);
                    if (known.containsKey(place.number())) {
                        return;
                    }
                    Sought.Standing standing = sought.of(text);
                    if (standing.isCopy()) {
                        Document document = ParquetDataset.read(parts.get(part), row);
                        near.add(Target.of(place, document, Why.NEAR_DUPLICATE, standing.share()));
                    } else {
                        counts[1]++;
                        quoted.addAll(standing.common());
                    }
                });
        work.advance(counts[0] & STEP - 1);
        return new Copies(near, quoted, counts[0], counts[1]);
    }

    /// Documents in whose words a person is named; takes them from all threads.
    void named(List<Identifier> names, BiConsumer<Place, Document> taker) {
        try (Progress.Work work = progress.begin("read words", "documents", documents)) {
            workers.forEach(
                    parts.size(),
                    part ->
                            ParquetDataset.words(
                                    parts.get(part),
                                    (row, text) -> {
                                        work.advance(1);
                                        String words = Identifier.words(text);
                                        if (names.stream().anyMatch(name -> name.isIn(words))) {
                                            taker.accept(
                                                    index.placeOf(part, row),
                                                    ParquetDataset.read(parts.get(part), row));
                                        }
                                    }));
        }
    }
}
