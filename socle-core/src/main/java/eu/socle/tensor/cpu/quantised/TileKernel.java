package eu.socle.tensor.cpu.quantised;

/// Multiplies tiles of 64 rows of one type of weights with rows of quantised activations. Kernels
/// of one type give the same bits.
interface TileKernel {

    /// Scratch memory that one call needs.
    int scratchBytes();

    /// The most rows of activations that one call takes.
    int most();

    /// Lays the bytes of a quantised row out as [Activation#words]; nothing where they are not
    /// needed.
    void arrange(Activation row, int blocks);

    /// y[n, r] += the product, for `count` rows n of activations and the 64 rows r of a tile.
    ///
    /// @param w first byte of the tile
    /// @param x the first row; the records of the others follow it, [Activation#BYTES] each
    /// @param count 1 to [#most]
    /// @param blocks of 32 columns
    /// @param y 64 floats of the first row
    /// @param stride floats from one row of y to the next
    /// @param scratch [#scratchBytes] bytes
    void multiply(long w, Activation x, int count, int blocks, long y, long stride, long scratch);
}
