package eu.socle.data.index;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Records of a fixed length, sorted by their first long (without sign), in one stretch of a file.
/// The longs are spread evenly, so a look-up guesses the place, reads a page there, and corrects
/// the guess: two or three reads at any size.
///
/// @param file that holds them, big-endian
/// @param start first byte of the stretch
/// @param bytes of one record
/// @param size how many records
record SortedRecords(FileChannel file, long start, int bytes, long size) {

    private static final int PAGE_BYTES = 4096;

    /// Records read at a time.
    int page() {
        return PAGE_BYTES / bytes;
    }

    /// The number of the first record whose long is not below this one: guessed between two bounds,
    /// and halved when guesses do not close in.
    ///
    /// @throws IOException if the file cannot be read
    long first(long key) throws IOException {
        int page = page();
        long low = 0; // every record before it is below
        long high = size; // this one and those after it are not below
        double lowKey = 0;
        double highKey = 0x1.0p64;
        boolean guess = true;
        while (high - low > page) {
            double share = (unsigned(key) - lowKey) / (highKey - lowKey);
            long middle =
                    guess
                            ? low + (long) (share * (high - low)) - page / 2
                            : low + (high - low - page) / 2;
            middle = Math.clamp(middle, low, high - page);
            ByteBuffer records = read(middle);
            long firstKey = records.getLong(0);
            long lastKey = records.getLong(records.limit() - bytes);
            long before = high - low;
            if (Long.compareUnsigned(lastKey, key) < 0) {
                low = middle + page;
                lowKey = unsigned(lastKey);
            } else if (Long.compareUnsigned(firstKey, key) >= 0) {
                high = middle;
                highKey = unsigned(firstKey) + 1;
            } else {
                return middle + within(records, key);
            }
            guess = !guess || high - low < before / 4;
        }
        return low == size ? size : low + within(read(low), key);
    }

    private int within(ByteBuffer records, long key) {
        int count = records.limit() / bytes;
        for (int i = 0; i < count; i++) {
            if (Long.compareUnsigned(records.getLong(i * bytes), key) >= 0) {
                return i;
            }
        }
        return count;
    }

    private static double unsigned(long key) {
        return (key >>> 1) * 2.0 + (key & 1);
    }

    /// A page of records from this one on.
    ///
    /// @throws IOException if the file cannot be read
    ByteBuffer read(long from) throws IOException {
        ByteBuffer page = ByteBuffer.allocate((int) Math.min(page(), size - from) * bytes);
        while (page.hasRemaining()) {
            if (file.read(page, start + from * bytes + page.position()) < 0) {
                throw new EOFException("an index was cut while it was read");
            }
        }
        return page.flip();
    }
}
