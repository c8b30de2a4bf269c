package eu.socle.tensor.cpu.quantised.kernel;

/// Rows of activations that one call of a kernel takes, quantised in blocks of 32 columns
/// ([ActivationRows]). For each block: 32 signed bytes of each row, then the scales of all rows as
/// floats, then integers: for all rows minus the sum of the bytes times what the weights are
/// shifted by to be unsigned, then the same for the first sixteen columns, and for the others.
///
/// @param address of the first block
/// @param rows at least 1
/// @param words address of 16 bits for each column of the first row, in the order in which the
///   words of the weights hold them; only where a kernel asks for them
public record Activation(long address, int rows, long words) {

    /// Bytes that a block of one row takes.
    static final int BYTES = 48;

    /// Bytes from one block to the next.
    public int stride() {
        return rows * BYTES;
    }

    /// Where the bytes of a row lie in a block.
    public static int bytes(int row) {
        return 32 * row;
    }

    /// Where the scale of a row lies in a block.
    public static int scale(int row, int rows) {
        return 32 * rows + 4 * row;
    }

    /// Where the integer of a row lies in a block.
    static int offset(int row, int rows) {
        return 36 * rows + 4 * row;
    }

    /// Where the integer of sixteen columns of a row lies in a block; half is 0 or 1.
    static int offset(int row, int rows, int half) {
        return (40 + 4 * half) * rows + 4 * row;
    }
}
