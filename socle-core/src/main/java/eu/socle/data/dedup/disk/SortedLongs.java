package eu.socle.data.dedup.disk;

import eu.socle.core.AtomicFile;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file of sorted records of a few longs, found by their first long. Reading forward from one
/// place to the next reads a page once.
///
/// Layout: big-endian, no header.
public final class SortedLongs implements AutoCloseable {

    private static final int PAGE = 512; // records

    private final FileChannel file;
    private final int width;
    private final long size; // records
    private long at; // the current record
    private long pageStart;
    private ByteBuffer page = ByteBuffer.allocate(0);

    private SortedLongs(FileChannel file, int width, long size) {
        this.file = file;
        this.width = width;
        this.size = size;
    }

    /// Writes records to a file that is there whole or not at all.
    ///
    /// @throws IOException if it cannot be written
    public static void write(Path file, RecordCursor records, int width) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try (DataOutputStream out =
                new DataOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16))) {
            while (records.next()) {
                for (int word = 0; word < width; word++) {
                    out.writeLong(records.get(word));
                }
            }
        }
        AtomicFile.publish(temporary, file);
    }

    /// Opens a file.
    ///
    /// @throws IOException if it cannot be read
    public static SortedLongs open(Path file, int width) throws IOException {
        FileChannel channel = FileChannel.open(file);
        return new SortedLongs(channel, width, channel.size() / ((long) Long.BYTES * width));
    }

    /// Goes to the first record whose first long is at least `first`; false when there is none.
    ///
    /// @throws IOException if the file cannot be read
    public boolean seek(long first) throws IOException {
        long low = 0;
        long high = size;
        if (at < size && get(0) < first) {
            low = at + 1; // most often the place asked for lies just ahead
            high = Math.min(size, at + PAGE);
            if (high < size && first(high) < first) {
                low = high + 1;
                high = size;
            }
        } else if (at > 0 && at <= size && first(at - 1) < first) {
            low = at;
            high = at;
        }
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (first(middle) < first) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        at = low;
        return at < size;
    }

    /// Goes to the next record; false when there is none.
    public boolean next() {
        return ++at < size;
    }

    /// One long of the record it stands on.
    ///
    /// @throws IOException if the file cannot be read
    public long get(int word) throws IOException {
        return value(at, word);
    }

    private long first(long record) throws IOException {
        return value(record, 0);
    }

    private long value(long record, int word) throws IOException {
        int bytes = Long.BYTES * width;
        if (record < pageStart || record >= pageStart + page.limit() / bytes) {
            pageStart = Math.max(0, Math.min(record - PAGE / 8, size - PAGE));
            page = ByteBuffer.allocate((int) Math.min(PAGE, size - pageStart) * bytes);
            while (page.hasRemaining()) {
                if (file.read(page, pageStart * bytes + page.position()) < 0) {
                    throw new EOFException("a sorted file was cut while it was read");
                }
            }
            page.flip();
        }
        return page.getLong((int) (record - pageStart) * bytes + word * Long.BYTES);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
