package eu.socle.tensor;

/// Whether an operation replaces what its output holds or adds to it.
public enum Write {
    SET,
    ADD
}
