package eu.socle.data.read.store;

import eu.socle.core.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/// Digests the first bytes of a stream while somebody reads it.
public final class Digesting extends InputStream {

    private final InputStream in;
    private final MessageDigest sha256 = Digest.sha256();
    private final long most;
    private long count;

    /// @param most how many bytes from the start on are digested
    public Digesting(InputStream in, long most) {
        this.in = in;
        this.most = most;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = in.read(into, offset, length);
        if (read > 0) {
            long digested = Math.min(read, most - count);
            if (digested > 0) {
                sha256.update(into, offset, (int) digested);
            }
            count += read;
        }
        return read;
    }

    /// Bytes read so far.
    public long count() {
        return count;
    }

    /// Reads on until all that is to be digested is, and gives the digest. Once only.
    ///
    /// @throws IOException if the stream cannot be read
    public Digest finish() throws IOException {
        byte[] block = new byte[1 << 16];
        while (count < most && read(block, 0, block.length) >= 0) {
            // read does the work
        }
        return new Digest(HexFormat.of().formatHex(sha256.digest()));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
