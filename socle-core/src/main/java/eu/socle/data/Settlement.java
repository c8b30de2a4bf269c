package eu.socle.data;

import eu.socle.core.AtomicFile;
import eu.socle.core.Json;
import eu.socle.data.dedup.Duplicates;
import eu.socle.data.dedup.Fingerprint;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the driver settles once all units are read: which candidates are copies of which, and which
/// kept documents each part holds. Candidates are numbered in the order of the plan.
final class Settlement implements AutoCloseable {

    private static final int RECORD = 8 + 8 + 4 + 1; // representative, same text, size, exact copy

    private final Shape shape;
    private final RandomAccessFile clusters;
    private final RandomAccessFile ids;
    private final RandomAccessFile offsets;

    /// Where units and parts begin.
    ///
    /// @param candidates candidates before each unit, and all of them at the end
    /// @param kept kept documents before each unit, and all of them at the end
    /// @param parts first kept document of each part, and all of them at the end
    record Shape(List<Long> candidates, List<Long> kept, List<Long> parts) {
        int partCount() {
            return parts.size() - 1;
        }
    }

    /// What was settled about one candidate.
    ///
    /// @param representative the candidate that stays instead; itself when it stays
    /// @param other the candidate a reject's line names
    /// @param size documents of the cluster
    /// @param exactCopy true when an earlier one has the same text
    record Place(long representative, long other, int size, boolean exactCopy) {}

    private Settlement(Path folder, Shape shape) throws IOException {
        this.shape = shape;
        this.clusters = new RandomAccessFile(folder.resolve("clusters").toFile(), "r");
        this.ids = new RandomAccessFile(folder.resolve("ids").toFile(), "r");
        this.offsets = new RandomAccessFile(folder.resolve("ids.offsets").toFile(), "r");
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

    Place place(long candidate) throws IOException {
        clusters.seek(candidate * RECORD);
        byte[] record = new byte[RECORD];
        clusters.readFully(record);
        var in = java.nio.ByteBuffer.wrap(record);
        return new Place(in.getLong(), in.getLong(), in.getInt(), in.get() != 0);
    }

    /// The document id of a candidate.
    String id(long candidate) throws IOException {
        offsets.seek(candidate * 8);
        long from = offsets.readLong();
        long to = offsets.readLong();
        byte[] id = new byte[(int) (to - from)];
        ids.seek(from);
        ids.readFully(id);
        return new String(id, StandardCharsets.UTF_8);
    }

    /// Settles, unless that was done before.
    ///
    /// @param partDocuments most documents of a part
    /// @param partBytes a part ends with the document that passes this many bytes of text
    static void make(Path folder, int units, int partDocuments, long partBytes) throws IOException {
        if (Files.exists(shapeFile(folder))) {
            return;
        }
        List<Fingerprint> fingerprints = new ArrayList<>();
        List<Long> candidates = new ArrayList<>(List.of(0L));
        try (DataOutputStream ids = out(folder.resolve("ids"));
                DataOutputStream offsets = out(folder.resolve("ids.offsets"))) {
            long offset = 0;
            for (int unit = 0; unit < units; unit++) {
                try (UnitReader reader = new UnitReader(new UnitFiles(folder, unit))) {
                    for (Note note = reader.next(); note != null; note = reader.next()) {
                        if (note instanceof Note.Page page && page.drop() == null) {
                            byte[] id = page.id().getBytes(StandardCharsets.UTF_8);
                            ids.write(id);
                            offsets.writeLong(offset);
                            offset += id.length;
                            fingerprints.add(
                                    new Fingerprint(
                                            page.exact(),
                                            Arrays.stream(page.bandKeys()).boxed().toList()));
                        }
                    }
                }
                candidates.add((long) fingerprints.size());
            }
            offsets.writeLong(offset);
        }
        Duplicates duplicates = Duplicates.of(fingerprints);
        try (DataOutputStream clusters = out(folder.resolve("clusters"))) {
            for (int i = 0; i < fingerprints.size(); i++) {
                boolean exact = duplicates.isExactCopy(i);
                clusters.writeLong(duplicates.keptInsteadOf(i));
                clusters.writeLong(
                        exact ? duplicates.firstWithSameText(i) : duplicates.keptInsteadOf(i));
                clusters.writeInt(duplicates.clusterSize(i));
                clusters.writeBoolean(exact);
            }
        }
        AtomicFile.write(
                shapeFile(folder),
                Json.canonical(
                        cut(folder, units, candidates, duplicates, partDocuments, partBytes)));
    }

    private static Shape cut(
            Path folder,
            int units,
            List<Long> candidates,
            Duplicates duplicates,
            int partDocuments,
            long partBytes)
            throws IOException {
        List<Long> kept = new ArrayList<>(List.of(0L));
        List<Long> parts = new ArrayList<>(List.of(0L));
        int candidate = 0;
        long keptSoFar = 0;
        long bytes = 0;
        for (int unit = 0; unit < units; unit++) {
            try (UnitReader reader = new UnitReader(new UnitFiles(folder, unit))) {
                for (@Nullable Note note = reader.next(); note != null; note = reader.next()) {
                    if (!(note instanceof Note.Page page) || page.drop() != null) {
                        continue;
                    }
                    if (duplicates.keptInsteadOf(candidate) == candidate) {
                        boolean full =
                                bytes >= partBytes || keptSoFar - parts.getLast() >= partDocuments;
                        if (full) {
                            parts.add(keptSoFar);
                            bytes = 0;
                        }
                        bytes += page.textBytes();
                        keptSoFar++;
                    }
                    candidate++;
                }
            }
            kept.add(keptSoFar);
        }
        parts.add(keptSoFar); // a dataset without documents has one part without rows
        return new Shape(candidates, kept, parts);
    }

    private static DataOutputStream out(Path file) throws IOException {
        return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
    }

    @Override
    public void close() throws IOException {
        clusters.close();
        ids.close();
        offsets.close();
    }
}
