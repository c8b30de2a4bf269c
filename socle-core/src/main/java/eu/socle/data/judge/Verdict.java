package eu.socle.data.judge;

import eu.socle.core.Document;

/// What a [Judge] says.
public sealed interface Verdict {

    /// The document goes on with this text and these tags; the text is as it was.
    ///
    /// @param document with what was measured added to its tags
    record Keep(Document document) implements Verdict {}

    /// The document goes on with another text.
    ///
    /// @param document with the other text, and what was done in its tags
    record Edit(Document document) implements Verdict {}

    /// The document is not used.
    ///
    /// @param reason one word of a fixed list, for counting
    /// @param detail the figures or words that decided, never personal data
    record Drop(String reason, String detail) implements Verdict {}
}
