/// Stored bytes to plain bytes to text: compression whose pieces can be read alone, and encodings.
///
/// Read first: [eu.socle.data.read.bytes.Input] (plain bytes behind a compression),
/// [eu.socle.data.read.bytes.GzipMembers] (the pieces of a gzip file),
/// [eu.socle.data.read.bytes.Decoding] (bytes to text).
///
/// ```java
/// Input in = Input.of(Compression.of("part.jsonl.gz"), raw, 0);
/// ```
@NullMarked
package eu.socle.data.read.bytes;

import org.jspecify.annotations.NullMarked;
