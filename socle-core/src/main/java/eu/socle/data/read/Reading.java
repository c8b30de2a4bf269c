package eu.socle.data.read;

import eu.socle.core.Document;

/// What came out of one file or record.
public sealed interface Reading {

    /// A document with its text and rights. Its tags may hold [Tags#LANGUAGE] (`code` for program
    /// text) and [Tags#DECLARED_LANGUAGE].
    record Page(Document document) implements Reading {}

    /// Something that could not be read.
    ///
    /// @param id the file or record
    /// @param source name of its source
    /// @param reason one of the words of [Unreadable]
    /// @param detail where and what, never the text
    record Failed(String id, String source, Unreadable reason, String detail) implements Reading {}
}
