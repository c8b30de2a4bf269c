package eu.socle.tensor.cpu.quantised.kernel;

import eu.socle.tensor.Write;

/// Multiplies tiles of 64 rows of one type of weights with rows of quantised activations. Kernels
/// of one type give the same bits.
public interface TileKernel {

    /// How a number of rows is cut into calls of the kernel: rows of each call.
    int[] calls(int rows);

    /// Scratch memory for one tile.
    long scratchBytes(int columns);

    /// Quantises the rows of one call in blocks of 32 columns, which lie one behind the other.
    void quantise(long x, int blocks, Activation to);

    /// y[n, r] = the product, or += it, for all rows n of activations and the 64 rows r of each
    /// tile.
    ///
    /// @param w first byte of the first tile
    /// @param tiles one behind the other
    /// @param tileBytes of one tile
    /// @param calls the rows, as [#calls] cuts them
    /// @param blocks of 32 columns
    /// @param y 64 floats of the first row for each tile
    /// @param stride floats from one row of y to the next
    /// @param scratch [#scratchBytes] bytes, aligned to a cache line
    void multiply(
            long w,
            int tiles,
            long tileBytes,
            Activation[] calls,
            int blocks,
            Write write,
            long y,
            long stride,
            long scratch);
}
