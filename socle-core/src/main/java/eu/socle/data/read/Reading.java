package eu.socle.data.read;

import eu.socle.core.Document;

/// What came out of one file or record. Every record of a file becomes exactly one.
public sealed interface Reading {

    /// A document with its text and rights. Its tags hold where it was read ([Tags#ORIGIN_FILE] and
    /// so on) and may hold [Tags#LANGUAGE] (`code` for program text), [Tags#DECLARED_LANGUAGE],
    /// [Tags#PAYLOAD_DIGEST] and [Tags#ENCODING].
    record Page(Document document) implements Reading {}

    /// Something that could not be read.
    ///
    /// @param id the file or record
    /// @param source name of its source
    /// @param reason one of the words of [Unreadable]
    /// @param detail where and what, never the text
    record Failed(String id, String source, Unreadable reason, String detail) implements Reading {}

    /// A whole record that holds no document.
    ///
    /// @param id the record
    /// @param source name of its source
    /// @param reason one of the words of [NoDocument]
    /// @param detail what it is
    record Skipped(String id, String source, NoDocument reason, String detail) implements Reading {}

    /// What a site says about the use of its pages, as a crawler stored it: robots.txt or
    /// `/.well-known/tdmrep.json`. No document; it governs the pages of its host.
    ///
    /// @param id the record
    /// @param source name of its source
    /// @param url as requested
    /// @param host lower-case, with its port when that is not the scheme's own
    /// @param path from the first slash on
    /// @param fetched date and time (ISO 8601) of the record
    /// @param status HTTP status, which may be 404: the site states nothing
    /// @param body decoded of its codings; empty when there is none
    record SiteFile(
            String id,
            String source,
            String url,
            String host,
            String path,
            String fetched,
            int status,
            byte[] body)
            implements Reading {}
}
