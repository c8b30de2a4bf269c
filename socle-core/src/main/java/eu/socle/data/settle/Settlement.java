package eu.socle.data.settle;

import eu.socle.core.AtomicFile;
import eu.socle.core.Json;
import eu.socle.data.DataConfig;
import eu.socle.data.PassageTasks;
import eu.socle.data.Tasks;
import eu.socle.data.dedup.passage.Cut;
import eu.socle.data.dedup.passage.Cuts;
import eu.socle.data.dedup.passage.Cutting;
import eu.socle.data.dedup.passage.PassageRule;
import eu.socle.data.dedup.span.Sentences;
import eu.socle.data.settle.Doubles.Fate;
import eu.socle.data.settle.Doubles.Place;
import eu.socle.data.unit.UnitReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the driver settles last: which candidates stay, what is cut out of them, and which of them
/// each part holds. Nothing here grows in memory with their number.
public final class Settlement implements AutoCloseable {

    private final Shape shape;
    private final Standing standing;
    private final @Nullable Cuts cuts;

    /// Where units and parts begin.
    ///
    /// @param kept kept documents before each unit, and all of them at the end
    /// @param parts first kept document of each part, and all of them at the end
    public record Shape(List<Long> kept, List<Long> parts) {
        public int partCount() {
            return parts.size() - 1;
        }
    }

    private Settlement(Shape shape, Standing standing, @Nullable Cuts cuts) {
        this.shape = shape;
        this.standing = standing;
        this.cuts = cuts;
    }

    private static Path shapeFile(Path folder) {
        return folder.resolve("settled.json");
    }

    public static Settlement open(Path folder) throws IOException {
        return new Settlement(
                Json.read(shapeFile(folder), Shape.class),
                Standing.open(folder),
                PassageTasks.cuts(folder));
    }

    public Shape shape() {
        return shape;
    }

    public Standing standing() {
        return standing;
    }

    /// What goes of a candidate.
    public List<Cut> cuts(long candidate) throws IOException {
        return cuts == null ? List.of() : cuts.of(candidate);
    }

    /// Settles, unless that was done before.
    ///
    /// @param tasks whose candidates' [Standing] is known, and what goes of them
    /// @param partBytes a part ends with the document that passes this many bytes of text
    public static void make(Tasks tasks, DataConfig config, long partBytes) throws IOException {
        Path folder = tasks.working();
        if (Files.exists(shapeFile(folder))) {
            return;
        }
        Parts parts = new Parts(tasks.units().size(), config.shardDocuments(), partBytes);
        PassageRule rule = config.dedup().passages();
        try (PlaceFile places = Standing.places(folder, "rw");
                @Nullable Cuts cuts = PassageTasks.cuts(folder)) {
            Standing.each(
                    tasks,
                    (unit, number, page, text) -> {
                        Place place = places.get(number);
                        if (place.stays() && cuts != null) {
                            place = left(place, cuts.of(number), text, rule);
                            if (!place.stays()) {
                                places.set(number, place);
                            }
                        }
                        if (place.stays()) {
                            parts.add(unit, page.textBytes());
                        }
                    });
        }
        AtomicFile.write(shapeFile(folder), Json.canonical(parts.shape()));
    }

    private static Place left(Place place, List<Cut> cuts, UnitReader text, PassageRule rule)
            throws IOException {
        if (cuts.isEmpty()) {
            return place;
        }
        Cutting cutting = Cutting.of(text.lastUtf8(), cuts);
        return cutting.enough(rule)
                ? place
                : place.with(
                        Fate.TOO_LITTLE_LEFT, cutting.words(), Sentences.of(cutting.text()).size());
    }

    /// Deals kept documents out to parts.
    private static final class Parts {
        private final int most;
        private final long partBytes;
        private final long[] kept;
        private final List<Long> parts = new ArrayList<>(List.of(0L));
        private long count;
        private long bytes; // of the present part

        Parts(int units, int most, long partBytes) {
            this.kept = new long[units + 1];
            this.most = most;
            this.partBytes = partBytes;
        }

        void add(int unit, int textBytes) {
            if (bytes >= partBytes || count - parts.getLast() >= most) {
                parts.add(count);
                bytes = 0;
            }
            count++;
            bytes += textBytes;
            kept[unit + 1]++;
        }

        Shape shape() {
            parts.add(count); // a dataset without documents has one part without rows
            return new Shape(Standing.sums(kept), parts);
        }
    }

    @Override
    public void close() throws IOException {
        try (standing) {
            if (cuts != null) {
                cuts.close();
            }
        }
    }
}
