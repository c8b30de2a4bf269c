package eu.socle.data.proof;

import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.core.Rights;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/// Builds the commitment of a dataset anew from its documents and says which of them are not what
/// was committed to.
public final class LeafCheck implements AutoCloseable {

    private static final int BUFFER = 1 << 16;
    private static final int NAMED = 1000; // keys kept of what differs

    private final Path folder;
    private final MerkleTree.Builder builder;

    /// @param folder for temporary files, of its own
    /// @throws IOException if it cannot be written
    public LeafCheck(Path folder) throws IOException {
        this.folder = folder;
        this.builder = new MerkleTree.Builder(folder);
    }

    /// Adds a document as its row has it; any thread may.
    public void add(String id, String text, Rights rights) {
        Digest ofText = Digest.of(text);
        Digest ofRights = Json.digest(rights);
        synchronized (this) {
            builder.add(id, ofText, ofRights);
        }
    }

    /// The commitment over what was added.
    ///
    /// @throws Refusal if two documents have the same id
    /// @throws IOException if a file cannot be written
    public Commitment commitment() throws IOException {
        return builder.finish();
    }

    /// Digests of the ids whose leaves differ between the documents and a dataset's tree: changed,
    /// missing or added; at most a thousand.
    ///
    /// @throws IOException if a file cannot be read
    public Set<Digest> differing(Path dataset) throws IOException {
        Set<Digest> keys = new TreeSet<>((a, b) -> a.hex().compareTo(b.hex()));
        try (InputStream ours = leaves(folder);
                InputStream theirs = leaves(dataset)) {
            byte[] a = ours.readNBytes(MerkleTree.RECORD);
            byte[] b = theirs.readNBytes(MerkleTree.RECORD);
            while ((a.length > 0 || b.length > 0) && keys.size() < NAMED) {
                int order = order(a, b);
                if (order == 0) {
                    if (!Arrays.equals(a, b)) {
                        keys.add(key(a));
                    }
                } else {
                    keys.add(key(order < 0 ? a : b));
                }
                byte[] read = a;
                a = order <= 0 ? ours.readNBytes(MerkleTree.RECORD) : read;
                b = order >= 0 ? theirs.readNBytes(MerkleTree.RECORD) : b;
            }
        }
        return keys;
    }

    private static int order(byte[] a, byte[] b) {
        if (a.length == 0 || b.length == 0) {
            return Integer.compare(b.length, a.length); // what is left on one side comes first
        }
        return Arrays.compareUnsigned(a, 0, Leaf.BYTES, b, 0, Leaf.BYTES);
    }

    private static Digest key(byte[] record) {
        return new Digest(HexFormat.of().formatHex(record, 0, Leaf.BYTES));
    }

    private static InputStream leaves(Path folder) throws IOException {
        return new BufferedInputStream(
                Files.newInputStream(folder.resolve(MerkleTree.LEAVES)), BUFFER);
    }

    @Override
    public void close() {
        builder.close();
    }
}
