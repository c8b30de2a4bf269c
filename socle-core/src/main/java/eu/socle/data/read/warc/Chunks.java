package eu.socle.data.read.warc;

import eu.socle.data.read.bytes.Input.Bytes;

/// The chunked transfer coding (RFC 9112, 7.1).
final class Chunks {

    private static final int MOST_DIGITS = 7; // chunks of up to 256 MiB

    private Chunks() {}

    /// The chunks joined. A body that does not begin with a chunk was stored without them; a body
    /// that breaks off gives the chunks before, and the start of the last.
    static Payload.Decoded joined(byte[] body) {
        Bytes plain = new Bytes();
        int at = 0;
        while (at < body.length) {
            int digits = at;
            int size = 0;
            while (digits < body.length - 1 && body[digits] == '0' && body[digits + 1] == '0') {
                digits++;
            }
            int telling = digits;
            while (digits < body.length
                    && digits - telling < MOST_DIGITS
                    && Character.digit(body[digits], 16) >= 0) {
                size = size << 4 | Character.digit(body[digits], 16);
                digits++;
            }
            int end = digits;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            boolean chunk = digits > at && end < body.length && isExtension(body, digits, end);
            if (!chunk) {
                return new Payload.Decoded(at == 0 ? body : plain.exact(), false);
            }
            int start = end + 1;
            int taken = Math.min(size, body.length - start);
            plain.append(body, start, taken);
            if (size == 0 || taken < size) {
                return new Payload.Decoded(plain.exact(), taken < size);
            }
            at = start + taken;
            while (at < body.length && (body[at] == '\r' || body[at] == '\n')) {
                at++;
            }
        }
        return new Payload.Decoded(plain.exact(), false);
    }

    /// What may stand behind the size: blanks, an extension, the carriage return.
    private static boolean isExtension(byte[] body, int from, int end) {
        return from == end
                || body[from] == '\r'
                || body[from] == ' '
                || body[from] == ';'
                || body[from] == '\t';
    }
}
