package eu.socle.data.dedup.near;

/// Makes band keys of texts. Holds the scratch memory of one thread.
public interface Sketch {

    /// Writes one key for each band.
    ///
    /// @param keys as long as there are bands; untouched when false is returned
    /// @return false for a text of fewer words than a shingle, which has no near copies
    boolean keys(String text, long[] keys);
}
