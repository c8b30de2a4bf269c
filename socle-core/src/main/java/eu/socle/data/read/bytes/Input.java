package eu.socle.data.read.bytes;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// The plain bytes of a stored file behind its compression, read in blocks.
///
/// A stream that ends before its end ([EOFException]) is told from one that expands out of all
/// proportion ([Bomb]), one that is damaged ([Damage]) and one that cannot be read ([IOException]).
public final class Input implements AutoCloseable {

    private static final int BLOCK = 1 << 16;
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final byte[] block = new byte[BLOCK];
    private int position;
    private int limit;
    private long before; // plain bytes before block[0]

    private Input(InputStream in) {
        this.in = in;
    }

    /// Opens stored bytes.
    ///
    /// @param raw stored bytes from the start of a member or frame on
    /// @param offset where `raw` begins in the stored file
    public static Input of(Compression compression, InputStream raw, long offset) {
        return new Input(plain(compression, raw, offset));
    }

    /// The plain bytes as a stream, which fails as [Input] does. Closing it frees what
    /// decompresses; the stored bytes stay open.
    public static InputStream plain(Compression compression, InputStream raw, long offset) {
        return switch (compression) {
            case NONE -> new Kept(raw);
            case GZIP -> new GzipMembers(new Kept(raw), offset);
            case ZSTD -> new ZstdPlain(new ZstdFrames(raw, offset));
        };
    }

    /// Plain bytes handed over since the start.
    public long plainPosition() {
        return before + position;
    }

    /// Appends bytes up to and with the next newline, at most `room`.
    ///
    /// @return true when a newline was reached
    public boolean readLine(Bytes into, int room) throws IOException {
        int left = room;
        while (left > 0 && (position < limit || fill())) {
            int end = position;
            int stop = Math.min(limit, position + left);
            while (end < stop && block[end] != '\n') {
                end++;
            }
            boolean newline = end < stop;
            int taken = end - position + (newline ? 1 : 0);
            into.append(block, position, taken);
            position += taken;
            left -= taken;
            if (newline) {
                return true;
            }
        }
        return false;
    }

    /// Appends all bytes that are left, at most `room`.
    ///
    /// @return true when the end was reached
    public boolean readAll(Bytes into, int room) throws IOException {
        while (position < limit || fill()) {
            int taken = Math.min(limit - position, room - into.length());
            into.append(block, position, taken);
            position += taken;
            if (position < limit) {
                return false;
            }
        }
        return true;
    }

    /// The next byte; -1 at the end.
    public int read() throws IOException {
        return position < limit || fill() ? block[position++] & 0xFF : -1;
    }

    private boolean fill() throws IOException {
        before += limit;
        position = 0;
        limit = 0;
        limit = Math.max(0, in.read(block, 0, block.length));
        return limit > 0;
    }

    /// Passes over a byte-order mark of UTF-8 at the start.
    public void skipMark() throws IOException {
        for (int more = 0; limit < MARK.length && more >= 0 && before + position == 0; ) {
            more = in.read(block, limit, block.length - limit);
            limit += Math.max(0, more);
        }
        boolean marked =
                before + position == 0
                        && limit >= MARK.length
                        && Arrays.equals(block, 0, MARK.length, MARK, 0, MARK.length);
        position += marked ? MARK.length : 0;
    }

    /// Frees what decompresses; the stored bytes stay open.
    @Override
    public void close() throws IOException {
        in.close();
    }

    /// Stored bytes that are not closed with what reads them.
    private static final class Kept extends FilterInputStream {
        Kept(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // whoever opened them closes them
        }
    }

    /// A growing array of bytes.
    public static final class Bytes {
        private byte[] array = new byte[1 << 13];
        private int length;

        /// Appends a part of an array.
        public void append(byte[] from, int offset, int count) {
            if (length + count > array.length) {
                array = Arrays.copyOf(array, Math.max(length + count, array.length * 2));
            }
            System.arraycopy(from, offset, array, length, count);
            length += count;
        }

        /// Appends one byte.
        public void append(byte value) {
            if (length == array.length) {
                array = Arrays.copyOf(array, array.length * 2);
            }
            array[length++] = value;
        }

        /// The bytes and what lies behind them; valid up to [#length()].
        public byte[] array() {
            return array;
        }

        public int length() {
            return length;
        }

        /// A copy of exactly the bytes.
        public byte[] exact() {
            return Arrays.copyOf(array, length);
        }

        public void clear() {
            length = 0;
            if (array.length > 1 << 22) {
                array = new byte[1 << 13]; // one huge line must not stay in memory
            }
        }
    }
}
