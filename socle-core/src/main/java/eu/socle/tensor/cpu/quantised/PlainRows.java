package eu.socle.tensor.cpu.quantised;

import eu.socle.tensor.DType;

/// The rows after the last whole tile, one by one: at most 63 of a matrix.
final class PlainRows {

    private PlainRows() {}

    /// y + the product of one plain row with row `n` of x, bit for bit as one lane of a tile.
    static float multiply(DType plain, long w, Activation x, int n, int blocks, float y) {
        for (int b = 0; b < blocks; b++) {
            long block = w + (long) b * plain.blockBytes();
            long at = x.address() + (long) b * x.stride();
            long q = at + Activation.bytes(n);
            int sum = plain == DType.Q8_0 ? eightBits(block + 2, q) : fourBits(block + 2, q);
            y = Math.fma((float) sum, All.getHalf(block) * All.getFloat(at + Activation.scale(n, x.rows())), y);
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
}
