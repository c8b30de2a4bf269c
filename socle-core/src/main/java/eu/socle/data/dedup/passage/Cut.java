package eu.socle.data.dedup.passage;

/// Bytes of a document that go.
///
/// @param from first byte in the UTF-8 of the text
/// @param to end in bytes, exclusive
public record Cut(PassageKind kind, int from, int to) {}
