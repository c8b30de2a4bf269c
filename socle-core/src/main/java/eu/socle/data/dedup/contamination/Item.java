package eu.socle.data.dedup.contamination;

/// One example of an evaluation set.
///
/// @param task the set it belongs to
/// @param query what is asked; empty when there is nothing
/// @param label the right answer
public record Item(String task, String query, String label) {}
