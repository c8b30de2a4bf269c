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
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/// Tiles of 64 rows of Q4_0 weights ([eu.socle.tensor.block.Tiles]) against one quantised row of
/// activations: lanes are rows, so nothing is added across lanes.
///
/// A word holds four weights of one row as signed halves of bytes. 32 products of one block fit 16
/// bits: 32 * 8 * 127 = 32512. They are widened once, then scaled in float; each row has one sum in
/// the order of its blocks, whatever the width of the vectors.
///
/// Two passes over some blocks at a time, the sums between them in scratch memory: C2 gives up on
/// one loop with both.
final class FourBitTiles implements TileKernel {

    private static final int ROWS = 64;
    private static final int WORDS = 8;
    private static final int LINE = 2 * ROWS; // bytes of one word of all rows
    private static final int BLOCK = (WORDS + 1) * LINE;
    private static final int GROUP = 16; // blocks of one pass: 18 KiB, inside a first-level cache

    @Override
    public int scratchBytes() {
        return GROUP * LINE;
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

    /// The exact sums of 32 products, for two vectors of rows.
    private static void products(long w, long q, int blocks, long to) {
        for (int b = 0; b < blocks; b++) {
            ShortVector s0 = ShortVector.zero(S);
            ShortVector s1 = ShortVector.zero(S);
            for (int t = 0; t < WORDS; t++) {
                ShortVector v0 = load(w + (long) LINE * t);
                ShortVector v1 = load(w + (long) LINE * t + 2L * LS);
                ShortVector x0 = broadcast(q + 8L * t);
                ShortVector x1 = broadcast(q + 8L * t + 2);
                ShortVector x2 = broadcast(q + 8L * t + 4);
                ShortVector x3 = broadcast(q + 8L * t + 6);
                s0 = s0.add(nibble(v0, 12).mul(x0)).add(nibble(v0, 8).mul(x1));
                s0 = s0.add(nibble(v0, 4).mul(x2)).add(nibble(v0, 0).mul(x3));
                s1 = s1.add(nibble(v1, 12).mul(x0)).add(nibble(v1, 8).mul(x1));
                s1 = s1.add(nibble(v1, 4).mul(x2)).add(nibble(v1, 0).mul(x3));
            }
            store(s0, to);
            store(s1, to + 2L * LS);
            w += BLOCK;
            q += 64;
            to += LINE;
        }
    }

    /// y += sums * (scale of the weights * scale of the activations), for one vector of floats.
    private static void scale(long scales, long d, int blocks, long sums, long y) {
        FloatVector total = loadFloats(y);
        for (int b = 0; b < blocks; b++) {
            FloatVector factor = halves(scales).mul(All.getFloat(d + 4L * b));
            total = exact(widened(sums)).fma(factor, total);
            scales += BLOCK;
            sums += LINE;
        }
        store(total, y);
    }

    private static ShortVector nibble(ShortVector v, int left) {
        return v.lanewise(VectorOperators.LSHL, left).lanewise(VectorOperators.ASHR, 12);
    }
}
