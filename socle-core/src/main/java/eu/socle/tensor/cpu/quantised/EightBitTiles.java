package eu.socle.tensor.cpu.quantised;

import static eu.socle.tensor.cpu.quantised.Lanes16.LF;
import static eu.socle.tensor.cpu.quantised.Lanes16.LS;
import static eu.socle.tensor.cpu.quantised.Lanes16.S;
import static eu.socle.tensor.cpu.quantised.Lanes16.broadcast;
import static eu.socle.tensor.cpu.quantised.Lanes16.exact;
import static eu.socle.tensor.cpu.quantised.Lanes16.halves;
import static eu.socle.tensor.cpu.quantised.Lanes16.load;
import static eu.socle.tensor.cpu.quantised.Lanes16.loadFloats;
import static eu.socle.tensor.cpu.quantised.Lanes16.store;
import static eu.socle.tensor.cpu.quantised.Lanes16.widened;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/// Tiles of 64 rows of Q8_0 weights against one quantised row of activations, as [FourBitTiles].
///
/// A word holds two weights of one row. Two products fit 16 bits, since activations are never -128:
/// 2 * 128 * 127 = 32512; of their sums the low bytes are added and the rest, each in 16 bits.
final class EightBitTiles implements TileKernel {

    private static final int ROWS = 64;
    private static final int WORDS = 16;
    private static final int LINE = 2 * ROWS; // bytes of one word of all rows
    private static final int BLOCK = (WORDS + 1) * LINE;
    private static final int GROUP = 8; // blocks of one pass: 17 KiB, inside a first-level cache

    @Override
    public int scratchBytes() {
        return GROUP * 2 * LINE;
    }

    @Override
    public void multiply(long w, Activation x, int blocks, long y, long scratch) {
        for (int b = 0; b < blocks; b += GROUP) {
            int count = Math.min(GROUP, blocks - b);
            long at = w + (long) b * BLOCK;
            for (int row = 0; row < ROWS; row += 2 * LS) {
                products(at + 2L * row, x.words() + 64L * b, count, scratch + 2L * row);
            }
            for (int row = 0; row < ROWS; row += LF) {
                long scales = at + (long) WORDS * LINE + 2L * row;
                scale(scales, x.scales() + 4L * b, count, scratch + 2L * row, y + 4L * row);
            }
        }
    }

    /// The exact sums of 32 products, for two vectors of rows, in two parts: the low bytes of the
    /// pairs, which are not negative, and what stands above them.
    private static void products(long w, long q, int blocks, long to) {
        for (int b = 0; b < blocks; b++) {
            ShortVector low0 = ShortVector.zero(S);
            ShortVector low1 = ShortVector.zero(S);
            ShortVector high0 = ShortVector.zero(S);
            ShortVector high1 = ShortVector.zero(S);
            for (int t = 0; t < WORDS; t++) {
                ShortVector x0 = broadcast(q + 4L * t);
                ShortVector x1 = broadcast(q + 4L * t + 2);
                ShortVector p0 = pair(load(w + (long) LINE * t), x0, x1);
                ShortVector p1 = pair(load(w + (long) LINE * t + 2L * LS), x0, x1);
                low0 = low0.add(p0.and((short) 255));
                low1 = low1.add(p1.and((short) 255));
                high0 = high0.add(p0.lanewise(VectorOperators.ASHR, 8));
                high1 = high1.add(p1.lanewise(VectorOperators.ASHR, 8));
            }
            store(low0, to);
            store(low1, to + 2L * LS);
            store(high0, to + LINE);
            store(high1, to + LINE + 2L * LS);
            w += BLOCK;
            q += 64;
            to += 2 * LINE;
        }
    }

    private static ShortVector pair(ShortVector v, ShortVector x0, ShortVector x1) {
        ShortVector low = v.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 8);
        return low.mul(x0).add(v.lanewise(VectorOperators.ASHR, 8).mul(x1));
    }

    /// y += sums * (scale of the weights * scale of the activations), for one vector of floats.
    private static void scale(long scales, long d, int blocks, long sums, long y) {
        FloatVector total = loadFloats(y);
        for (int b = 0; b < blocks; b++) {
            FloatVector factor = halves(scales).mul(All.getFloat(d + 4L * b));
            IntVector sum = widened(sums + LINE).lanewise(VectorOperators.LSHL, 8);
            total = exact(sum.add(widened(sums))).fma(factor, total);
            scales += BLOCK;
            sums += 2 * LINE;
        }
        store(total, y);
    }
}
