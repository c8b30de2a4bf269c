package eu.socle.data.read;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdJavaInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// The bytes of a file behind its compression, read in blocks.
///
/// A stream that ends before its end ([EOFException]) is told from one that is damaged
/// ([IOException]).
final class Input implements AutoCloseable {

    private static final int BLOCK = 1 << 16;
    private static final String ZSTD_ENDS_EARLY =
            "Not enough input bytes"; // the decoder's only sign of it

    private final InputStream in;
    private final byte[] block = new byte[BLOCK];
    private int position;
    private int limit;

    private Input(InputStream in) {
        this.in = in;
    }

    /// @param name the file's name, whose ending tells the compression
    static Input of(String name, InputStream raw) throws IOException {
        if (name.endsWith(".gz")) {
            return new Input(new GzipMembers(raw));
        }
        return new Input(name.endsWith(".zst") ? new ZstdJavaInputStream(raw) : raw);
    }

    /// The name without the ending of its compression.
    static String inner(String name) {
        return name.endsWith(".gz") || name.endsWith(".zst")
                ? name.substring(0, name.lastIndexOf('.'))
                : name;
    }

    /// Appends bytes up to and with the next newline, at most `room`.
    ///
    /// @return true when a newline was reached
    boolean readLine(Bytes into, int room) throws IOException {
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

    private boolean fill() throws IOException {
        try {
            position = 0;
            limit = Math.max(0, in.read(block, 0, block.length));
            return limit > 0;
        } catch (MalformedInputException | IndexOutOfBoundsException e) {
            limit = 0;
            throw new IOException("the compressed stream is damaged", e);
        } catch (IOException e) {
            limit = 0;
            if (in instanceof ZstdJavaInputStream && ZSTD_ENDS_EARLY.equals(e.getMessage())) {
                throw new EOFException("the compressed stream ends early");
            }
            throw e;
        }
    }

    /// Appends all bytes that are left, at most `room`.
    ///
    /// @return true when the end was reached
    boolean readAll(Bytes into, int room) throws IOException {
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

    /// Frees what decompresses; the file stays open.
    @Override
    public void close() {
        if (in instanceof GzipMembers members) {
            members.close();
        }
    }

    /// A growing array of bytes.
    static final class Bytes {
        private byte[] array = new byte[1 << 13];
        private int length;

        void append(byte[] from, int offset, int count) {
            if (length + count > array.length) {
                array = Arrays.copyOf(array, Math.max(length + count, array.length * 2));
            }
            System.arraycopy(from, offset, array, length, count);
            length += count;
        }

        byte[] array() {
            return array;
        }

        int length() {
            return length;
        }

        void clear() {
            length = 0;
        }
    }
}
