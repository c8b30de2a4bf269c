package eu.socle.data.read.bytes;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// A zstd file (RFC 8878) frame by frame: hands on the stored bytes of one frame, following its
/// block headers, so that frames can be told apart without decompressing them.
public final class ZstdFrames extends InputStream {

    private static final int MAGIC = 0xFD2FB528;
    private static final int SKIPPABLE = 0x184D2A50; // and the 15 numbers after it
    private static final int SINGLE_SEGMENT = 0x20;
    private static final int CHECKSUM = 0x04;
    private static final int RUN_LENGTH_BLOCK = 1;
    private static final int RESERVED_BLOCK = 3;
    private static final int[] DICTIONARY_BYTES = {0, 1, 2, 4};
    private static final int[] SIZE_BYTES = {0, 2, 4, 8};

    private final InputStream in;
    private final byte[] header = new byte[18]; // the longest frame header
    private int headerAt;
    private int headerLimit;
    private long left; // bytes of the current block not handed on
    private boolean checksum;
    private boolean dictionary;
    private long window;
    private boolean lastBlock;
    private boolean frameDone = true;
    private long position;
    private long frameStart;

    /// @param raw stored bytes that begin with a frame
    /// @param offset where `raw` begins in the stored file
    public ZstdFrames(InputStream raw, long offset) {
        in = raw;
        position = offset;
        frameStart = offset;
    }

    /// Begins the next frame that holds data, passing over skippable ones.
    ///
    /// @return false at the end of the file
    /// @throws EOFException if the file ends inside a frame's header
    /// @throws IOException if there is no frame
    public boolean next() throws IOException {
        while (true) {
            frameStart = position;
            headerAt = 0;
            headerLimit = 0;
            int first = in.read();
            if (first < 0) {
                return false;
            }
            take(first);
            takeBytes(3);
            int magic = word(0);
            if (magic != MAGIC && (magic & 0xFFFFFFF0) != SKIPPABLE) {
                throw new Damage("there is no zstd frame where one should begin");
            }
            if (magic == MAGIC) {
                beginFrame();
                return true;
            }
            takeBytes(4);
            pass(word(4) & 0xFFFFFFFFL);
        }
    }

    /// Whether the current frame names a dictionary that it was compressed with.
    boolean needsDictionary() {
        return dictionary;
    }

    /// Bytes of plain text behind it that decompressing the current frame looks at.
    long window() {
        return window;
    }

    /// The window descriptor (RFC 8878, 3.1.1.1.2).
    private static long window(int descriptor) {
        long base = 1L << (10 + (descriptor >> 3));
        return base + base / 8 * (descriptor & 7);
    }

    /// The content size, which is the window of a frame of a single segment.
    private long contentBytes(int from, int bytes) {
        long size = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            size = size << 8 | (header[from + i] & 0xFF);
        }
        return bytes == 2 ? size + 256 : size & Long.MAX_VALUE;
    }

    /// Stored offset where the current frame begins.
    public long frameStart() {
        return frameStart;
    }

    private void beginFrame() throws IOException {
        takeBytes(1);
        int descriptor = header[4];
        boolean single = (descriptor & SINGLE_SEGMENT) != 0;
        int size = SIZE_BYTES[descriptor >> 6 & 3];
        takeBytes(
                (single ? 0 : 1)
                        + DICTIONARY_BYTES[descriptor & 3]
                        + (size == 0 && single ? 1 : size));
        checksum = (descriptor & CHECKSUM) != 0;
        int at = single ? 5 : 6;
        dictionary = false;
        for (int i = 0; i < DICTIONARY_BYTES[descriptor & 3]; i++) {
            dictionary |= header[at + i] != 0;
        }
        at += DICTIONARY_BYTES[descriptor & 3];
        window = single ? contentBytes(at, Math.max(1, size)) : window(header[5] & 0xFF);
        lastBlock = false;
        frameDone = false;
        left = 0;
    }

    /// Stored bytes of the current frame.
    ///
    /// @return -1 at its end
    /// @throws EOFException if the file ends inside it
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (headerAt == headerLimit && left == 0) {
            if (frameDone) {
                return -1;
            }
            advance();
        }
        if (headerAt < headerLimit) {
            int count = Math.min(length, headerLimit - headerAt);
            System.arraycopy(header, headerAt, into, offset, count);
            headerAt += count;
            return count;
        }
        int count = in.read(into, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("the file ends inside a zstd frame");
        }
        position += count;
        left -= count;
        return count;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    private void advance() throws IOException {
        headerAt = 0;
        headerLimit = 0;
        if (lastBlock) {
            frameDone = true;
            takeBytes(checksum ? 4 : 0);
            return;
        }
        takeBytes(3);
        int block = (header[0] & 0xFF) | ((header[1] & 0xFF) << 8) | ((header[2] & 0xFF) << 16);
        lastBlock = (block & 1) != 0;
        int type = block >> 1 & 3;
        if (type == RESERVED_BLOCK) {
            throw new Damage("a zstd frame is damaged");
        }
        left = type == RUN_LENGTH_BLOCK ? 1 : block >> 3;
    }

    private void pass(long count) throws IOException {
        byte[] away = new byte[1 << 13];
        for (long done = 0; done < count; ) {
            int n = in.read(away, 0, (int) Math.min(away.length, count - done));
            if (n < 0) {
                throw new EOFException("the file ends inside a skippable zstd frame");
            }
            done += n;
            position += n;
        }
    }

    private void takeBytes(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            take(in.read());
        }
    }

    private void take(int value) throws IOException {
        if (value < 0) {
            throw new EOFException("the file ends inside a zstd frame");
        }
        header[headerLimit++] = (byte) value;
        position++;
    }

    private int word(int from) {
        return (header[from] & 0xFF)
                | ((header[from + 1] & 0xFF) << 8)
                | ((header[from + 2] & 0xFF) << 16)
                | ((header[from + 3] & 0xFF) << 24);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
