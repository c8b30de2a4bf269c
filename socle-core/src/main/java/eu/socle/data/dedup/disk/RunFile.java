package eu.socle.data.dedup.disk;

import eu.socle.core.AtomicFile;
import eu.socle.core.Refusal;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file of sorted records: longs, little-endian, without a header.
final class RunFile {

    private RunFile() {}

    /// Writes longs one after the other.
    static final class Writer implements AutoCloseable {
        private final Path file;
        private final FileChannel channel;
        private final Arena memory = Arena.ofShared(); // given back at once, not by the collector
        private final ByteBuffer bytes;
        private final LongBuffer longs;

        Writer(Path file, int bufferBytes) {
            this.file = file;
            try {
                channel =
                        FileChannel.open(
                                file,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw AtomicFile.cannotWrite(file, e);
            }
            bytes =
                    memory.allocate(bufferBytes & -Long.BYTES, Long.BYTES)
                            .asByteBuffer()
                            .order(ByteOrder.LITTLE_ENDIAN);
            longs = bytes.asLongBuffer();
        }

        void write(long value) {
            if (!longs.hasRemaining()) {
                flush();
            }
            longs.put(value);
        }

        void write(long[] values, int count) {
            int done = 0;
            while (done < count) {
                if (!longs.hasRemaining()) {
                    flush();
                }
                int part = Math.min(longs.remaining(), count - done);
                longs.put(values, done, part);
                done += part;
            }
        }

        private void flush() {
            bytes.position(0).limit(longs.position() * Long.BYTES);
            try {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            } catch (IOException e) {
                throw AtomicFile.cannotWrite(file, e);
            }
            longs.clear();
        }

        @Override
        public void close() {
            try (Arena _ = memory;
                    FileChannel _ = channel) {
                flush();
            } catch (IOException e) {
                throw AtomicFile.cannotWrite(file, e);
            }
        }
    }

    /// Reads the records of one file.
    static final class Reader implements RecordCursor {
        private final Path file;
        private final int width;
        private final FileChannel channel;
        private final Arena memory = Arena.ofShared(); // given back at once, not by the collector
        private final ByteBuffer bytes;
        private final LongBuffer longs;
        private int at; // position of the current record in the buffer
        private int filled; // longs in the buffer

        Reader(Path file, int width, int bufferBytes) {
            this.file = file;
            this.width = width;
            int record = width * Long.BYTES;
            try {
                channel = FileChannel.open(file);
            } catch (IOException e) {
                throw cannotRead(file, e);
            }
            bytes =
                    memory.allocate((long) Math.max(1, bufferBytes / record) * record, Long.BYTES)
                            .asByteBuffer()
                            .order(ByteOrder.LITTLE_ENDIAN);
            longs = bytes.asLongBuffer();
            at = -width;
        }

        @Override
        public boolean next() {
            at += width;
            if (at < filled) {
                return true;
            }
            bytes.clear();
            try {
                while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            } catch (IOException e) {
                throw cannotRead(file, e);
            }
            if (bytes.position() % (width * Long.BYTES) != 0) {
                throw Refusal.failure(
                        file + " ends in the middle of a record; run the same command again.");
            }
            filled = bytes.position() / Long.BYTES;
            at = 0;
            return filled > 0;
        }

        @Override
        public long get(int word) {
            return longs.get(at + word);
        }

        @Override
        public void close() {
            try (Arena _ = memory) {
                channel.close();
            } catch (IOException e) {
                throw cannotRead(file, e);
            }
        }
    }

    static Refusal cannotRead(Path file, IOException e) {
        return Refusal.failure(
                "cannot read " + file + ": " + e.getMessage() + "; run the same command again.", e);
    }
}
