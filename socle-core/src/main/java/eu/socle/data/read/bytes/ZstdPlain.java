package eu.socle.data.read.bytes;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdJavaInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Decompresses a zstd file frame after frame, so that what is used up of a frame is known. Windows
/// of up to 8 MiB, which is what levels up to 19 write, are decompressed in Java; larger ones, up
/// to what the command line of zstd itself accepts, need native memory of that size.
final class ZstdPlain extends InputStream {

    private static final long JAVA_WINDOW = 8L << 20;

    private static final int MOST_WINDOW_BITS = 27;

    private final ZstdFrames frames;
    private @Nullable InputStream frame;
    private long produced;
    private long consumed;

    ZstdPlain(ZstdFrames frames) {
        this.frames = frames;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try {
            while (true) {
                if (frame == null && !begin()) {
                    return -1;
                }
                int count = frame == null ? -1 : frame.read(into, offset, length);
                if (count > 0) {
                    produced += count;
                    Bomb.refuse(produced, consumed);
                    return count;
                }
                release();
            }
        } catch (MalformedInputException | IndexOutOfBoundsException | ZstdIOException e) {
            throw new Damage("a zstd frame is damaged", e);
        }
    }

    private boolean begin() throws IOException {
        if (!frames.next()) {
            return false;
        }
        if (frames.needsDictionary()) {
            throw new Damage("a zstd frame needs a dictionary, which is not read here");
        }
        if (frames.window() > 1L << MOST_WINDOW_BITS) {
            throw new Damage(
                    "a zstd frame needs a window of "
                            + (frames.window() >> 20)
                            + " MiB; compress it again with at most zstd --long="
                            + MOST_WINDOW_BITS);
        }
        produced = 0;
        consumed = 0;
        frame =
                frames.window() <= JAVA_WINDOW
                        ? new ZstdJavaInputStream(new Counted())
                        : new ZstdInputStreamNoFinalizer(new Counted());
        return true;
    }

    /// Frees what decompresses the frame; the stored bytes stay open.
    private void release() throws IOException {
        if (frame != null) {
            InputStream done = frame;
            frame = null;
            done.close();
        }
    }

    @Override
    public void close() throws IOException {
        release();
    }

    private final class Counted extends InputStream {
        @Override
        public int read() throws IOException {
            int value = frames.read();
            consumed += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = frames.read(into, offset, length);
            consumed += Math.max(0, count);
            return count;
        }
    }
}
