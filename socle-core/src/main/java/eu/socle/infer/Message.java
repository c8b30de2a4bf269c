package eu.socle.infer;

/// One turn of a conversation.
///
/// @param role `system`, `user`, `assistant` and the like
public record Message(String role, String content) {}
