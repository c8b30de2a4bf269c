package eu.socle.infer;

/// What happens while a request is answered, in the order it happens.
public sealed interface Event {

    /// One more token of an answer.
    record Generated(int choice, Token token) implements Event {}

    /// An answer ended.
    record Ended(int choice, Finish finish) implements Event {}

    /// All answers ended; nothing follows.
    ///
    /// @param promptTokens tokens read, over all answers
    /// @param tokens tokens generated, over all answers
    /// @param busySeconds how long the engine worked for this request
    /// @param share part of the engine's working time, between arrival and end, that went into this
    ///   request
    record Done(int promptTokens, int tokens, double busySeconds, double share) implements Event {}

    /// The request could not be finished; nothing follows.
    ///
    /// @param because one sentence
    record Failed(String because) implements Event {}
}
