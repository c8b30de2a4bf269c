package eu.socle.data.dedup.disk;

/// Which document of a cluster stays. Both depend on the documents alone, never on the order in
/// which they came.
public enum KeepRule {
    /// The one with the least number; callers number documents in byte order of their ids.
    FIRST,
    /// The one with the greatest priority (for example the length of its text); of equals the
    /// first.
    GREATEST
}
