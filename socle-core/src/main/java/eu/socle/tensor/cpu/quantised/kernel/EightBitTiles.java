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

/// Tiles of 64 rows of Q8_0 weights against one quantised row of activations, as [FourBitTiles].
///
/// A lane of 16 bits holds two weights of one row, and two lanes hold four. Two products fit 16
/// bits, since activations are never -128: 2 * 128 * 127 = 32512; of their sums the low bytes are
/// added and the rest, each in 16 bits.
final class EightBitTiles implements RowKernel {

    private static final int ROWS = 64;
    private static final int LINES = 8;
    private static final int LINE = 4 * ROWS; // bytes of four columns of all rows
    private static final int BLOCK = LINES * LINE + 2 * ROWS;
    private static final int GROUP = 8; // blocks of one pass: 17 KiB, inside a first-level cache

    @Override
    public long scratchBytes() {
        return (long) GROUP * LINE;
    }

    /// Columns 0, 2, 1, 3 of each four: two even and two odd lanes.
    @Override
    public void arrange(Activation row, int blocks) {
        for (int b = 0; b < blocks; b++) {
            long q = row.address() + (long) b * row.stride();
            long to = row.words() + 64L * b;
            for (int t = 0; t < 32; t += 4) {
                All.setShort(to + 2L * t, All.getByte(q + t));
                All.setShort(to + 2L * t + 2, All.getByte(q + t + 2));
                All.setShort(to + 2L * t + 4, All.getByte(q + t + 1));
                All.setShort(to + 2L * t + 6, All.getByte(q + t + 3));
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

    /// The exact sums of 32 products, for two vectors of rows. The low bytes of pairs of products,
    /// which are not negative, are added apart from what stands above them; each row has two lanes,
    /// which are added in the end.
    private static void products(long w, long q, int blocks, long to) {
        for (int b = 0; b < blocks; b++) {
            ShortVector low0 = ShortVector.zero(S);
            ShortVector low1 = ShortVector.zero(S);
            ShortVector high0 = ShortVector.zero(S);
            ShortVector high1 = ShortVector.zero(S);
            for (int t = 0; t < LINES; t++) {
                ShortVector x0 = broadcastPair(q + 8L * t);
                ShortVector x1 = broadcastPair(q + 8L * t + 4);
                ShortVector p0 = pair(load(w + (long) LINE * t), x0, x1);
                ShortVector p1 = pair(load(w + (long) LINE * t + 2L * LS), x0, x1);
                low0 = low0.add(p0.and((short) 255));
                low1 = low1.add(p1.and((short) 255));
                high0 = high0.add(p0.lanewise(VectorOperators.ASHR, 8));
                high1 = high1.add(p1.lanewise(VectorOperators.ASHR, 8));
            }
            store(both(high0).lanewise(VectorOperators.LSHL, 8).add(both(low0)), to);
            store(both(high1).lanewise(VectorOperators.LSHL, 8).add(both(low1)), to + 2L * LS);
            w += BLOCK;
            q += 64;
            to += LINE;
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
            FloatVector factor = halves(scales).mul(All.getFloat(d));
            total = exact(loadInts(sums)).fma(factor, total);
            d += Activation.BYTES;
            scales += BLOCK;
            sums += LINE;
        }
        store(total, y);
    }
}
