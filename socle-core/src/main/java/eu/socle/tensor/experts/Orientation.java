package eu.socle.tensor.experts;

/// Which way round the matrix of an expert is stored.
public enum Orientation {
    /// `[out, in]`, as everywhere.
    OUT_IN,
    /// `[in, out]` (gpt-oss).
    IN_OUT
}
