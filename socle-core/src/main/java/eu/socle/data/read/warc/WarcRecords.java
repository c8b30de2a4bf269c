package eu.socle.data.read.warc;

import eu.socle.data.read.bytes.Input.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.netpreserve.jwarc.MessageHeaders;
import org.netpreserve.jwarc.WarcParser;

/// The records of a plain WARC stream, one after the other. jwarc reads their headers; the framing
/// is here, because a record that lies about its length must not take the ones behind it with it:
/// after each damage the next line that begins with `WARC/` is looked for.
public final class WarcRecords {

    private static final int BLOCK = 1 << 16;
    private static final int LONGEST_HEADER = 1 << 16;
    private static final byte[] END = {'\r', '\n', '\r', '\n'};
    private static final byte[] START = "WARC/".getBytes(StandardCharsets.US_ASCII);

    private final Reopened reopened;
    private final byte[] block = new byte[BLOCK];
    private InputStream in;
    private byte[] ahead = {}; // what was put back, before `in` goes on
    private int aheadAt;
    private int at;
    private int limit;
    private long base; // plain offset of block[0]

    /// Opens the stream once more from a plain offset on.
    @FunctionalInterface
    public interface Reopened {
        /// Opens it.
        ///
        /// @throws IOException if that cannot be done
        InputStream from(long offset) throws IOException;
    }

    /// @param offset where `in` begins in the plain stream
    /// @param reopened how to go back after a record too large to be held turns out to lie
    public WarcRecords(InputStream in, long offset, Reopened reopened) {
        this.in = in;
        this.base = offset;
        this.reopened = reopened;
    }

    /// Where the next record begins.
    public long position() {
        return base + at;
    }

    /// The next record.
    ///
    /// @param most bytes of a block that are held; the block of a larger record is passed over
    /// @return empty at the end of the stream
    /// @throws IOException if the stream cannot be read on
    public Optional<WarcRecord> next(int most) throws IOException {
        if (!passBlankLines()) {
            return Optional.empty();
        }
        long start = position();
        Bytes header = new Bytes();
        boolean whole = readHeader(header);
        Optional<MessageHeaders> headers = whole ? parse(header) : Optional.empty();
        if (headers.isEmpty()) {
            boolean ended = !whole && header.length() < LONGEST_HEADER && beginsRight(header);
            goBack(start, header.exact());
            at += require(1) ? 1 : 0;
            resynchronise();
            return Optional.of(
                    new WarcRecord.Broken(
                            start,
                            ended,
                            ended ? "the file ends in a header" : "not the header of a record"));
        }
        long length = length(headers.get());
        if (length < 0) {
            resynchronise();
            return Optional.of(
                    new WarcRecord.Broken(start, false, "Content-Length is missing or no number"));
        }
        return Optional.of(
                length <= most
                        ? held(start, headers.get(), (int) length)
                        : passedOver(start, headers.get(), length));
    }

    private WarcRecord held(long start, MessageHeaders headers, int length) throws IOException {
        long from = position();
        Bytes bytes = new Bytes();
        boolean whole = take(bytes, length);
        byte[] content = bytes.exact();
        if (!whole) {
            goBack(from, content);
            resynchronise();
            return new WarcRecord.Broken(
                    start,
                    true,
                    "Content-Length is "
                            + length
                            + ", but only "
                            + content.length
                            + " bytes follow");
        }
        long end = position();
        if (!atRecordEnd()) {
            goBack(from, content);
            resynchronise();
            return new WarcRecord.Broken(
                    start, false, "the record does not end after its Content-Length of " + length);
        }
        return new WarcRecord.Whole(start, end - start, headers, content);
    }

    private WarcRecord passedOver(long start, MessageHeaders headers, long length)
            throws IOException {
        long content = position();
        boolean whole = pass(length);
        if (whole && atRecordEnd()) {
            return new WarcRecord.TooLarge(start, headers, length);
        }
        in = reopened.from(content);
        ahead = new byte[0];
        aheadAt = 0;
        base = content;
        at = 0;
        limit = 0;
        resynchronise();
        return new WarcRecord.Broken(
                start,
                !whole,
                "Content-Length is " + length + ", but the record does not end there");
    }

    private static Optional<MessageHeaders> parse(Bytes header) {
        WarcParser parser = new WarcParser();
        ByteBuffer buffer = ByteBuffer.wrap(withReturns(header));
        parser.parse(buffer);
        return parser.isFinished() && !parser.isError()
                ? Optional.of(parser.headers())
                : Optional.empty();
    }

    private static boolean beginsRight(Bytes header) {
        int length = Math.min(header.length(), START.length);
        return Arrays.equals(header.array(), 0, length, START, 0, length);
    }

    /// Lines that end with LF alone, which some writers leave, get the carriage return that the
    /// parser asks for.
    private static byte[] withReturns(Bytes header) {
        Bytes lines = new Bytes();
        byte before = 0;
        for (int i = 0; i < header.length(); i++) {
            byte next = header.array()[i];
            if (next == '\n' && before != '\r') {
                lines.append((byte) '\r');
            }
            lines.append(next);
            before = next;
        }
        return lines.exact();
    }

    private static long length(MessageHeaders headers) {
        String value = headers.first("Content-Length").orElse("").strip();
        boolean number = !value.isEmpty() && value.length() <= 18;
        for (int i = 0; i < value.length(); i++) {
            number &= value.charAt(i) >= '0' && value.charAt(i) <= '9';
        }
        return number ? Long.parseLong(value) : -1;
    }

    /// Reads up to and with the empty line.
    private boolean readHeader(Bytes into) throws IOException {
        while (into.length() < LONGEST_HEADER) {
            int next = read();
            if (next < 0) {
                return false;
            }
            into.append((byte) next);
            int n = into.length();
            byte[] array = into.array();
            if (next == '\n'
                    && n >= 2
                    && (array[n - 2] == '\n'
                            || (n >= 3 && array[n - 2] == '\r' && array[n - 3] == '\n'))) {
                return true;
            }
            if (n <= START.length && next != START[n - 1]) {
                return false;
            }
        }
        return false;
    }

    /// The two line ends of the standard, whatever follows; the end of the stream; or the next
    /// record, with or without line ends before it.
    private boolean atRecordEnd() throws IOException {
        if (at == limit && !fill()) {
            return true;
        }
        if (require(END.length) && Arrays.equals(block, at, at + END.length, END, 0, END.length)) {
            at += END.length;
            return true;
        }
        if (!passBlankLines()) {
            return true;
        }
        require(START.length);
        return limit - at >= START.length
                && Arrays.equals(block, at, at + START.length, START, 0, START.length);
    }

    private boolean passBlankLines() throws IOException {
        while (at < limit || fill()) {
            if (block[at] != '\r' && block[at] != '\n') {
                return true;
            }
            at++;
        }
        return false;
    }

    /// Puts back what was read since `from`: these bytes, and line ends behind them.
    private void goBack(long from, byte[] content) {
        int blanks = (int) (position() - from - content.length);
        Bytes back = new Bytes();
        back.append(content, 0, content.length);
        for (int i = 0; i < blanks; i++) {
            back.append((byte) '\n');
        }
        back.append(block, at, limit - at);
        back.append(ahead, aheadAt, ahead.length - aheadAt);
        ahead = back.exact();
        aheadAt = 0;
        base = from;
        at = 0;
        limit = 0;
    }

    /// Goes to the next line that begins with `WARC/`; the stream stands at the start of a line, or
    /// behind the first byte of one that does not begin so. Zeros count as a line end: disks pad
    /// with them.
    private void resynchronise() throws IOException {
        boolean lineStart = true;
        while (require(START.length)) {
            if (lineStart && Arrays.equals(block, at, at + START.length, START, 0, START.length)) {
                return;
            }
            byte passed = block[at++];
            lineStart = passed == '\n' || passed == 0;
        }
        at = limit;
    }

    /// Makes at least that many bytes lie in the block, if the stream has them.
    private boolean require(int count) throws IOException {
        while (limit - at < count) {
            System.arraycopy(block, at, block, 0, limit - at);
            base += at;
            limit -= at;
            at = 0;
            int more = more(limit, BLOCK - limit);
            if (more < 0) {
                return false;
            }
            limit += more;
        }
        return true;
    }

    private boolean take(Bytes into, int count) throws IOException {
        int left = count;
        while (left > 0) {
            if (at == limit && !fill()) {
                return false;
            }
            int n = Math.min(left, limit - at);
            into.append(block, at, n);
            at += n;
            left -= n;
        }
        return true;
    }

    private boolean pass(long count) throws IOException {
        long left = count;
        while (left > 0) {
            if (at == limit && !fill()) {
                return false;
            }
            int n = (int) Math.min(left, limit - at);
            at += n;
            left -= n;
        }
        return true;
    }

    private int read() throws IOException {
        return at < limit || fill() ? block[at++] & 0xFF : -1;
    }

    private boolean fill() throws IOException {
        base += limit;
        at = 0;
        limit = Math.max(0, more(0, BLOCK));
        return limit > 0;
    }

    private int more(int offset, int length) throws IOException {
        if (aheadAt == ahead.length) {
            return in.read(block, offset, length);
        }
        int count = Math.min(length, ahead.length - aheadAt);
        System.arraycopy(ahead, aheadAt, block, offset, count);
        aheadAt += count;
        return count;
    }
}
