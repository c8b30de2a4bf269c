package eu.socle.tensor.cpu.quantised.kernel;

/// Multiplies tiles of 64 rows of one type of weights with one row of quantised activations, in the
/// Vector API; [SingleRows] makes a [TileKernel] of it.
interface RowKernel {

    /// Scratch memory for one tile.
    long scratchBytes();

    /// Lays the bytes of a quantised row out as [Activation#words].
    void arrange(Activation row, int blocks);

    /// y[r] += the product, for the 64 rows r of a tile.
    ///
    /// @param w first byte of the tile
    /// @param blocks of 32 columns
    void row(long w, Activation x, int blocks, long y, long scratch);
}
