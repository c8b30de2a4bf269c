package eu.socle.data.judge;

import eu.socle.core.Document;

/// What all rules together say of a document.
public sealed interface Judgement {

    /// Every rule keeps it.
    ///
    /// @param document as the last rule left it
    record Kept(Document document) implements Judgement {}

    /// A rule drops it.
    ///
    /// @param step name of the rule that decided
    /// @param reason its reason
    /// @param detail its figures
    record Dropped(String step, String reason, String detail) implements Judgement {}
}
