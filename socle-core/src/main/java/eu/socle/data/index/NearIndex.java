package eu.socle.data.index;

import eu.socle.core.AtomicFile;
import eu.socle.core.Refusal;
import eu.socle.data.dedup.disk.RecordCursor;
import eu.socle.data.dedup.disk.RecordSorter;
import eu.socle.data.dedup.near.MinHash;
import eu.socle.data.dedup.near.Sketch;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/// Which documents of a dataset are nearly a text: for each band of a MinHash signature a sorted
/// list of its key and the number of the document, eight bytes a pair. Whoever finds a number
/// compares the texts, since keys can meet.
///
/// Layout: one stretch for each band, all of the same length, without a header; a pair is the upper
/// half of the band's 64-bit key and the number, 32 bits each, big-endian. With n documents a
/// look-up meets `bands * n / 2^32` wrong numbers on average, 0.3 at 100 million.
public final class NearIndex implements AutoCloseable {

    /// How texts are signed: of similarity 0.8 nearly all are found (99.8 %), of 0.7 96 %, of 0.6
    /// 81 %, of 0.5 54 %, and of 0.05 one in 13 000. The functions are not those by which a recipe
    /// looks for doubles (seed), and bands are shorter (4 rows): two documents that share a band of
    /// the recipe's are doubles, so of those one alone is in the dataset, and its own bands would
    /// find nothing.
    public static final MinHash METHOD = new MinHash(5, 12, 4, 0x6e656172);

    private static final int RECORD = Long.BYTES;
    private static final int KEY_BITS = 32;
    private static final long NUMBERS = 1L << KEY_BITS;
    private static final long SORTING_BYTES = 4 << 20; // of each band: 256 runs hold 134 million
    private static final int BUFFER = 1 << 16;

    private final FileChannel file;
    private final Sketch sketch;
    private final List<SortedRecords> bands;
    private final long[] keys;

    private NearIndex(FileChannel file, MinHash method, long size) {
        this.file = file;
        this.sketch = method.sketch();
        this.keys = new long[method.bands()];
        this.bands = new ArrayList<>();
        long each = size / method.bands();
        for (int band = 0; band < method.bands(); band++) {
            bands.add(new SortedRecords(file, band * each * RECORD, RECORD, each));
        }
    }

    /// Writes the keys of the documents of one task, for the builder.
    public static final class Keys implements AutoCloseable {
        private final DataOutputStream out;
        private final Sketch sketch = METHOD.sketch();
        private final long[] keys = new long[METHOD.bands()];
        private int row;

        /// @throws IOException if the file cannot be written
        public Keys(Path file) throws IOException {
            out =
                    new DataOutputStream(
                            new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
        }

        /// Adds the task's next document. A text of fewer words than a shingle has no keys.
        ///
        /// @param text as the dataset has it
        /// @throws IOException if the file cannot be written
        public void add(String text) throws IOException {
            if (sketch.keys(text, keys)) {
                out.writeInt(row);
                for (long key : keys) {
                    out.writeInt((int) (key >>> KEY_BITS));
                }
            }
            row++;
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /// Gathers keys and writes the index.
    static final class Builder implements AutoCloseable {
        private final Path file;
        private final List<RecordSorter> bands = new ArrayList<>();

        Builder(Path file) {
            this.file = file;
            Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
            for (int band = 0; band < METHOD.bands(); band++) {
                bands.add(
                        new RecordSorter(
                                folder, file.getFileName() + ".sorting-" + band, 1, SORTING_BYTES));
            }
        }

        /// One document.
        ///
        /// @param keys upper halves of its bands' keys
        /// @throws Refusal if there are more documents than the index can number
        void add(int[] keys, long number) {
            if (number >= NUMBERS) {
                throw Refusal.failure(
                        "an index of near copies numbers at most 4 294 967 296 documents; make the dataset with data.dedup.near-index: false, or in parts.");
            }
            for (int band = 0; band < keys.length; band++) {
                bands.get(band).add((long) keys[band] << KEY_BITS | number);
            }
        }

        /// What a task left.
        ///
        /// @param first number of its first document
        /// @throws IOException if it cannot be read
        void addAll(Path task, long first) throws IOException {
            int[] keys = new int[METHOD.bands()];
            byte[] record = new byte[(1 + keys.length) * Integer.BYTES];
            try (DataInputStream in =
                    new DataInputStream(
                            new BufferedInputStream(Files.newInputStream(task), BUFFER))) {
                while (in.readNBytes(record, 0, record.length) == record.length) {
                    ByteBuffer values = ByteBuffer.wrap(record);
                    long number = first + values.getInt();
                    for (int band = 0; band < keys.length; band++) {
                        keys[band] = values.getInt();
                    }
                    add(keys, number);
                }
            }
        }

        void finish() throws IOException {
            Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
            try (DataOutputStream out =
                    new DataOutputStream(
                            new BufferedOutputStream(Files.newOutputStream(temporary), BUFFER))) {
                for (RecordSorter band : bands) {
                    try (RecordCursor all = band.sorted()) {
                        while (all.next()) {
                            out.writeLong(all.get(0));
                        }
                    }
                    band.close(); // its runs take as much room as the index
                }
            }
            AtomicFile.publish(temporary, file);
        }

        @Override
        public void close() {
            bands.forEach(RecordSorter::close);
        }
    }

    /// Opens an index.
    ///
    /// @param method by which its keys were made
    /// @throws Refusal if it is not there or was cut
    static NearIndex open(Path file, MinHash method) {
        try {
            FileChannel channel = FileChannel.open(file);
            long bytes = channel.size();
            if (bytes % ((long) RECORD * method.bands()) != 0) {
                channel.close();
                throw Refusal.failure(file + " was cut; make the dataset again with: socle data.");
            }
            return new NearIndex(channel, method, bytes / RECORD);
        } catch (IOException e) {
            throw Refusal.failure(
                    file + " cannot be read; make the dataset again with: socle data.", e);
        }
    }

    /// Documents that share a band with a text, by number, each with how many bands it shares. Not
    /// for several threads at once.
    ///
    /// @throws IOException if the index cannot be read
    NavigableMap<Long, Integer> candidates(String text) throws IOException {
        NavigableMap<Long, Integer> shared = new TreeMap<>();
        if (!sketch.keys(text, keys)) {
            return shared;
        }
        for (int band = 0; band < keys.length; band++) {
            find(bands.get(band), keys[band] >>> KEY_BITS, shared);
        }
        return shared;
    }

    private static void find(SortedRecords records, long key, NavigableMap<Long, Integer> shared)
            throws IOException {
        long at = records.first(key << KEY_BITS);
        for (; at < records.size(); at += records.page()) {
            ByteBuffer page = records.read(at);
            while (page.hasRemaining()) {
                long record = page.getLong();
                if (record >>> KEY_BITS != key) {
                    return;
                }
                shared.merge(record & (NUMBERS - 1), 1, Integer::sum);
            }
        }
    }

    /// Leaves documents out; the file is read and written once.
    ///
    /// @throws IOException if it cannot be read or written
    static void retain(Path file, LongPredicate stays) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        byte[] block = new byte[RECORD << 13];
        try (InputStream in = Files.newInputStream(file);
                OutputStream out =
                        new BufferedOutputStream(Files.newOutputStream(temporary), BUFFER)) {
            for (int n = in.readNBytes(block, 0, block.length);
                    n > 0;
                    n = in.readNBytes(block, 0, block.length)) {
                ByteBuffer records = ByteBuffer.wrap(block, 0, n);
                for (int at = 0; at < n; at += RECORD) {
                    if (stays.test(records.getLong(at) & (NUMBERS - 1))) {
                        out.write(block, at, RECORD);
                    }
                }
            }
        }
        AtomicFile.publish(temporary, file);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
