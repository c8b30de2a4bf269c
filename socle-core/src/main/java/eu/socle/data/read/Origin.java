package eu.socle.data.read;

import eu.socle.core.Document;
import eu.socle.data.read.page.Tags;

/// Where a document lies among the stored bytes, as tags of the document.
///
/// @param file the stored file, as the plan names its place
/// @param offset of its first stored byte; -1 when it lies inside a compressed stream
/// @param length stored bytes; for a compressed record those of its member; -1 when unknown
/// @param record its name inside the file: a line or row number, a WARC-Record-ID; empty for the
///   file itself
public record Origin(String file, long offset, long length, String record) {

    public Document on(Document document) {
        Document known = document.withTag(Tags.ORIGIN_FILE, file);
        if (offset >= 0) {
            known = known.withTag(Tags.ORIGIN_OFFSET, Long.toString(offset));
        }
        if (length >= 0) {
            known = known.withTag(Tags.ORIGIN_LENGTH, Long.toString(length));
        }
        return record.isEmpty() ? known : known.withTag(Tags.ORIGIN_RECORD, record);
    }
}
