package eu.socle.data.dedup;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Refusal;
import eu.socle.data.dedup.near.MinHash;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The signatures of the documents that a dataset keeps, in their order, and of the doubles that it
/// dropped, as files of the dataset: a later run is compared with them and reads no text.
///
/// They are of the texts before anything was cut out of them or masked, so that the same page is
/// known again. `signatures.json` says how they were made, `signatures.bin` holds for each document
/// its id (a length of four bytes, UTF-8) and its [Signature]; about 150 bytes and the id with 14
/// bands. `signatures.doubles` holds for each double its id, the id of the document that stayed
/// instead, and its signature: without bands when another one has the same text and so the same
/// bands.
public final class SignatureFile {

    static final String METHOD = "signatures.json";
    static final String FILE = "signatures.bin";
    static final String DOUBLES = "signatures.doubles";
    private static final int BUFFER = 1 << 16;

    private final Path folder;
    private final Method method;

    /// How signatures were made.
    ///
    /// @param version of the files, and of how texts and addresses are normalised for their digests
    private record Method(int version, MinHash minHash, long documents, long doubles) {
        static final int VERSION = 2;
    }

    private SignatureFile(Path folder, Method method) {
        this.folder = folder;
        this.method = method;
    }

    /// Takes one document.
    @FunctionalInterface
    public interface Taker {
        void take(String id, Signature signature) throws IOException;
    }

    /// Writes the files of a new dataset.
    public static final class Writer implements AutoCloseable {
        private final Path folder;
        private final DataOutputStream out;
        private final DataOutputStream outDoubles;
        private long documents;
        private long doubles;

        /// @param folder of the dataset
        /// @throws IOException if it cannot be written
        public Writer(Path folder) throws IOException {
            this.folder = folder;
            out = output(temporary(folder, FILE));
            outDoubles = output(temporary(folder, DOUBLES));
        }

        /// Adds the next kept document.
        ///
        /// @throws IOException if it cannot be written
        public void add(String id, Signature signature) throws IOException {
            text(out, id);
            signature.write(out);
            documents++;
        }

        /// Adds a double that was dropped.
        ///
        /// @param kept the document that stayed instead
        /// @throws IOException if it cannot be written
        public void addDouble(String id, String kept, Signature signature) throws IOException {
            text(outDoubles, id);
            text(outDoubles, kept);
            signature.write(outDoubles);
            doubles++;
        }

        /// Gives the files their names.
        ///
        /// @throws IOException if they cannot be written
        public void finish(MinHash minHash) throws IOException {
            close();
            publish(folder, new Method(Method.VERSION, minHash, documents, doubles));
        }

        @Override
        public void close() throws IOException {
            try (out) {
                outDoubles.close();
            }
        }
    }

    /// Opens the signatures of an existing dataset.
    ///
    /// @param dataset a run directory, or the folder of a dataset
    /// @param minHash how the new documents are signed
    /// @throws Refusal if there are none, or they were made in another way
    public static SignatureFile open(Path dataset, MinHash minHash) {
        Path folder = folder(dataset);
        entry(folder, METHOD);
        Method method = Json.read(folder.resolve(METHOD), Method.class);
        if (method.version() != Method.VERSION) {
            throw Refusal.usage(
                    "the signatures of the dataset "
                            + dataset
                            + " were made by another version of Socle; make that dataset again with: socle data.");
        }
        if (!method.minHash().equals(minHash)) {
            throw Refusal.usage(
                    "the signatures of the dataset "
                            + dataset
                            + " were made with "
                            + words(method.minHash())
                            + ", those of data.dedup are made with "
                            + words(minHash)
                            + "; documents can be compared when both are the same.");
        }
        return new SignatureFile(folder, method);
    }

    private static String words(MinHash m) {
        return String.format(
                Locale.ROOT,
                "profile %s, ngram %d, bands %d, rows %d, seed %d",
                m.profile().word(),
                m.ngram(),
                m.bands(),
                m.rows(),
                m.seed());
    }

    private static Manifest.Entry entry(Path folder, String name) {
        return Manifest.read(folder).files().stream()
                .filter(e -> e.path().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        Refusal.usage(
                                folder
                                        + " keeps no signatures to compare with; make that dataset with data.dedup.signatures: true."));
    }

    /// Reads the files once and refuses what the manifest of the dataset does not state.
    ///
    /// @throws Refusal if they are damaged
    public void verify() {
        for (String name : List.of(METHOD, FILE, DOUBLES)) {
            Path file = folder.resolve(name);
            try {
                if (Digest.ofFile(file).equals(entry(folder, name).sha256())) {
                    continue;
                }
            } catch (IOException e) {
                throw Refusal.failure(file + " cannot be read; make that dataset again.", e);
            }
            throw Refusal.failure(
                    file + " has other bytes than the manifest states; make that dataset again.");
        }
    }

    /// The dataset's own folder.
    ///
    /// @param dataset a run directory, or the folder of a dataset
    public static Path folder(Path dataset) {
        Path data = dataset.resolve("data");
        return Files.isDirectory(data) ? data : dataset;
    }

    /// How many documents.
    public long documents() {
        return method.documents();
    }

    /// How many doubles of them were dropped, but for those that have text and address of another.
    public long doubles() {
        return method.doubles();
    }

    /// Goes through the documents in their order.
    ///
    /// @throws IOException if they cannot be read
    public void each(Taker taker) throws IOException {
        try (DataInputStream in = input(folder, FILE)) {
            for (long i = 0; i < method.documents(); i++) {
                taker.take(text(in, in.readInt()), Signature.read(in));
            }
        }
    }

    /// Goes through the doubles that were dropped.
    ///
    /// @throws IOException if they cannot be read
    public void eachDouble(Taker taker) throws IOException {
        try (DataInputStream in = input(folder, DOUBLES)) {
            for (long i = 0; i < method.doubles(); i++) {
                String id = text(in, in.readInt());
                text(in, in.readInt()); // what stayed instead
                taker.take(id, Signature.read(in));
            }
        }
    }

    /// Takes erased documents and their doubles out of a dataset's signatures. Doing it twice is
    /// doing it once.
    ///
    /// @param folder of the dataset
    /// @return the files that were rewritten; none when the dataset keeps no signatures
    /// @throws IOException if a file cannot be read or written
    public static Set<String> erase(Path folder, Set<String> ids) throws IOException {
        if (!Files.exists(folder.resolve(METHOD))) {
            return Set.of();
        }
        Method method = Json.read(folder.resolve(METHOD), Method.class);
        try (Writer out = new Writer(folder)) {
            // to the end of the files and not by their counts: an earlier attempt may have stopped
            // between the files
            try (DataInputStream in = input(folder, FILE)) {
                for (String id = next(in); id != null; id = next(in)) {
                    Signature signature = Signature.read(in);
                    if (!ids.contains(id)) {
                        out.add(id, signature);
                    }
                }
            }
            try (DataInputStream in = input(folder, DOUBLES)) {
                for (String id = next(in); id != null; id = next(in)) {
                    String kept = text(in, in.readInt());
                    Signature signature = Signature.read(in);
                    if (!ids.contains(kept)) {
                        out.addDouble(id, kept, signature);
                    }
                }
            }
            out.finish(method.minHash());
        }
        return Set.of(METHOD, FILE, DOUBLES);
    }

    private static void publish(Path folder, Method method) throws IOException {
        AtomicFile.publish(temporary(folder, FILE), folder.resolve(FILE));
        AtomicFile.publish(temporary(folder, DOUBLES), folder.resolve(DOUBLES));
        AtomicFile.write(folder.resolve(METHOD), Json.canonical(method) + "\n");
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in, int bytes) throws IOException {
        return new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
    }

    /// The next id; null at the end of the file.
    private static @Nullable String next(DataInputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        return text(in, first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort());
    }

    private static Path temporary(Path folder, String name) {
        return folder.resolve(name + ".tmp");
    }

    private static DataOutputStream output(Path file) throws IOException {
        return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
    }

    private static DataInputStream input(Path folder, String name) throws IOException {
        return new DataInputStream(
                new BufferedInputStream(Files.newInputStream(folder.resolve(name)), BUFFER));
    }
}
