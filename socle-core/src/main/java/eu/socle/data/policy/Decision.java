package eu.socle.data.policy;

/// What a policy says of a document.
public sealed interface Decision {

    /// Every rule keeps it.
    enum Keep implements Decision {
        INSTANCE
    }

    /// A rule drops it.
    ///
    /// @param step the rule's step
    /// @param reason its reason, one word of a fixed list
    /// @param detail the figures that decided, never text of the document
    record Drop(String step, String reason, String detail) implements Decision {}
}
