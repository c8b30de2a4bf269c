package eu.socle.data.proof;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.data.dedup.disk.RecordCursor;
import eu.socle.data.dedup.disk.RecordSorter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// The leaves of a dataset in order of their keys, on disk, with the hashes of every full block of
/// them: enough to prove in milliseconds that a document is or is not there, at any size.
///
/// The tree is that of RFC 9162, 2.1: a tree of n leaves splits at the largest power of two below
/// n.
public final class MerkleTree implements AutoCloseable {

    /// Names of its files in a dataset's folder.
    public static final String LEAVES = "commitment.leaves";

    static final String BLOCKS = "commitment.blocks";

    private static final int BLOCK = 256; // leaves; a proof hashes at most two blocks again
    static final int RECORD = 2 * Leaf.BYTES; // key, value
    private static final int LEAF_LONGS = Leaf.BYTES / Long.BYTES;
    private static final long SORTING_BYTES = 32 << 20; // what does not fit is sorted on disk

    private final FileChannel leaves;
    private final FileChannel blocks;
    private final long size;
    private final MessageDigest sha256 = Digest.sha256();

    private MerkleTree(FileChannel leaves, FileChannel blocks, long size) {
        this.leaves = leaves;
        this.blocks = blocks;
        this.size = size;
    }

    /// Gathers documents in any order and writes the tree.
    public static final class Builder implements AutoCloseable {
        private final Path folder;
        private final RecordSorter records;
        private final long[] record = new long[RECORD / Long.BYTES];
        private long documents;

        /// Nothing gathered yet.
        ///
        /// @throws IOException if the folder cannot be written
        public Builder(Path folder) throws IOException {
            this.folder = folder;
            this.records =
                    new RecordSorter(folder, "commitment.sorting", record.length, SORTING_BYTES);
        }

        /// Adds a kept document.
        ///
        /// @param text digest of its UTF-8 text
        /// @param rights digest of its rights as canonical JSON
        public void add(String id, Digest text, Digest rights) {
            ByteBuffer.wrap(Leaf.keyOf(id)).asLongBuffer().get(record, 0, LEAF_LONGS);
            ByteBuffer.wrap(Leaf.valueOf(text, rights))
                    .asLongBuffer()
                    .get(record, LEAF_LONGS, LEAF_LONGS);
            records.add(record);
            documents++;
        }

        /// Writes the files of the tree and the commitment.
        ///
        /// @throws Refusal if two documents have the same id
        /// @throws IOException if a file cannot be written
        public Commitment finish() throws IOException {
            Path file = folder.resolve(LEAVES);
            Path temporary = folder.resolve(LEAVES + ".tmp");
            byte[] last = Leaf.least();
            ByteBuffer leaf = ByteBuffer.allocate(RECORD);
            try (OutputStream out =
                            new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16);
                    RecordCursor all = records.sorted()) {
                out.write(new byte[RECORD]); // the first leaf stands for no document
                while (all.next()) {
                    leaf.clear();
                    for (int word = 0; word < record.length; word++) {
                        leaf.putLong(all.get(word));
                    }
                    byte[] key = Arrays.copyOf(leaf.array(), Leaf.BYTES);
                    if (Arrays.equals(key, last)) {
                        throw Refusal.failure(
                                "two kept documents have the same id, so the dataset cannot be committed to.");
                    }
                    last = key;
                    out.write(leaf.array());
                }
            }
            AtomicFile.publish(temporary, file);
            return commit(folder, documents + 1);
        }

        @Override
        public void close() {
            records.close();
        }
    }

    /// The blocks and the commitment over the leaves that are there.
    private static Commitment commit(Path folder, long size) throws IOException {
        Path temporary = folder.resolve(BLOCKS + ".tmp");
        try (OutputStream out =
                        new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16);
                FileChannel leaves = FileChannel.open(folder.resolve(LEAVES));
                FileChannel none = FileChannel.open(temporary)) {
            MerkleTree tree = new MerkleTree(leaves, none, size);
            for (long block = 0; (block + 1) * BLOCK <= size; block++) {
                out.write(tree.hashLeaves(block * BLOCK, (block + 1) * BLOCK));
            }
        }
        AtomicFile.publish(temporary, folder.resolve(BLOCKS));
        try (MerkleTree tree = open(folder)) {
            Commitment commitment = new Commitment(tree.root(), size - 1);
            AtomicFile.write(folder.resolve(Commitment.FILE), Json.canonical(commitment) + "\n");
            return commitment;
        }
    }

    /// Takes documents out of the tree, which has another root then. Doing it twice is doing it
    /// once.
    ///
    /// @param documents their ids
    /// @return the files that were rewritten
    /// @throws IOException if a file cannot be read or written
    public static Set<String> erase(Path folder, Set<String> documents) throws IOException {
        Set<ByteBuffer> keys = new HashSet<>();
        documents.forEach(id -> keys.add(ByteBuffer.wrap(Leaf.keyOf(id))));
        Path file = folder.resolve(LEAVES);
        Path temporary = folder.resolve(LEAVES + ".tmp");
        long size = 0;
        byte[] block = new byte[RECORD << 10];
        try (InputStream in = Files.newInputStream(file);
                OutputStream out =
                        new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
            for (int n = in.readNBytes(block, 0, block.length);
                    n > 0;
                    n = in.readNBytes(block, 0, block.length)) {
                for (int at = 0; at < n; at += RECORD) {
                    if (!keys.contains(ByteBuffer.wrap(block, at, Leaf.BYTES))) {
                        out.write(block, at, RECORD);
                        size++;
                    }
                }
            }
        }
        AtomicFile.publish(temporary, file);
        commit(folder, size);
        return Set.of(LEAVES, BLOCKS, Commitment.FILE);
    }

    /// Opens the tree of a dataset.
    ///
    /// @throws Refusal if the dataset has none
    public static MerkleTree open(Path folder) {
        try {
            FileChannel leaves = FileChannel.open(folder.resolve(LEAVES));
            FileChannel blocks = FileChannel.open(folder.resolve(BLOCKS));
            return new MerkleTree(leaves, blocks, leaves.size() / RECORD);
        } catch (IOException e) {
            throw Refusal.failure(
                    folder
                            + " holds no commitment ("
                            + LEAVES
                            + " cannot be read); make the dataset with: socle data.",
                    e);
        }
    }

    /// The root over all leaves.
    ///
    /// @throws IOException if the files cannot be read
    public Digest root() throws IOException {
        return new Digest(HexFormat.of().formatHex(hash(0, size)));
    }

    /// Proves that a document is there, or that it is not.
    ///
    /// @throws IOException if the files cannot be read
    public Proof prove(String document) throws IOException {
        byte[] key = Leaf.keyOf(document);
        long at = floor(key);
        Leaf leaf = leaf(at);
        List<byte[]> path = new ArrayList<>();
        path(at, 0, size, path);
        return Proof.of(document, leaf, at, size, path, root());
    }

    /// True when there is a leaf of a document.
    ///
    /// @param id digest of the document's id
    /// @throws IOException if the files cannot be read
    public boolean holds(Digest id) throws IOException {
        byte[] key = Leaf.bytes(id);
        return Arrays.equals(read(floor(key) * RECORD, Leaf.BYTES), key);
    }

    /// The last leaf whose key is not above this one.
    private long floor(byte[] key) throws IOException {
        long low = 0;
        long high = size - 1;
        while (low < high) {
            long middle = (low + high + 1) >>> 1;
            if (Arrays.compareUnsigned(read(middle * RECORD, Leaf.BYTES), key) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private Leaf leaf(long index) throws IOException {
        byte[] record = read(index * RECORD, RECORD);
        byte[] next = index + 1 == size ? Leaf.greatest() : read((index + 1) * RECORD, Leaf.BYTES);
        return new Leaf(
                Arrays.copyOf(record, Leaf.BYTES),
                next,
                Arrays.copyOfRange(record, Leaf.BYTES, RECORD));
    }

    /// RFC 9162, 2.1.3.1: the hashes beside the way from a leaf up, the lowest first.
    private void path(long index, long from, long to, List<byte[]> path) throws IOException {
        if (to - from == 1) {
            return;
        }
        long middle = from + Long.highestOneBit(to - from - 1);
        if (index < middle) {
            path(index, from, middle, path);
            path.add(hash(middle, to));
        } else {
            path(index, middle, to, path);
            path.add(hash(from, middle));
        }
    }

    private byte[] hash(long from, long to) throws IOException {
        long count = to - from;
        if (count == BLOCK && from % BLOCK == 0) {
            return readFrom(blocks, from / BLOCK * Leaf.BYTES, Leaf.BYTES);
        }
        if (count < BLOCK) {
            return hashLeaves(from, to);
        }
        long middle = from + Long.highestOneBit(count - 1);
        return Leaf.node(sha256, hash(from, middle), hash(middle, to));
    }

    /// The hash over a few leaves, read in one go.
    private byte[] hashLeaves(long from, long to) throws IOException {
        int count = (int) (to - from);
        boolean atEnd = to == size;
        byte[] records = read(from * RECORD, count * RECORD + (atEnd ? 0 : Leaf.BYTES));
        byte[][] hashes = new byte[count][];
        for (int i = 0; i < count; i++) {
            int at = i * RECORD;
            byte[] next =
                    i + 1 == count && atEnd
                            ? Leaf.greatest()
                            : Arrays.copyOfRange(records, at + RECORD, at + RECORD + Leaf.BYTES);
            Leaf leaf =
                    new Leaf(
                            Arrays.copyOfRange(records, at, at + Leaf.BYTES),
                            next,
                            Arrays.copyOfRange(records, at + Leaf.BYTES, at + RECORD));
            hashes[i] = leaf.hash(sha256);
        }
        return fold(hashes, 0, count);
    }

    private byte[] fold(byte[][] hashes, int from, int to) {
        if (to - from == 1) {
            return hashes[from];
        }
        int middle = from + Integer.highestOneBit(to - from - 1);
        return Leaf.node(sha256, fold(hashes, from, middle), fold(hashes, middle, to));
    }

    private byte[] read(long position, int length) throws IOException {
        return readFrom(leaves, position, length);
    }

    private static byte[] readFrom(FileChannel file, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, position + buffer.position()) < 0) {
                throw new java.io.EOFException("a file of the commitment was cut");
            }
        }
        return buffer.array();
    }

    @Override
    public void close() throws IOException {
        leaves.close();
        blocks.close();
    }
}
