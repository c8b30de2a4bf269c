package eu.socle.tensor.cpu.quantised.kernel;

import static eu.socle.tensor.cpu.quantised.kernel.Lanes16.LF;
import static eu.socle.tensor.cpu.quantised.kernel.Lanes16.S;

import eu.socle.tensor.DType;
import eu.socle.tensor.block.SuperTiles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/// Tiles of super-blocks against one quantised row of activations, in the Vector API: the bits of
/// [SuperMachine].
///
/// Integers of weights are not negative. A lane of 16 bits takes sixteen products of Q4_K (15 * 127
/// * 16 = 30480) or four of the others (63 * 127 * 4 = 32004).
final class SuperVectors implements RowKernel {

    private static final int ROWS = 64;
    private static final int LINE = 4 * ROWS;

    private final DType plain;
    private final RowKernel arrangement;

    SuperVectors(DType plain) {
        this.plain = plain;
        this.arrangement = SuperTiles.words(plain) == 4 ? new FourBitTiles() : new EightBitTiles();
    }

    @Override
    public long scratchBytes() {
        return 2L * SuperTiles.PARTS * LINE;
    }

    @Override
    public void arrange(Activation row, int blocks) {
        arrangement.arrange(row, blocks);
    }

    @Override
    public void row(long w, Activation x, int blocks, long y, long scratch) {
        long words = x.words();
        long record = x.address();
        long block = w;
        for (int b = 0; b < blocks; b += SuperTiles.PARTS) {
            for (int row = 0; row < ROWS; row += LF) {
                products(block, row, words, scratch + 4L * row);
                scaleAndAdd(block, row, record, scratch + 4L * row, y + 4L * row);
            }
            block += SuperTiles.blockBytes(plain);
            words += 64L * SuperTiles.PARTS;
            record += (long) Activation.BYTES * SuperTiles.PARTS;
        }
    }

    /// The exact sums of the products of 16 or 32 columns each, for one vector of rows.
    private void products(long block, int row, long q, long to) {
        long w = block + SuperTiles.headBytes(plain) + 4L * row;
        for (int part = 0; part < SuperTiles.PARTS; part++) {
            if (plain == DType.Q4_K) {
                Lanes16.store(halves(w, q), to);
            } else {
                IntVector first = bytes(w, q);
                IntVector second = bytes(w + 4L * LINE, q + 32);
                if (plain == DType.Q5_K) {
                    Lanes16.store(first.add(second), to);
                } else {
                    Lanes16.store(first, to);
                    Lanes16.store(second, to + LINE);
                }
            }
            w += SuperTiles.partBytes(plain);
            q += 64;
            to += 2 * LINE;
        }
    }

    private static IntVector halves(long w, long q) {
        ShortVector sum = ShortVector.zero(S);
        for (int t = 0; t < 4; t++) {
            ShortVector v = Lanes16.load(w + (long) LINE * t);
            sum = sum.add(bits(v, 0, 15).mul(Lanes16.broadcastPair(q + 16L * t)));
            sum = sum.add(bits(v, 4, 15).mul(Lanes16.broadcastPair(q + 16L * t + 4)));
            sum = sum.add(bits(v, 8, 15).mul(Lanes16.broadcastPair(q + 16L * t + 8)));
            sum = sum.add(bits(v, 12, 15).mul(Lanes16.broadcastPair(q + 16L * t + 12)));
        }
        return Lanes16.both(sum);
    }

    private static IntVector bytes(long w, long q) {
        IntVector sum = IntVector.zero(Lanes16.I);
        for (int t = 0; t < 4; t += 2) {
            ShortVector some = pair(w + (long) LINE * t, q + 8L * t);
            sum = sum.add(Lanes16.both(some.add(pair(w + (long) LINE * (t + 1), q + 8L * t + 8))));
        }
        return sum;
    }

    private static ShortVector pair(long w, long q) {
        ShortVector v = Lanes16.load(w);
        return bits(v, 0, 255)
                .mul(Lanes16.broadcastPair(q))
                .add(bits(v, 8, 255).mul(Lanes16.broadcastPair(q + 4)));
    }

    private static ShortVector bits(ShortVector v, int right, int mask) {
        return v.lanewise(VectorOperators.LSHR, right).and((short) mask);
    }

    private void scaleAndAdd(long block, int row, long record, long sums, long y) {
        boolean minima = SuperTiles.hasMinima(plain);
        FloatVector d = Lanes16.halves(block + 2L * row);
        FloatVector total = Lanes16.loadFloats(y);
        long scales =
                block + SuperTiles.headBytes(plain) + (long) LINE * SuperTiles.words(plain) + row;
        for (int part = 0; part < SuperTiles.PARTS; part++) {
            float dx = All.getFloat(record + Activation.scale(0, 1));
            if (minima) {
                FloatVector scale = d.mul(Lanes16.smallIntegers(scales, 255)).mul(dx);
                total = Lanes16.exact(Lanes16.loadInts(sums)).fma(scale, total);
                FloatVector least = Lanes16.halves(block + 2L * (ROWS + row));
                FloatVector minimum = least.mul(Lanes16.smallIntegers(scales + ROWS, 255)).mul(dx);
                float sum = All.getInt(record + Activation.offset(0, 1));
                total = minimum.fma(FloatVector.broadcast(Lanes16.F, sum), total);
            } else {
                for (int half = 0; half < 2; half++) {
                    int offset = All.getInt(record + Activation.offset(0, 1, half));
                    FloatVector own = Lanes16.smallIntegers(scales + (long) half * ROWS, -1);
                    IntVector sum = Lanes16.loadInts(sums + (long) half * LINE).add(offset);
                    total = Lanes16.exact(sum).fma(d.mul(own).mul(dx), total);
                }
            }
            scales += SuperTiles.partBytes(plain);
            record += Activation.BYTES;
            sums += 2 * LINE;
        }
        Lanes16.store(total, y);
    }
}
