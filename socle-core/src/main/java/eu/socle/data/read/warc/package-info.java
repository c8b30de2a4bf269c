/// Records of WARC 1.0 and 1.1 files, and the HTTP messages inside them.
///
/// Read first: [eu.socle.data.read.warc.WarcRecords] (a stream to its records),
/// [eu.socle.data.read.warc.HttpMessage] (a block to headers and payload).
///
/// ```java
/// for (var found = records.next(most); found.isPresent(); found = records.next(most)) { ... }
/// ```
@NullMarked
package eu.socle.data.read.warc;

import org.jspecify.annotations.NullMarked;
