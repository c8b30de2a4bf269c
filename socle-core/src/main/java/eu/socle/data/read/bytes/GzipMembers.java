package eu.socle.data.read.bytes;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// A gzip file (RFC 1952) member by member, or as the concatenation of its members. Unlike
/// [java.util.zip.GZIPInputStream] it tells a file that is cut, also inside the header of a later
/// member, from one that ends, and it knows where each member lies.
public final class GzipMembers extends InputStream {

    static final int DEFLATE = 8;
    static final int RESERVED_FLAGS = 0xE0;

    private static final int BLOCK = 1 << 16;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] block = new byte[BLOCK];
    private final long first; // stored offset of the first member
    private long base; // stored offset of block[0]
    private int at;
    private int limit;
    private long memberStart;
    private boolean inMember;
    private boolean ended;

    /// @param raw stored bytes that begin with a member
    /// @param offset where `raw` begins in the stored file
    public GzipMembers(InputStream raw, long offset) {
        in = raw;
        base = offset;
        first = offset;
        memberStart = offset;
    }

    /// Begins the next member; the one before must have been read to its end.
    ///
    /// @return false at the end of the file
    /// @throws EOFException if the file ends inside the member's header
    /// @throws IOException if there is no member
    public boolean next() throws IOException {
        memberStart = base + at;
        if (at == limit && !fill()) {
            ended = true;
            return false;
        }
        if (endsInZeros()) {
            ended = true;
            return false;
        }
        if (need() != 0x1F || need() != 0x8B || need() != DEFLATE) {
            throw new Damage("there is no gzip member where one should begin");
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
        inflater.setInput(block, at, limit - at);
        checksum.reset();
        inMember = true;
        return true;
    }

    /// Whether nothing but zeros follows a member: tapes and block devices pad files with them, and
    /// gzip itself passes over them.
    private boolean endsInZeros() throws IOException {
        if (memberStart == first) {
            return false;
        }
        while (block[at] == 0) {
            at++;
            if (at == limit && !fill()) {
                return true;
            }
        }
        if (memberStart != base + at) {
            throw new Damage("there is no gzip member where one should begin");
        }
        return false;
    }

    /// Stored offset where the current member begins; after the last one, where it would.
    public long memberStart() {
        return memberStart;
    }

    /// Stored offset behind what was used, exact between members.
    public long position() {
        return base + at;
    }

    /// Plain bytes of the current member.
    ///
    /// @return -1 at the end of the member
    /// @throws EOFException if the file ends inside the member
    /// @throws Bomb if the member expands out of all proportion
    /// @throws Damage if the member is damaged
    public int readMember(byte[] into, int offset, int length) throws IOException {
        try {
            while (inMember) {
                int count = inflater.inflate(into, offset, length);
                if (count > 0) {
                    checksum.update(into, offset, count);
                    Bomb.refuse(
                            inflater.getBytesWritten(),
                            base + limit - inflater.getRemaining() - memberStart);
                    return count;
                }
                if (inflater.finished()) {
                    endMember();
                } else if (inflater.needsDictionary()) {
                    throw new Damage("a gzip member is damaged");
                } else {
                    at = limit;
                    if (!fill()) {
                        throw new EOFException("the file ends inside a gzip member");
                    }
                    inflater.setInput(block, 0, limit);
                }
            }
            return -1;
        } catch (DataFormatException e) {
            throw new Damage("a gzip member is damaged", e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /// Plain bytes of all members, one after the other.
    ///
    /// @throws EOFException if the file ends inside a member
    /// @throws IOException if the bytes are not gzip
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            int count = readMember(into, offset, length);
            if (count > 0) {
                return count;
            }
            next();
        }
        return -1;
    }

    /// Checks length and checksum, and takes back what the inflater did not use.
    private void endMember() throws IOException {
        inMember = false;
        at = limit - inflater.getRemaining();
        if (word() != checksum.getValue() || word() != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
            throw new Damage("the checksum of a gzip member is wrong");
        }
    }

    private boolean fill() throws IOException {
        base += limit;
        at = 0;
        limit = Math.max(0, in.read(block, 0, BLOCK));
        return limit > 0;
    }

    private long word() throws IOException {
        return need() | need() << 8 | need() << 16 | (long) need() << 24;
    }

    private int need() throws IOException {
        if (at == limit && !fill()) {
            throw new EOFException("the file ends inside a gzip member");
        }
        return block[at++] & 0xFF;
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

    /// Frees the inflater; the stored bytes stay open.
    public void release() {
        inflater.end();
    }

    /// Frees the inflater and closes the stored bytes.
    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
