package eu.socle.data.unit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// A range of a file as a stream that says where it stands and skips forward without reading. For
/// one thread.
public final class RangeInput extends InputStream {

    private static final int BUFFER = 1 << 16;

    private final FileChannel file;
    private final long end;
    private final byte[] buffer = new byte[BUFFER];
    private long next; // of the file, to be read into the buffer
    private int at;
    private int filled;

    /// @param from first byte of the range
    /// @param to end of the range, exclusive; what lies behind the file counts as its end
    /// @throws IOException if the file cannot be opened
    public RangeInput(Path path, long from, long to) throws IOException {
        file = FileChannel.open(path);
        next = from;
        end = Math.min(to, file.size());
    }

    /// The place in the file of the byte that comes next.
    public long position() {
        return next - filled + at;
    }

    /// Goes to a place of the range that lies ahead.
    ///
    /// @throws EOFException if the range ends before it
    public void goTo(long position) throws IOException {
        long ahead = position - position();
        if (ahead < 0 || position > end) {
            throw new EOFException("no place " + position + " ahead in a file of " + end);
        }
        if (ahead <= filled - at) {
            at += (int) ahead;
            return;
        }
        next = position;
        at = 0;
        filled = 0;
    }

    private boolean fill() throws IOException {
        if (next >= end) {
            return false;
        }
        int count = file.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(BUFFER, end - next)), next);
        if (count <= 0) {
            return false;
        }
        next += count;
        at = 0;
        filled = count;
        return true;
    }

    @Override
    public int read() throws IOException {
        return at < filled || fill() ? buffer[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == filled && !fill()) {
            return -1;
        }
        int count = Math.min(length, filled - at);
        System.arraycopy(buffer, at, into, from, count);
        at += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
