package eu.socle.tensor.cpu.quantised;

import static eu.socle.tensor.cpu.quantised.kernel.Lanes16.F;
import static eu.socle.tensor.cpu.quantised.kernel.Lanes16.I;
import static eu.socle.tensor.cpu.quantised.kernel.Lanes16.LF;

import eu.socle.tensor.cpu.quantised.kernel.Lanes16;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// A tile as bytes with one scale for each row, columns first: `[columns, 64]`, which is what an
/// integer product takes as its second factor.
final class Requantised {

    private static final int ROWS = 64;
    private static final float ROUND = 12582912f; // 1.5 * 2^23: adding it rounds to even
    private static final int LINE = 4 * ROWS;

    private Requantised() {}

    /// @param w first byte of the tile
    /// @param lines of a block: 8 (Q8_0) or 4 (Q4_0)
    /// @param to receives the bytes
    /// @param stride bytes from one column to the next
    /// @param scales receives 64 floats
    static void tile(long w, int lines, int blocks, long to, long stride, long scales) {
        for (int row = 0; row < ROWS; row += LF) {
            long own = w + 4L * row;
            long halves = w + (long) lines * LINE + 2L * row;
            FloatVector largest =
                    lines == 8
                            ? largestBytes(own, halves, blocks)
                            : largestHalves(own, halves, blocks);
            FloatVector scale = largest.div(127f);
            Lanes16.store(scale, scales + 4L * row);
            FloatVector one = FloatVector.broadcast(F, 1f);
            FloatVector inverse = one.div(scale).blend(0f, scale.compare(VectorOperators.EQ, 0f));
            if (lines == 8) {
                bytes(own, halves, blocks, inverse, to + row, stride);
            } else {
                halfBytes(own, halves, blocks, inverse, to + row, stride);
            }
        }
    }

    private static FloatVector largestBytes(long w, long halves, int blocks) {
        FloatVector largest = FloatVector.zero(F);
        for (int b = 0; b < blocks; b++) {
            IntVector most = IntVector.zero(I);
            for (int t = 0; t < 8; t++) {
                IntVector v = Lanes16.loadInts(w + (long) LINE * t);
                most = most.max(part(v, 24, 24).abs()).max(part(v, 16, 24).abs());
                most = most.max(part(v, 8, 24).abs()).max(part(v, 0, 24).abs());
            }
            largest = largest.max(Lanes16.exact(most).mul(Lanes16.halves(halves).abs()));
            w += 8L * LINE + 2 * ROWS;
            halves += 8L * LINE + 2 * ROWS;
        }
        return largest;
    }

    private static FloatVector largestHalves(long w, long halves, int blocks) {
        FloatVector largest = FloatVector.zero(F);
        for (int b = 0; b < blocks; b++) {
            IntVector most = IntVector.zero(I);
            for (int t = 0; t < 4; t++) {
                IntVector v = Lanes16.loadInts(w + (long) LINE * t);
                for (int left = 0; left < 32; left += 8) {
                    most = most.max(part(v, left, 28).abs()).max(part(v, left + 4, 28).abs());
                }
            }
            largest = largest.max(Lanes16.exact(most).mul(Lanes16.halves(halves).abs()));
            w += 4L * LINE + 2 * ROWS;
            halves += 4L * LINE + 2 * ROWS;
        }
        return largest;
    }

    private static void bytes(
            long w, long halves, int blocks, FloatVector inverse, long to, long stride) {
        for (int b = 0; b < blocks; b++) {
            FloatVector ratio = Lanes16.halves(halves).mul(inverse);
            for (int t = 0; t < 8; t++) {
                IntVector v = Lanes16.loadInts(w + (long) LINE * t);
                for (int left = 24; left >= 0; left -= 8) {
                    put(part(v, left, 24), ratio, to);
                    to += stride;
                }
            }
            w += 8L * LINE + 2 * ROWS;
            halves += 8L * LINE + 2 * ROWS;
        }
    }

    private static void halfBytes(
            long w, long halves, int blocks, FloatVector inverse, long to, long stride) {
        for (int b = 0; b < blocks; b++) {
            FloatVector ratio = Lanes16.halves(halves).mul(inverse);
            for (int t = 0; t < 4; t++) {
                IntVector v = Lanes16.loadInts(w + (long) LINE * t);
                for (int left = 24; left >= 0; left -= 8) {
                    put(part(v, left + 4, 28), ratio, to);
                    put(part(v, left, 28), ratio, to + 16 * stride);
                    to += stride;
                }
            }
            to += 16 * stride;
            w += 4L * LINE + 2 * ROWS;
            halves += 4L * LINE + 2 * ROWS;
        }
    }

    /// Signed bits of each lane.
    private static IntVector part(IntVector v, int left, int right) {
        return v.lanewise(VectorOperators.LSHL, left).lanewise(VectorOperators.ASHR, right);
    }

    private static void put(IntVector v, FloatVector ratio, long to) {
        FloatVector scaled = Lanes16.exact(v).mul(ratio);
        // the low byte of a float that lies above 2^23 is the integer's
        Lanes16.storeBytes(scaled.add(ROUND).reinterpretAsInts(), to);
    }
}
