package eu.socle.tensor.cpu.quantised.kernel;

import eu.socle.tensor.Write;
import eu.socle.tensor.block.Tiles;
import java.util.Arrays;

/// Rows of activations one by one.
///
/// @param shift what is added to weights so that they are unsigned ([Kernels#shift])
record SingleRows(RowKernel kernel, int shift) implements TileKernel {

    @Override
    public int[] calls(int rows) {
        int[] calls = new int[rows];
        Arrays.fill(calls, 1);
        return calls;
    }

    @Override
    public long scratchBytes(int columns) {
        return kernel.scratchBytes();
    }

    @Override
    public void quantise(long x, int blocks, Activation to) {
        ActivationRows.blocks(x, blocks, shift, to);
        kernel.arrange(to, blocks);
    }

    @Override
    public void multiply(
            long w,
            int tiles,
            long tileBytes,
            Activation[] calls,
            int blocks,
            Write write,
            long y,
            long stride,
            long scratch) {
        for (int tile = 0; tile < tiles; tile++) {
            for (int n = 0; n < calls.length; n++) {
                long at = y + 4 * (tile * (long) Tiles.ROWS + n * stride);
                if (write == Write.SET) {
                    Lanes16.zero(at, Tiles.ROWS);
                }
                kernel.row(w + tile * tileBytes, calls[n], blocks, at, scratch);
            }
        }
    }
}
