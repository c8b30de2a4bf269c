package eu.socle.data.read.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Looks through stored bytes for what seems to be the start of a gzip member: its header, followed
/// by a deflate stream that begins with the expected text. A find may still be bytes inside another
/// member (a stored copy of a gzip file); who cuts a file at it must see the member before it end
/// there.
public final class MemberScan implements AutoCloseable {

    private static final int WINDOW = 1 << 17;
    private static final int LOOK_AHEAD =
            1 << 13; // header fields and enough deflate to yield the first bytes
    private static final int PLAIN = 256; // plain bytes that must inflate without damage
    private static final int FIXED_HEADER = 10;

    private final InputStream in;
    private final byte[] expected;
    private final byte[] window = new byte[WINDOW];
    private long base;
    private int at;
    private int limit;
    private boolean ended;

    /// @param offset where `in` begins in the stored file
    /// @param expected ASCII text with which every member begins; empty: any
    public MemberScan(InputStream in, long offset, String expected) {
        this.in = in;
        this.base = offset;
        this.expected = expected.getBytes(StandardCharsets.US_ASCII);
    }

    /// The next start at or after this stored offset, which must not go back.
    ///
    /// @return -1 when there is none
    /// @throws IOException if the bytes cannot be read
    public long next(long from) throws IOException {
        while (true) {
            if (limit - at < LOOK_AHEAD && !ended) {
                fill();
            }
            if (at == limit) {
                return -1;
            }
            long skip = from - (base + at);
            int stop = ended ? limit : limit - LOOK_AHEAD + 1;
            if (skip > 0) {
                at = (int) Math.min(stop, at + skip);
                continue;
            }
            while (at < stop) {
                if (window[at] == 0x1F && isStart()) {
                    long found = base + at;
                    at++;
                    return found;
                }
                at++;
            }
        }
    }

    private void fill() throws IOException {
        System.arraycopy(window, at, window, 0, limit - at);
        base += at;
        limit -= at;
        at = 0;
        while (limit < WINDOW && !ended) {
            int count = in.read(window, limit, WINDOW - limit);
            ended = count < 0;
            limit += Math.max(0, count);
        }
    }

    private boolean isStart() {
        if (limit - at < FIXED_HEADER
                || window[at + 1] != (byte) 0x8B
                || window[at + 2] != GzipMembers.DEFLATE
                || (window[at + 3] & GzipMembers.RESERVED_FLAGS) != 0) {
            return false;
        }
        int body = body();
        if (body < 0) {
            return false;
        }
        byte[] plain = new byte[PLAIN];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(window, body, Math.min(limit, at + LOOK_AHEAD) - body);
            int count = 0;
            while (count < PLAIN) {
                int more = inflater.inflate(plain, count, PLAIN - count);
                if (more <= 0) {
                    break;
                }
                count += more;
            }
            if (count < expected.length) {
                return false;
            }
            for (int i = 0; i < expected.length; i++) {
                if (plain[i] != expected[i]) {
                    return false;
                }
            }
            return count > 0 || inflater.finished();
        } catch (DataFormatException e) {
            return false;
        } finally {
            inflater.end();
        }
    }

    /// Where the deflate stream begins; -1 when the header is not whole within the window.
    private int body() {
        int flags = window[at + 3];
        int body = at + FIXED_HEADER;
        int end = Math.min(limit, at + LOOK_AHEAD);
        if ((flags & 4) != 0) {
            if (body + 2 > end) {
                return -1;
            }
            body += 2 + ((window[body] & 0xFF) | ((window[body + 1] & 0xFF) << 8));
        }
        for (int text = 8; text <= 16; text += 8) {
            if ((flags & text) != 0) {
                while (body < end && window[body] != 0) {
                    body++;
                }
                body++;
            }
        }
        body += (flags & 2) != 0 ? 2 : 0;
        return body < end ? body : -1;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
