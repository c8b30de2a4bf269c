package eu.socle.data.dedup.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Sorts any number of records of a few longs within a stated memory. Records are numbers without
/// sign, compared long by long. A full buffer is sorted and written as a run; reading merges the
/// runs. What fits into the buffer never touches the disk.
@SuppressWarnings("NarrowCalculation")
public final class RecordSorter implements AutoCloseable {

    private static final int MOST_RUNS = 256; // open at once, each with a buffer of its own
    private static final int WRITE_BYTES = 1 << 20;
    private static final int FIRST_RECORDS = 1024; // small inputs pay for small buffers

    private final Path folder;
    private final String name;
    private final int width;
    private final int mostRecords;
    private final long memoryBytes;
    private final List<Path> runs = new ArrayList<>();
    private long[] buffer;
    private int used; // longs
    private int written; // number of runs ever written, for their names
    private boolean finished;

    /// @param folder where runs are written; must exist
    /// @param name beginning of the runs' names, of its own in the folder
    /// @param width longs per record, 1 to 8
    /// @param memoryBytes the most that buffers may take; at least 64 KiB
    public RecordSorter(Path folder, String name, int width, long memoryBytes) {
        if (width < 1 || width > 8 || memoryBytes < 1 << 16) {
            throw new IllegalArgumentException("width " + width + ", memory " + memoryBytes);
        }
        this.folder = folder;
        this.name = name;
        this.width = width;
        this.memoryBytes = memoryBytes;
        long records = memoryBytes / ((long) Long.BYTES * width);
        mostRecords = (int) Math.min(records, (1 << 30) / width);
        buffer = new long[Math.min(FIRST_RECORDS, mostRecords) * width];
    }

    /// Adds a record.
    ///
    /// @param record as many longs as a record has
    public void add(long[] record) {
        int at = room(record.length); // may replace the buffer
        System.arraycopy(record, 0, buffer, at, width);
    }

    /// Adds a record of one long.
    public void add(long record) {
        int at = room(1);
        buffer[at] = record;
    }

    /// Adds a record of two longs.
    public void add(long first, long second) {
        int at = room(2);
        buffer[at] = first;
        buffer[at + 1] = second;
    }

    /// Adds a record of three longs.
    public void add(long first, long second, long third) {
        int at = room(3);
        buffer[at] = first;
        buffer[at + 1] = second;
        buffer[at + 2] = third;
    }

    /// Adds a record of four longs.
    public void add(long first, long second, long third, long fourth) {
        int at = room(4);
        buffer[at] = first;
        buffer[at + 1] = second;
        buffer[at + 2] = third;
        buffer[at + 3] = fourth;
    }

    private int room(int longs) {
        if (longs != width) {
            throw new IllegalArgumentException("records have " + width + " longs, not " + longs);
        }
        if (finished) {
            throw new IllegalStateException(name + " is already sorted");
        }
        if (used == buffer.length) {
            if (used == mostRecords * width) {
                flush();
            } else {
                int records = (int) Math.min(2L * used / width, mostRecords);
                buffer = Arrays.copyOf(buffer, records * width);
            }
        }
        int at = used;
        used += width;
        return at;
    }

    /// The records in order. May be asked for again; nothing can be added afterwards.
    ///
    /// @throws eu.socle.core.Refusal failure, when the disk is full or a file cannot be read
    public RecordCursor sorted() {
        finish();
        return runs.isEmpty()
                ? new InMemory()
                : new RecordMerge(runs, width, readBytes(runs.size()));
    }

    private void finish() {
        if (finished) {
            return;
        }
        if (!runs.isEmpty()) {
            flush();
            buffer = new long[0];
        } else {
            RadixSort.sort(buffer, used / width, width);
        }
        while (runs.size() > MOST_RUNS) {
            mergeOldest();
        }
        finished = true;
    }

    private void mergeOldest() {
        List<Path> oldest = List.copyOf(runs.subList(0, Math.min(MOST_RUNS, runs.size())));
        Path merged = nextRun();
        try (RecordMerge all = new RecordMerge(oldest, width, readBytes(oldest.size()));
                RunFile.Writer out = new RunFile.Writer(merged, WRITE_BYTES)) {
            while (all.next()) {
                for (int word = 0; word < width; word++) {
                    out.write(all.get(word));
                }
            }
        }
        oldest.forEach(RecordSorter::delete);
        runs.removeAll(oldest);
        runs.add(merged);
    }

    private int readBytes(int files) {
        return Math.clamp(memoryBytes / 4 / files, 1 << 12, 1 << 20);
    }

    private void flush() {
        if (used == 0) {
            return;
        }
        RadixSort.sort(buffer, used / width, width);
        Path run = nextRun();
        try (RunFile.Writer out = new RunFile.Writer(run, WRITE_BYTES)) {
            out.write(buffer, used);
        }
        runs.add(run);
        used = 0;
    }

    private Path nextRun() {
        return folder.resolve(name + "-" + written++ + ".run.tmp");
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Deletes the runs.
    @Override
    public void close() {
        runs.forEach(RecordSorter::delete);
        runs.clear();
        buffer = new long[0];
        finished = true;
        used = 0;
    }

    private final class InMemory implements RecordCursor {
        private int at = -width;

        @Override
        public boolean next() {
            at += width;
            return at < used;
        }

        @Override
        public long get(int word) {
            return buffer[at + word];
        }

        @Override
        public void close() {}
    }
}
