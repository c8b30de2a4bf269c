package eu.socle.data;

import eu.socle.core.AtomicFile;
import eu.socle.core.Json;
import eu.socle.data.Doubles.Fate;
import eu.socle.data.Doubles.Place;
import eu.socle.data.dedup.SignatureFile;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the driver settles once all units are read: which candidates are doubles of which, and
/// which kept documents each part holds. Candidates are numbered in the order of the plan; nothing
/// here grows in memory with their number.
@SuppressWarnings("EnumOrdinal")
final class Settlement implements AutoCloseable {

    private static final int RECORD = 1 + 4 * 8; // fate, representative, other, size, cluster

    private final Shape shape;
    private final RandomAccessFile places;
    private final IdFile ids;
    private final IdFile existing;

    /// Where units and parts begin.
    ///
    /// @param candidates candidates before each unit, and all of them at the end
    /// @param kept kept documents before each unit, and all of them at the end
    /// @param parts first kept document of each part, and all of them at the end
    /// @param existing documents of the datasets that were compared with
    record Shape(List<Long> candidates, List<Long> kept, List<Long> parts, long existing) {
        int partCount() {
            return parts.size() - 1;
        }
    }

    private Settlement(Path folder, Shape shape) throws IOException {
        this.shape = shape;
        this.places = new RandomAccessFile(folder.resolve("places").toFile(), "r");
        this.ids = IdFile.open(folder, "ids");
        this.existing = IdFile.open(folder, "existing");
    }

    private static Path shapeFile(Path folder) {
        return folder.resolve("settled.json");
    }

    static Settlement open(Path folder) throws IOException {
        return new Settlement(folder, Json.read(shapeFile(folder), Shape.class));
    }

    Shape shape() {
        return shape;
    }

    /// Where a candidate stands.
    Place place(long candidate) throws IOException {
        byte[] record = new byte[RECORD];
        places.seek(candidate * RECORD);
        places.readFully(record);
        ByteBuffer in = ByteBuffer.wrap(record);
        return new Place(Fate.of(in.get()), in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }

    /// The id of a document.
    ///
    /// @param number of a candidate, or a negative one of an existing dataset's document
    String id(long number) throws IOException {
        return number < 0 ? existing.get(number + shape.existing()) : ids.get(number);
    }

    /// The id of a document after the name of the dataset it lies in, when it is none of this
    /// stage's.
    String name(long number, Existing datasets) throws IOException {
        return number < 0
                ? datasets.dataset(number + shape.existing()) + ": " + id(number)
                : id(number);
    }

    /// Settles, unless that was done before.
    ///
    /// @param tasks whose units are all read
    /// @param partBytes a part ends with the document that passes this many bytes of text
    static void make(Tasks tasks, DataConfig config, long partBytes) throws IOException {
        Path folder = tasks.working();
        if (Files.exists(shapeFile(folder))) {
            return;
        }
        List<Long> candidates = writeIds(tasks);
        Existing existing = tasks.existing();
        existing.files().forEach(SignatureFile::verify);
        try (IdFile.Writer ids = new IdFile.Writer(folder, "existing")) {
            existing.each((id, signature) -> ids.add(id));
        }
        try (Doubles doubles =
                Doubles.of(
                        taker -> each(tasks, (unit, number, page) -> taker.take(number, page)),
                        existing,
                        config.dedup(),
                        folder)) {
            Shape shape = place(tasks, candidates, doubles, config, partBytes);
            AtomicFile.write(shapeFile(folder), Json.canonical(shape));
        }
    }

    private static List<Long> writeIds(Tasks tasks) throws IOException {
        Path folder = tasks.working();
        long[] before = new long[tasks.units().size() + 1];
        try (IdFile.Writer ids = new IdFile.Writer(folder, "ids")) {
            each(
                    tasks,
                    (unit, number, page) -> {
                        ids.add(page.id());
                        before[unit + 1]++;
                    });
        }
        return sums(before);
    }

    private static List<Long> sums(long[] counts) {
        List<Long> sums = new ArrayList<>();
        long sum = 0;
        for (long count : counts) {
            sum += count;
            sums.add(sum);
        }
        return sums;
    }

    private static Shape place(
            Tasks tasks, List<Long> candidates, Doubles doubles, DataConfig config, long partBytes)
            throws IOException {
        long[] kept = new long[tasks.units().size() + 1];
        List<Long> parts = new ArrayList<>(List.of(0L));
        long[] sums = {0, 0}; // kept so far, bytes of the present part
        try (DataOutputStream out = out(tasks.working().resolve("places"))) {
            each(
                    tasks,
                    (unit, number, page) -> {
                        Place place = doubles.of(number);
                        out.writeByte(place.fate().code());
                        out.writeLong(place.representative());
                        out.writeLong(place.other());
                        out.writeLong(place.size());
                        out.writeLong(place.cluster());
                        if (!place.stays(number)) {
                            return;
                        }
                        long inPart = sums[0] - parts.getLast();
                        if (sums[1] >= partBytes || inPart >= config.shardDocuments()) {
                            parts.add(sums[0]);
                            sums[1] = 0;
                        }
                        sums[0]++;
                        sums[1] += page.textBytes();
                        kept[unit + 1]++;
                    });
        }
        parts.add(sums[0]); // a dataset without documents has one part without rows
        return new Shape(candidates, sums(kept), parts, tasks.existing().documents());
    }

    private interface Candidate {
        void take(int unit, long number, Note.Page page) throws IOException;
    }

    private static void each(Tasks tasks, Candidate taker) throws IOException {
        Decider decider = tasks.decider();
        long number = 0;
        for (int unit = 0; unit < tasks.units().size(); unit++) {
            try (UnitReader reader = tasks.reader(unit)) {
                for (@Nullable Note note = reader.next(); note != null; note = reader.next()) {
                    if (note instanceof Note.Page page && decider.of(page).drop() == null) {
                        taker.take(unit, number++, page);
                    }
                }
            }
        }
    }

    private static DataOutputStream out(Path file) throws IOException {
        return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
    }

    @Override
    public void close() throws IOException {
        places.close();
        ids.close();
        existing.close();
    }
}
