package eu.socle.tensor.cpu.quantised;

import static eu.socle.tensor.cpu.quantised.Lanes16.I;
import static eu.socle.tensor.cpu.quantised.Lanes16.LF;
import static eu.socle.tensor.cpu.quantised.Lanes16.LS;
import static eu.socle.tensor.cpu.quantised.Lanes16.broadcast;
import static eu.socle.tensor.cpu.quantised.Lanes16.exact;
import static eu.socle.tensor.cpu.quantised.Lanes16.halves;
import static eu.socle.tensor.cpu.quantised.Lanes16.load;
import static eu.socle.tensor.cpu.quantised.Lanes16.loadFloats;
import static eu.socle.tensor.cpu.quantised.Lanes16.loadInts;
import static eu.socle.tensor.cpu.quantised.Lanes16.store;
import static eu.socle.tensor.cpu.quantised.Lanes16.wide;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/// Tiles of 64 rows of Q8_0 weights against one quantised row of activations, as [FourBitTiles].
///
/// A word holds two weights of one row. Two products fit 16 bits, since activations are never -128:
/// 2 * 128 * 127 = 32512; their sum is widened and added in 32 bits.
final class EightBitTiles implements TileKernel {

    private static final int ROWS = 64;
    private static final int WORDS = 16;
    private static final int LINE = 2 * ROWS; // bytes of one word of all rows
    private static final int BLOCK = (WORDS + 1) * LINE;
    private static final int GROUP = 8; // blocks of one pass: 17 KiB, inside a first-level cache

    @Override
    public int scratchBytes() {
        return GROUP * 4 * ROWS;
    }

    @Override
    public void multiply(long w, Activation x, int blocks, long y, long scratch) {
        for (int b = 0; b < blocks; b += GROUP) {
            int count = Math.min(GROUP, blocks - b);
            long at = w + (long) b * BLOCK;
            for (int row = 0; row < ROWS; row += LS) {
                products(at + 2L * row, x.words() + 64L * b, count, scratch + 4L * row);
            }
            for (int row = 0; row < ROWS; row += LF) {
                long scales = at + WORDS * LINE + 2L * row;
                scale(scales, x.scales() + 4L * b, count, scratch + 4L * row, y + 4L * row);
            }
        }
    }

    /// The exact sums of 32 products, for one vector of rows.
    private static void products(long w, long q, int blocks, long to) {
        for (int b = 0; b < blocks; b++) {
            IntVector s0 = IntVector.zero(I);
            IntVector s1 = IntVector.zero(I);
            for (int t = 0; t < WORDS; t++) {
                ShortVector x0 = broadcast(q + 4L * t);
                ShortVector x1 = broadcast(q + 4L * t + 2);
                ShortVector p = pair(load(w + (long) LINE * t), x0, x1);
                s0 = s0.add(wide(p, 0));
                s1 = s1.add(wide(p, 1));
            }
            store(s0, to);
            store(s1, to + 4L * LF);
            w += BLOCK;
            q += 64;
            to += 4 * ROWS;
        }
    }

    private static ShortVector pair(ShortVector v, ShortVector x0, ShortVector x1) {
        ShortVector low = v.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 8);
        ShortVector high = v.lanewise(VectorOperators.ASHR, 8);
        return low.mul(x0).add(high.mul(x1));
    }

    /// y += sums * (scale of the weights * scale of the activations), for one vector of floats.
    private static void scale(long scales, long d, int blocks, long sums, long y) {
        FloatVector total = loadFloats(y);
        for (int b = 0; b < blocks; b++) {
            FloatVector factor = halves(scales).mul(All.getFloat(d + 4L * b));
            total = exact(loadInts(sums)).fma(factor, total);
            scales += BLOCK;
            sums += 4 * ROWS;
        }
        store(total, y);
    }
}
