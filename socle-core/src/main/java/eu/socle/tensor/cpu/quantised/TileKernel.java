package eu.socle.tensor.cpu.quantised;

/// Multiplies tiles of 64 rows of one type of weights with a row of quantised activations.
interface TileKernel {

    /// Scratch memory that one call needs.
    int scratchBytes();

    /// y[r] += the product, for the 64 rows of a tile.
    ///
    /// @param w first byte of the tile
    /// @param x one row
    /// @param blocks of 32 columns
    /// @param y 64 floats
    /// @param scratch [#scratchBytes] bytes
    void multiply(long w, Activation x, int blocks, long y, long scratch);
}
