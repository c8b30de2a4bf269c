package eu.socle.data.export;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Exhaustion;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import eu.socle.core.Workers;
import eu.socle.data.dataset.ParquetDataset;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Copies a dataset with its rows in an order drawn from a seed and the ids, every column kept.
///
/// Keys are uniform hashes, so rows go to buckets by the upper bits of theirs, and each bucket
/// becomes one file. One that is larger than meant is cut by the bits that follow, and each piece
/// is sorted in memory: a shuffle of the whole, in a memory that does not grow with it. The order
/// depends on ids and seed alone, so threads change no byte, and where a document is added the
/// others stay in their order. While it runs, the rows lie on the disk a second time without
/// compression.
///
/// @param format what is written
/// @param seed of the order
/// @param bucketBytes about how much text a file holds
public record Export(Format format, long seed, long bucketBytes) {

    /// The name of the stage in the manifest of an export.
    public static final String STAGE = "export";

    /// Text of a file.
    public static final long BUCKET_BYTES = 64L << 20;

    private static final int MOST_BUCKETS = 1000; // files open at once; beyond, files are larger

    private static final int MOST_SORTED = 2; // times the size that a file is meant to have

    private static final int ROW_BYTES = 1500; // of a row beside its text, about

    /// What the manifest's digest of settings is taken of.
    private record Settings(String format, long seed, long bucketBytes) {}

    /// Writes the export of a dataset.
    ///
    /// @param dataset folder of a finished data stage
    /// @param into a folder that is not there, or that holds this export already
    /// @return the manifest of the export, which names that of the dataset
    /// @throws Refusal if the folder holds anything else, or the dataset cannot be read
    /// @throws IOException if it cannot be written
    public Manifest write(Path dataset, Path into, Workers workers) throws IOException {
        Manifest source = Manifest.read(dataset);
        ParquetDataset parts = ParquetDataset.open(dataset);
        SortedMap<String, Digest> inputs = new TreeMap<>();
        inputs.put(source.stage(), source.digest());
        Digest config = Json.digest(new Settings(format.word(), seed, bucketBytes));
        if (Files.exists(into)) {
            return there(into, inputs, config);
        }
        Path working = into.resolveSibling(into.getFileName() + ".tmp");
        delete(working);
        Files.createDirectories(working);
        long rows = new Pass(parts.parts(), working, buckets(source), workers).run();
        if (rows != parts.count()) {
            throw Refusal.failure(
                    dataset
                            + " holds "
                            + rows
                            + " documents where its manifest counts "
                            + parts.count()
                            + "; make it again with: socle data.");
        }
        SortedMap<String, Long> counts = new TreeMap<>();
        counts.put("documents", rows);
        Manifest manifest = Manifest.describe(STAGE, config, inputs, counts, working);
        AtomicFile.write(working.resolve(Manifest.FILE), Json.canonical(manifest) + "\n");
        Files.move(working, into, StandardCopyOption.ATOMIC_MOVE);
        return manifest;
    }

    private static Manifest there(Path into, SortedMap<String, Digest> inputs, Digest config) {
        if (Files.isRegularFile(into.resolve(Manifest.FILE))) {
            Manifest manifest = Manifest.read(into);
            if (manifest.inputs().equals(inputs) && manifest.config().equals(config)) {
                return manifest;
            }
        }
        throw Refusal.usage(
                into
                        + " is there already and is not this export of this dataset; name another folder, or remove it.");
    }

    private int buckets(Manifest source) {
        long documents = source.counts().getOrDefault("documents.kept", 0L);
        long characters = source.counts().getOrDefault("characters.kept", 0L);
        long bytes = 2 * characters + ROW_BYTES * documents;
        return Math.clamp(Math.ceilDiv(bytes, bucketBytes), 1, MOST_BUCKETS);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            for (Path file : inside.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /// One row of a bucket: its key, and where its bytes lie.
    private record Place(long key, int part, long row, int from, int bytes) {
        static final Comparator<Place> ORDER =
                ((Comparator<Place>) (a, b) -> Long.compareUnsigned(a.key, b.key))
                        .thenComparingInt(Place::part)
                        .thenComparingLong(Place::row);
    }

    /// Rows into buckets, then buckets into files.
    private final class Pass {
        private final List<Path> parts;
        private final Path folder;
        private final List<DataOutputStream> buckets = new ArrayList<>();
        private final int count;
        private final Workers workers;
        private static final int HEAD_BYTES = 24; // of a row: key, part, number, size
        private final Seed keys = new Seed(seed).of("export");

        Pass(List<Path> parts, Path folder, int buckets, Workers workers) {
            this.parts = parts;
            this.folder = folder;
            this.count = buckets;
            this.workers = workers;
        }

        long run() throws IOException {
            if (parts.isEmpty()) {
                return 0;
            }
            List<RowBytes.Name> names = names();
            try {
                for (int bucket = 0; bucket < count; bucket++) {
                    buckets.add(
                            new DataOutputStream(
                                    new BufferedOutputStream(
                                            Files.newOutputStream(bucket(bucket)))));
                }
                long rows = 0;
                for (long inPart : workers.map(parts.size(), part -> scatter(part, names))) {
                    rows += inPart;
                }
                closeAll();
                workers.forEach(count, bucket -> gather(bucket, names));
                return rows;
            } catch (UncheckedIOException e) {
                throw e.getCause();
            } finally {
                closeAll();
            }
        }

        private void closeAll() throws IOException {
            for (DataOutputStream bucket : buckets) {
                bucket.close();
            }
            buckets.clear();
        }

        private List<RowBytes.Name> names() throws IOException {
            try (ParquetFileReader file = ParquetFileReader.open(InputFile.of(parts.getFirst()))) {
                return RowBytes.names(file);
            }
        }

        private Path bucket(int number) {
            return folder.resolve(String.format(Locale.ROOT, "bucket-%05d.tmp", number));
        }

        private long scatter(int part, List<RowBytes.Name> names) {
            try (ParquetFileReader file = ParquetFileReader.open(InputFile.of(parts.get(part)));
                    RowReader rows = file.rowReader()) {
                if (!RowBytes.names(file).equals(names)) {
                    throw Refusal.failure(
                            parts.get(part)
                                    + " has other columns than the first part; make the dataset again with: socle data.");
                }
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                long row = 0;
                for (; rows.hasNext(); row++) {
                    rows.next();
                    bytes.reset();
                    RowBytes.write(rows, names, new DataOutputStream(bytes));
                    long key = key(rows.getString("id"));
                    DataOutputStream out = buckets.get((int) Math.unsignedMultiplyHigh(key, count));
                    synchronized (out) {
                        out.writeLong(key);
                        out.writeInt(part);
                        out.writeLong(row);
                        out.writeInt(bytes.size());
                        bytes.writeTo(out);
                    }
                }
                return row;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (Refusal e) {
                throw e;
            } catch (RuntimeException e) { // what the reader throws at damaged pages
                Exhaustion.passOn(e);
                throw Refusal.failure(
                        parts.get(part)
                                + " cannot be read: "
                                + e.getMessage()
                                + "; make the dataset again with: socle data.",
                        e);
            }
        }

        private long key(String id) {
            return keys.of(Long.parseUnsignedLong(Digest.of(id).hex().substring(0, 16), 16))
                    .bits(0);
        }

        /// Sorts a bucket and writes its file.
        private void gather(int bucket, List<RowBytes.Name> names) {
            Path file = bucket(bucket);
            String name = String.format(Locale.ROOT, "part-%05d", bucket) + format.ending();
            try {
                long size = Files.size(file);
                int pieces =
                        size <= MOST_SORTED * bucketBytes
                                ? 1
                                : Math.clamp(Math.ceilDiv(size, bucketBytes), 2, MOST_BUCKETS);
                List<Path> files = pieces == 1 ? List.of(file) : cut(file, pieces);
                try (Rows.Writer out = format.create(folder.resolve(name), names)) {
                    for (Path piece : files) {
                        sort(piece, out);
                        Files.delete(piece);
                    }
                }
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// Cuts a bucket into pieces whose keys follow each other.
        private List<Path> cut(Path bucket, int pieces) throws IOException {
            List<Path> files = new ArrayList<>();
            List<DataOutputStream> outs = new ArrayList<>();
            try (DataInputStream in =
                    new DataInputStream(new BufferedInputStream(Files.newInputStream(bucket)))) {
                for (int piece = 0; piece < pieces; piece++) {
                    files.add(bucket.resolveSibling(bucket.getFileName() + "-" + piece));
                    outs.add(
                            new DataOutputStream(
                                    new BufferedOutputStream(
                                            Files.newOutputStream(files.getLast()))));
                }
                for (long left = Files.size(bucket); left > 0; ) {
                    long key = in.readLong();
                    // times count: the upper bits name the bucket, the lower ones the place in it
                    int piece = (int) Math.unsignedMultiplyHigh(key * count, pieces);
                    DataOutputStream out = outs.get(piece);
                    out.writeLong(key);
                    out.writeInt(in.readInt());
                    out.writeLong(in.readLong());
                    int size = in.readInt();
                    out.writeInt(size);
                    out.write(in.readNBytes(size));
                    left -= HEAD_BYTES + size;
                }
            } finally {
                for (DataOutputStream out : outs) {
                    out.close();
                }
            }
            Files.delete(bucket);
            return files;
        }

        private static void sort(Path piece, Rows.Writer out) throws IOException {
            byte[] bytes = Files.readAllBytes(piece);
            List<Place> places = places(bytes);
            places.sort(Place.ORDER);
            for (Place place : places) {
                out.add(
                        new DataInputStream(
                                new ByteArrayInputStream(bytes, place.from(), place.bytes())),
                        place.bytes());
            }
        }

        private static List<Place> places(byte[] bytes) throws IOException {
            List<Place> places = new ArrayList<>();
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            for (int at = 0; at < bytes.length; ) {
                long key = in.readLong();
                int part = in.readInt();
                long row = in.readLong();
                int size = in.readInt();
                at += HEAD_BYTES;
                places.add(new Place(key, part, row, at, size));
                in.skipNBytes(size);
                at += size;
            }
            return places;
        }
    }
}
