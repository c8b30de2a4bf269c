package eu.socle.data.read;

import java.util.Locale;

/// Why a file or record could not be read.
public enum Unreadable {
    /// The file cannot be opened, or its compressed stream is damaged.
    UNREADABLE,
    /// Larger than a document may be.
    TOO_LARGE,
    /// Bytes that the declared or assumed encoding does not have.
    INVALID_ENCODING,
    /// The file ends in the middle of a record or of its compressed stream.
    TRUNCATED_RECORD,
    /// A record that is not what its format says, or a table without a text.
    INVALID_RECORD,
    /// Compressed bytes that expand out of all proportion.
    EXPANDS_TOO_MUCH,
    /// More nodes, depth or work than one page may cost.
    OVER_BUDGET,
    /// A file that is locked with a password.
    ENCRYPTED;

    /// The word in reports.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
