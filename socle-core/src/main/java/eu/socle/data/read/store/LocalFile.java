package eu.socle.data.read.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file of this machine.
///
/// @param path where it lies
/// @param length its bytes when it was listed
public record LocalFile(Path path, long length) implements Stored {

    @Override
    public String version() {
        return "";
    }

    @Override
    public InputStream open(long from, long to) throws IOException {
        return new Range(FileChannel.open(path, StandardOpenOption.READ), from, to);
    }

    /// Reads a part of an open file.
    private static final class Range extends InputStream {
        private final FileChannel channel;
        private final long to;
        private long at;

        Range(FileChannel channel, long from, long to) {
            this.channel = channel;
            this.at = from;
            this.to = to;
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
            if (at >= to) {
                return -1;
            }
            int count =
                    channel.read(
                            ByteBuffer.wrap(into, offset, (int) Math.min(length, to - at)), at);
            at += Math.max(0, count);
            return count;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
