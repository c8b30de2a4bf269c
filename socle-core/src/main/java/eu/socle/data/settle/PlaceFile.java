package eu.socle.data.settle;

import eu.socle.data.settle.Doubles.Fate;
import eu.socle.data.settle.Doubles.Place;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where each candidate stands, on disk, by its number.
public final class PlaceFile implements AutoCloseable {

    private static final int RECORD = 1 + 4 * 8; // fate, representative, other, size, cluster

    private static final int PAGE = 512 * RECORD;

    private final RandomAccessFile file;
    private final byte[] page = new byte[PAGE];
    private final ByteBuffer records = ByteBuffer.wrap(page);
    private long pageStart = -PAGE; // first byte of the page
    private int filled;

    private PlaceFile(RandomAccessFile file) {
        this.file = file;
    }

    /// Writes the places in the order of the candidates.
    static final class Writer implements AutoCloseable {
        private final DataOutputStream out;

        /// @throws IOException if the file cannot be written
        Writer(Path file) throws IOException {
            out =
                    new DataOutputStream(
                            new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
        }

        /// @throws IOException if it cannot be written
        void add(Place place) throws IOException {
            out.write(bytes(place));
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /// @param mode `r`, or `rw` when fates may change
    /// @throws IOException if the file cannot be opened
    static PlaceFile open(Path file, String mode) throws IOException {
        return new PlaceFile(new RandomAccessFile(file.toFile(), mode));
    }

    private static byte[] bytes(Place place) {
        return ByteBuffer.allocate(RECORD)
                .put((byte) place.fate().code())
                .putLong(place.representative())
                .putLong(place.other())
                .putLong(place.size())
                .putLong(place.cluster())
                .array();
    }

    /// A place; those that follow each other cost little.
    ///
    /// @throws IOException if it cannot be read
    public Place get(long candidate) throws IOException {
        long at = candidate * RECORD;
        if (at < pageStart || at + RECORD > pageStart + filled) {
            fill(at);
        }
        ByteBuffer in = records.position((int) (at - pageStart));
        return new Place(Fate.of(in.get()), in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }

    private void fill(long at) throws IOException {
        file.seek(at);
        filled = 0;
        pageStart = at;
        while (filled < RECORD) {
            int count = file.read(page, filled, PAGE - filled);
            if (count < 0) {
                throw new EOFException("no place of candidate " + at / RECORD);
            }
            filled += count;
        }
    }

    /// Changes a place.
    ///
    /// @throws IOException if it cannot be written
    public void set(long candidate, Place place) throws IOException {
        file.seek(candidate * RECORD);
        file.write(bytes(place));
        filled = 0;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
