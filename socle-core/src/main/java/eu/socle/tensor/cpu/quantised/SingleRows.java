package eu.socle.tensor.cpu.quantised;

import eu.socle.tensor.Write;
import eu.socle.tensor.block.Tiles;
import java.util.Arrays;

/// Rows of activations one by one.
record SingleRows(RowKernel kernel) implements TileKernel {

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
    public void arrange(Activation row, int blocks) {
        kernel.arrange(row, blocks);
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
