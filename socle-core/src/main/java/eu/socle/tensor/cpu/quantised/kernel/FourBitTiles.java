package eu.socle.tensor.cpu.quantised.kernel;

import static eu.socle.tensor.cpu.quantised.kernel.Lanes16.LF;
import static eu.socle.tensor.cpu.quantised.kernel.Lanes16.LS;
import static eu.socle.tensor.cpu.quantised.kernel.Lanes16.S;
import static eu.socle.tensor.cpu.quantised.kernel.Lanes16.both;
import static eu.socle.tensor.cpu.quantised.kernel.Lanes16.broadcastPair;
import static eu.socle.tensor.cpu.quantised.kernel.Lanes16.exact;
import static eu.socle.tensor.cpu.quantised.kernel.Lanes16.halves;
import static eu.socle.tensor.cpu.quantised.kernel.Lanes16.load;
import static eu.socle.tensor.cpu.quantised.kernel.Lanes16.loadFloats;
import static eu.socle.tensor.cpu.quantised.kernel.Lanes16.loadInts;
import static eu.socle.tensor.cpu.quantised.kernel.Lanes16.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/// Tiles of 64 rows of Q4_0 weights ([eu.socle.tensor.block.Tiles]) against one quantised row of
/// activations: lanes are rows, so nothing is added across lanes.
///
/// A lane of 16 bits holds four weights of one row as signed halves of bytes, and two lanes hold
/// eight. 16 products of a lane fit 16 bits: 16 * 8 * 127 = 16256. They are widened once, then
/// scaled in float; each row has one sum in the order of its blocks, whatever the width of the
/// vectors.
///
/// Two passes over some blocks at a time, the sums between them in scratch memory: C2 gives up on
/// one loop with both.
final class FourBitTiles implements RowKernel {

    private static final int ROWS = 64;
    private static final int LINES = 4;
    private static final int LINE = 4 * ROWS; // bytes of eight columns of all rows
    private static final int BLOCK = LINES * LINE + 2 * ROWS;
    private static final int GROUP = 16; // blocks of one pass: 18 KiB, inside a first-level cache

    @Override
    public long scratchBytes() {
        return (long) GROUP * LINE;
    }

    /// For each line, columns as the halves of bytes follow each other in two neighbouring lanes.
    @Override
    public void arrange(Activation row, int blocks) {
        for (int b = 0; b < blocks; b++) {
            long q = row.address() + (long) b * row.stride();
            long to = row.words() + 64L * b;
            for (int t = 0; t < LINES; t++) {
                for (int i = 0; i < 4; i++) { // low, high half of the first byte, of the second
                    long column = q + 4L * t + i / 2 + i % 2 * 16L;
                    All.setShort(to + 16L * t + 4L * i, All.getByte(column));
                    All.setShort(to + 16L * t + 4L * i + 2, All.getByte(column + 2));
                }
            }
        }
    }

    @Override
    public void row(long w, Activation x, int blocks, long y, long scratch) {
        for (int b = 0; b < blocks; b += GROUP) {
            int some = Math.min(GROUP, blocks - b);
            long at = w + (long) b * BLOCK;
            for (int row = 0; row < ROWS; row += LS) {
                products(at + 4L * row, x.words() + 64L * b, some, scratch + 4L * row);
            }
            long d = x.address() + (long) b * x.stride() + Activation.scale(0, 1);
            for (int row = 0; row < ROWS; row += LF) {
                long scales = at + (long) LINES * LINE + 2L * row;
                scale(scales, d, some, scratch + 4L * row, y + 4L * row);
            }
        }
    }

    /// The exact sums of 32 products, for two vectors of rows; each row has two lanes, which are
    /// added in the end.
    private static void products(long w, long q, int blocks, long to) {
        for (int b = 0; b < blocks; b++) {
            ShortVector s0 = ShortVector.zero(S);
            ShortVector s1 = ShortVector.zero(S);
            for (int t = 0; t < LINES; t++) {
                ShortVector v0 = load(w + (long) LINE * t);
                ShortVector v1 = load(w + (long) LINE * t + 2L * LS);
                ShortVector x0 = broadcastPair(q + 16L * t);
                ShortVector x1 = broadcastPair(q + 16L * t + 4);
                ShortVector x2 = broadcastPair(q + 16L * t + 8);
                ShortVector x3 = broadcastPair(q + 16L * t + 12);
                s0 = s0.add(nibble(v0, 12).mul(x0)).add(nibble(v0, 8).mul(x1));
                s0 = s0.add(nibble(v0, 4).mul(x2)).add(nibble(v0, 0).mul(x3));
                s1 = s1.add(nibble(v1, 12).mul(x0)).add(nibble(v1, 8).mul(x1));
                s1 = s1.add(nibble(v1, 4).mul(x2)).add(nibble(v1, 0).mul(x3));
            }
            store(both(s0), to);
            store(both(s1), to + 2L * LS);
            w += BLOCK;
            q += 64;
            to += LINE;
        }
    }

    /// y += sums * (scale of the weights * scale of the activations), for one vector of floats.
    private static void scale(long scales, long d, int blocks, long sums, long y) {
        FloatVector total = loadFloats(y);
        for (int b = 0; b < blocks; b++) {
            FloatVector factor = halves(scales).mul(All.getFloat(d));
            total = exact(loadInts(sums)).fma(factor, total);
            d += Activation.BYTES;
            scales += BLOCK;
            sums += LINE;
        }
        store(total, y);
    }

    private static ShortVector nibble(ShortVector v, int left) {
        return v.lanewise(VectorOperators.LSHL, left).lanewise(VectorOperators.ASHR, 12);
    }
}
