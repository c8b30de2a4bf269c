package eu.socle.data.read.warc;

import org.netpreserve.jwarc.MessageHeaders;

/// What was found where a record of a WARC file should be.
public sealed interface WarcRecord {

    /// Where it begins, in plain bytes of the stream.
    long offset();

    /// A whole record.
    ///
    /// @param length plain bytes of header and block
    /// @param headers by name, whatever their case
    /// @param block as stored
    record Whole(long offset, long length, MessageHeaders headers, byte[] block)
            implements WarcRecord {

        /// The value of a header; empty when the record does not state it.
        public String header(String name) {
            return headers.first(name).orElse("").strip();
        }

        /// The WARC-Type.
        public String type() {
            return header("WARC-Type");
        }
    }

    /// A record whose block is larger than the reader takes.
    ///
    /// @param size bytes of its block
    record TooLarge(long offset, MessageHeaders headers, long size) implements WarcRecord {}

    /// No record, or one that is not what its header says.
    ///
    /// @param truncated true when the stream ends before the record does
    /// @param detail what is wrong, never the text
    record Broken(long offset, boolean truncated, String detail) implements WarcRecord {}
}
