package eu.socle.data.read.store;

import java.io.IOException;
import java.io.InputStream;

/// One file, wherever it lies, as it was when it was listed. Each opening is a stream of its own;
/// many threads may read at once.
public interface Stored {

    /// Bytes when it was listed.
    long length();

    /// What tells one state of the file from another at its place; empty where only the bytes can
    /// tell.
    String version();

    /// The bytes from `from` up to `to`, which may lie behind the end. The caller closes the
    /// stream.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws eu.socle.core.Refusal if it is not the file that was listed any more
    InputStream open(long from, long to) throws IOException;
}
