package eu.socle.tensor.cpu.quantised;

import static eu.socle.tensor.cpu.quantised.Lanes16.F;
import static eu.socle.tensor.cpu.quantised.Lanes16.I;
import static eu.socle.tensor.cpu.quantised.Lanes16.LF;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// A tile as bytes with one scale for each row, columns first: `[columns, 64]`, which is what an
/// integer product takes as its second factor.
final class Requantised {

    private static final int ROWS = 64;
    private static final float ROUND = 12582912f; // 1.5 * 2^23: adding it rounds to even
    private static final int LINE = 2 * ROWS;

    private Requantised() {}

    /// @param w first byte of the tile
    /// @param words of a block: 16 (Q8_0) or 8 (Q4_0)
    /// @param to receives the bytes
    /// @param stride bytes from one column to the next
    /// @param scales receives 64 floats
    static void tile(long w, int words, int blocks, long to, long stride, long scales) {
        for (int row = 0; row < ROWS; row += LF) {
            FloatVector largest =
                    words == 16
                            ? largestBytes(w + 2L * row, blocks)
                            : largestHalves(w + 2L * row, blocks);
            FloatVector scale = largest.div(127f);
            Lanes16.store(scale, scales + 4L * row);
            FloatVector one = FloatVector.broadcast(F, 1f);
            FloatVector inverse = one.div(scale).blend(0f, scale.compare(VectorOperators.EQ, 0f));
            if (words == 16) {
                bytes(w + 2L * row, blocks, inverse, to + row, stride);
            } else {
                halfBytes(w + 2L * row, blocks, inverse, to + row, stride);
            }
        }
    }

    private static FloatVector largestBytes(long w, int blocks) {
        FloatVector largest = FloatVector.zero(F);
        for (int b = 0; b < blocks; b++) {
            IntVector most = IntVector.zero(I);
            for (int t = 0; t < 16; t++) {
                IntVector v = Lanes16.widened(w + (long) LINE * t);
                IntVector low =
                        v.lanewise(VectorOperators.LSHL, 24).lanewise(VectorOperators.ASHR, 24);
                IntVector high = v.lanewise(VectorOperators.ASHR, 8);
                most = most.max(low.abs()).max(high.abs());
            }
            FloatVector scale = Lanes16.halves(w + 16L * LINE).abs();
            largest = largest.max(Lanes16.exact(most).mul(scale));
            w += 17L * LINE;
        }
        return largest;
    }

    private static FloatVector largestHalves(long w, int blocks) {
        FloatVector largest = FloatVector.zero(F);
        for (int b = 0; b < blocks; b++) {
            IntVector most = IntVector.zero(I);
            for (int t = 0; t < 8; t++) {
                IntVector v = Lanes16.widened(w + (long) LINE * t);
                most = most.max(nibble(v, 28).abs()).max(nibble(v, 24).abs());
                most = most.max(nibble(v, 20).abs()).max(nibble(v, 16).abs());
            }
            FloatVector scale = Lanes16.halves(w + 8L * LINE).abs();
            largest = largest.max(Lanes16.exact(most).mul(scale));
            w += 9L * LINE;
        }
        return largest;
    }

    private static void bytes(long w, int blocks, FloatVector inverse, long to, long stride) {
        for (int b = 0; b < blocks; b++) {
            FloatVector ratio = Lanes16.halves(w + 16L * LINE).mul(inverse);
            for (int t = 0; t < 16; t++) {
                IntVector v = Lanes16.widened(w + (long) LINE * t);
                IntVector low =
                        v.lanewise(VectorOperators.LSHL, 24).lanewise(VectorOperators.ASHR, 24);
                put(low, ratio, to);
                put(v.lanewise(VectorOperators.ASHR, 8), ratio, to + stride);
                to += 2 * stride;
            }
            w += 17L * LINE;
        }
    }

    /// Halves of the bytes of one word: columns 2t, 2t + 16, 2t + 1, 2t + 17 of the block.
    private static void halfBytes(long w, int blocks, FloatVector inverse, long to, long stride) {
        for (int b = 0; b < blocks; b++) {
            FloatVector ratio = Lanes16.halves(w + 8L * LINE).mul(inverse);
            for (int t = 0; t < 8; t++) {
                IntVector v = Lanes16.widened(w + (long) LINE * t);
                put(nibble(v, 28), ratio, to);
                put(nibble(v, 24), ratio, to + 16 * stride);
                put(nibble(v, 20), ratio, to + stride);
                put(nibble(v, 16), ratio, to + 17 * stride);
                to += 2 * stride;
            }
            to += 16 * stride;
            w += 9L * LINE;
        }
    }

    private static IntVector nibble(IntVector v, int left) {
        return v.lanewise(VectorOperators.LSHL, left).lanewise(VectorOperators.ASHR, 28);
    }

    private static void put(IntVector v, FloatVector ratio, long to) {
        FloatVector scaled = Lanes16.exact(v).mul(ratio);
        // the low byte of a float that lies above 2^23 is the integer's
        Lanes16.storeBytes(scaled.add(ROUND).reinterpretAsInts(), to);
    }
}
