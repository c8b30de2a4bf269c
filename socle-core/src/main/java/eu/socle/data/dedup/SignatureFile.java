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

/// The signatures of the documents that a dataset keeps, in their order, as files of the dataset: a
/// later run is compared with them and reads no text.
///
/// They are of the texts before anything was cut out of them or masked, so that the same page is
/// known again. `signatures.json` says how they were made, `signatures.bin` holds for each document
/// its id (a length of four bytes, UTF-8) and its [Signature]; about 150 bytes and the id with 14
/// bands.
public final class SignatureFile {

    static final String METHOD = "signatures.json";
    static final String FILE = "signatures.bin";
    private static final int BUFFER = 1 << 16;

    private final Path folder;
    private final Method method;

    /// How signatures were made.
    ///
    /// @param version of how texts and addresses are normalised for their digests
    private record Method(int version, MinHash minHash, long documents) {
        static final int VERSION = 1;
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
        private long documents;

        /// @param folder of the dataset
        /// @throws IOException if it cannot be written
        public Writer(Path folder) throws IOException {
            this.folder = folder;
            out = output(temporary(folder));
        }

        /// Adds the next kept document.
        ///
        /// @throws IOException if it cannot be written
        public void add(String id, Signature signature) throws IOException {
            SignatureFile.add(out, id, signature);
            documents++;
        }

        /// Gives the files their names.
        ///
        /// @throws IOException if they cannot be written
        public void finish(MinHash minHash) throws IOException {
            out.close();
            publish(folder, new Method(Method.VERSION, minHash, documents));
        }

        @Override
        public void close() throws IOException {
            out.close();
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
        if (method.version() != Method.VERSION || !method.minHash().equals(minHash)) {
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
        for (String name : List.of(METHOD, FILE)) {
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

    /// Goes through the documents in their order.
    ///
    /// @throws IOException if they cannot be read
    public void each(Taker taker) throws IOException {
        try (DataInputStream in = input(folder)) {
            for (long i = 0; i < method.documents(); i++) {
                String id = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
                taker.take(id, Signature.read(in));
            }
        }
    }

    /// Takes erased documents out of a dataset's signatures. Doing it twice is doing it once.
    ///
    /// @param folder of the dataset
    /// @return the files that were rewritten; none when the dataset keeps no signatures
    /// @throws IOException if a file cannot be read or written
    public static Set<String> erase(Path folder, Set<String> ids) throws IOException {
        if (!Files.exists(folder.resolve(METHOD))) {
            return Set.of();
        }
        Method method = Json.read(folder.resolve(METHOD), Method.class);
        long left = 0;
        try (DataInputStream in = input(folder);
                DataOutputStream out = output(temporary(folder))) {
            // to the end of the file and not by its count: an earlier attempt may have stopped
            // between the two files
            for (int length = in.read(); length >= 0; length = in.read()) {
                int bytes = length << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
                String id = new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
                Signature signature = Signature.read(in);
                if (!ids.contains(id)) {
                    add(out, id, signature);
                    left++;
                }
            }
        }
        publish(folder, new Method(method.version(), method.minHash(), left));
        return Set.of(METHOD, FILE);
    }

    private static void publish(Path folder, Method method) throws IOException {
        AtomicFile.publish(temporary(folder), folder.resolve(FILE));
        AtomicFile.write(folder.resolve(METHOD), Json.canonical(method) + "\n");
    }

    private static void add(DataOutputStream out, String id, Signature signature)
            throws IOException {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
        signature.write(out);
    }

    private static Path temporary(Path folder) {
        return folder.resolve(FILE + ".tmp");
    }

    private static DataOutputStream output(Path file) throws IOException {
        return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
    }

    private static DataInputStream input(Path folder) throws IOException {
        return new DataInputStream(
                new BufferedInputStream(Files.newInputStream(folder.resolve(FILE)), BUFFER));
    }
}
