package eu.socle.tensor.cpu.quantised;

import eu.socle.tensor.DType;
import eu.socle.tensor.block.SuperTiles;
import eu.socle.tensor.cpu.quantised.kernel.Activation;
import eu.socle.tensor.cpu.quantised.kernel.All;
import eu.socle.tensor.cpu.quantised.kernel.Kernels;

/// The rows after the last whole tile, one by one: at most 63 of a matrix.
final class PlainRows {

    private PlainRows() {}

    /// y + the product of one plain row with row `n` of x, bit for bit as one lane of a tile.
    static float multiply(DType plain, long w, Activation x, int n, int blocks, float y) {
        if (plain != DType.Q8_0 && plain != DType.Q4_0) {
            return superBlocks(plain, w, x, n, blocks, y);
        }
        for (int b = 0; b < blocks; b++) {
            long block = w + (long) b * plain.blockBytes();
            long at = x.address() + (long) b * x.stride();
            long q = at + Activation.bytes(n);
            int sum = plain == DType.Q8_0 ? eightBits(block + 2, q) : fourBits(block + 2, q);
            float factor = All.getHalf(block) * All.getFloat(at + Activation.scale(n, x.rows()));
            y = Math.fma((float) sum, factor, y);
        }
        return y;
    }

    private static int eightBits(long w, long q) {
        int sum = 0;
        for (int i = 0; i < 32; i++) {
            sum += All.getByte(w + i) * All.getByte(q + i);
        }
        return sum;
    }

    private static int fourBits(long w, long q) {
        int sum = 0;
        for (int i = 0; i < 16; i++) {
            int both = All.getByte(w + i);
            sum += ((both & 15) - 8) * All.getByte(q + i);
            sum += ((both >> 4 & 15) - 8) * All.getByte(q + 16 + i);
        }
        return sum;
    }

    private static float superBlocks(
            DType plain, long w, Activation x, int n, int blocks, float y) {
        boolean minima = SuperTiles.hasMinima(plain);
        int width = minima ? 32 : 16;
        for (int first = 0; first < 32 * blocks; first += width) {
            long block = w + (long) (first / 256) * plain.blockBytes();
            int column = first % 256;
            long at = x.address() + (long) (first / 32) * x.stride();
            long q = at + Activation.bytes(n) + first % 32;
            float dx = All.getFloat(at + Activation.scale(n, x.rows()));
            int sum = 0;
            int activations = 0;
            for (int i = 0; i < width; i++) {
                int v = SuperTiles.integer(plain, All.MEMORY, block, column + i);
                sum += v * All.getByte(q + i);
                activations += All.getByte(q + i);
            }
            float d = All.getHalf(SuperTiles.factor(plain, block));
            float scale = d * SuperTiles.scale(plain, All.MEMORY, block, column) * dx;
            if (!minima) {
                sum -= Kernels.shift(plain) * activations;
            }
            y = Math.fma((float) sum, scale, y);
            if (minima) {
                int m = SuperTiles.minimum(All.MEMORY, block, column);
                y = Math.fma(All.getHalf(block + 2) * m * dx, (float) -activations, y);
            }
        }
        return y;
    }
}
