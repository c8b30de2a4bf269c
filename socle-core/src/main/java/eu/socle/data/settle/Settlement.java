package eu.socle.data.settle;

import eu.socle.core.AtomicFile;
import eu.socle.core.Json;
import eu.socle.data.DataConfig;
import eu.socle.data.PassageTasks;
import eu.socle.data.Tasks;
import eu.socle.data.dedup.passage.Cut;
import eu.socle.data.dedup.passage.Cuts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the driver settles last: which candidates stay, and which of them each part holds. Nothing
/// here grows in memory with their number.
public final class Settlement implements AutoCloseable {

    private final Shape shape;
    private final Standing standing;
    private final @Nullable Cuts cuts;

    /// Where units and parts begin.
    ///
    /// @param kept kept documents before each piece, and all of them at the end
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
        return folder.resolve("shape.json");
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
    /// @param tasks whose candidates' [Standing] is known, and of which of them too little is left
    /// @param partBytes a part ends with the document that passes this many bytes of text
    public static void make(Tasks tasks, DataConfig config, long partBytes) throws IOException {
        Path folder = tasks.working();
        if (Files.exists(shapeFile(folder))) {
            return;
        }
        int pieces = tasks.pieces().size();
        Parts parts = new Parts(pieces, config.shardDocuments(), partBytes);
        long number = 0;
        try (PlaceFile places = Standing.places(folder, "rw")) {
            for (int piece = 0; piece < pieces; piece++) {
                if (config.dedup().passages().any()) {
                    PassageTasks.emptied(tasks, piece, places);
                }
                try (Candidates candidates = tasks.candidates(piece)) {
                    while (candidates.next()) {
                        if (places.get(number++).stays()) {
                            parts.add(piece, candidates.textBytes());
                        }
                    }
                }
            }
        }
        AtomicFile.write(shapeFile(folder), Json.canonical(parts.shape()));
    }

    /// Deals kept documents out to parts.
    private static final class Parts {
        private final int most;
        private final long partBytes;
        private final long[] kept;
        private final List<Long> parts = new ArrayList<>(List.of(0L));
        private long count;
        private long bytes; // of the present part

        Parts(int pieces, int most, long partBytes) {
            this.kept = new long[pieces + 1];
            this.most = most;
            this.partBytes = partBytes;
        }

        void add(int piece, int textBytes) {
            if (bytes >= partBytes || count - parts.getLast() >= most) {
                parts.add(count);
                bytes = 0;
            }
            count++;
            bytes += textBytes;
            kept[piece + 1]++;
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
