package eu.socle.core;

import java.util.stream.Stream;

/// Documents in one fixed order that can be read many times: what the data stage hands to the token
/// stage.
public interface Documents {

    /// The documents from the first one; the caller closes the stream.
    ///
    /// @throws Refusal if a file cannot be read
    Stream<Document> open();

    /// How many there are.
    long count();
}
