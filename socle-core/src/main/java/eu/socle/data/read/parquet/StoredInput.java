package eu.socle.data.read.parquet;

import dev.hardwood.InputFile;
import eu.socle.data.read.store.LocalFile;
import eu.socle.data.read.store.Stored;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// Ranged reads of a file that is not on this machine.
public record StoredInput(Stored stored) implements InputFile {

    /// How hardwood reads a file: mapped when it is on this machine, by ranges otherwise.
    public static InputFile of(Stored stored) {
        return stored instanceof LocalFile local
                ? InputFile.of(local.path())
                : new StoredInput(stored);
    }

    @Override
    public void open() {
        // each range is a request of its own
    }

    @Override
    public ByteBuffer readRange(long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        try (InputStream in = stored.open(offset, offset + length)) {
            if (in.readNBytes(bytes, 0, length) < length) {
                throw new EOFException("the file ends early");
            }
        }
        return ByteBuffer.wrap(bytes);
    }

    @Override
    public long length() {
        return stored.length();
    }

    @Override
    public String name() {
        return "remote";
    }

    @Override
    public void close() {
        // nothing is held
    }
}
