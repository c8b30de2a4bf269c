package eu.socle.tensor.cpu.quantised;

/// One row of activations, quantised in blocks of 32 columns ([ActivationRows]).
///
/// @param record address of its first block's record: 32 signed bytes, the scale as a float, and
///   as an integer what the sum of products begins at where weights are made unsigned
/// @param stride bytes from one record to the next
/// @param words address of 16 bits for each column, in the order in which the words of the weights
///   hold them; only where a kernel asks for them
record Activation(long record, long stride, long words) {

    /// Where the scale lies in a record.
    static final int SCALE = 32;

    /// Where the integer lies in a record.
    static final int OFFSET = 36;

    /// Size of a record.
    static final int BYTES = 40;
}
