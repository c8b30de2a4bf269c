package eu.socle.data.read;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// A gzip file (RFC 1952) as the concatenation of its members. Unlike
/// [java.util.zip.GZIPInputStream] it tells a file that is cut, also inside the header of a later
/// member, from one that ends.
final class GzipMembers extends InputStream {

    private static final int BLOCK = 1 << 16;
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final PushbackInputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] block = new byte[BLOCK];
    private int filled;
    private boolean inMember;
    private boolean ended;

    GzipMembers(InputStream raw) {
        in = new PushbackInputStream(raw, BLOCK);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /// @throws EOFException if the file ends inside a member
    /// @throws IOException if the bytes are not gzip
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            while (!ended) {
                if (!inMember) {
                    startMember();
                    continue;
                }
                int count = inflater.inflate(into, offset, length);
                if (count > 0) {
                    checksum.update(into, offset, count);
                    return count;
                }
                if (inflater.finished()) {
                    endMember();
                } else if (inflater.needsDictionary()) {
                    throw new IOException("a preset dictionary, which gzip does not have");
                } else {
                    fill();
                }
            }
            return -1;
        } catch (DataFormatException e) {
            throw new IOException("damaged deflate stream", e);
        }
    }

    private void fill() throws IOException {
        filled = in.read(block, 0, BLOCK);
        if (filled < 0) {
            throw new EOFException("the file ends inside a gzip member");
        }
        inflater.setInput(block, 0, filled);
    }

    private void startMember() throws IOException {
        int first = in.read();
        if (first < 0) {
            ended = true;
            return;
        }
        if (first != 0x1F || need() != 0x8B || need() != DEFLATE) {
            throw new IOException("not the header of a gzip member");
        }
        int flags = need();
        skip(6); // time, level, system
        if ((flags & EXTRA) != 0) {
            skip(need() | need() << 8);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            skip(2);
        }
        inflater.reset();
        checksum.reset();
        inMember = true;
    }

    /// Checks length and checksum, and gives back what the inflater did not use.
    private void endMember() throws IOException {
        int unused = inflater.getRemaining();
        if (unused > 0) {
            in.unread(block, filled - unused, unused);
        }
        if (word() != checksum.getValue() || word() != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
            throw new IOException("the checksum of a gzip member is wrong");
        }
        inMember = false;
    }

    private long word() throws IOException {
        return need() | need() << 8 | need() << 16 | (long) need() << 24;
    }

    private int need() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException("the file ends inside a gzip member");
        }
        return next;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            need();
        }
    }

    private void skipText() throws IOException {
        int next;
        do {
            next = need();
        } while (next != 0);
    }

    /// Frees the inflater; the file stays open.
    @Override
    public void close() {
        inflater.end();
    }
}
