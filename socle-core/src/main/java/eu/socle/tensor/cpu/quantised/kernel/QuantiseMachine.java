package eu.socle.tensor.cpu.quantised.kernel;

import eu.socle.tensor.cpu.machine.Assembler;

/// Machine code that quantises one row of activations in blocks, bit for bit as
/// [ActivationRows#blocks] does with finite numbers: a product of one row takes as long as reading
/// its weights, and meanwhile nobody quantises.
///
/// Magnitudes are compared as integers, so that a NaN is the largest and makes the scale NaN.
final class QuantiseMachine {

    private static final int X = Assembler.ARGUMENT_0;
    private static final int BLOCKS = Assembler.ARGUMENT_1;
    private static final int BYTES = Assembler.ARGUMENT_2;
    private static final int SCALE = Assembler.ARGUMENT_3;
    private static final int STRIDE = Assembler.ARGUMENT_4;
    private static final int ROWS = Assembler.ARGUMENT_5; // times four
    private static final int WHOLE = Assembler.FREE_0; // the integers of 32 columns, of each half
    private static final int FIRST = Assembler.FREE_1;
    private static final int SECOND = Assembler.RAX;

    // vectors
    private static final int LOW = 0; // sixteen columns, then as many
    private static final int HIGH = 1;
    private static final int MOST = 2;
    private static final int D = 4;
    private static final int INVERSE = 5;
    private static final int SUMS = 6;
    private static final int T = 8; // and 9
    private static final int MAGNITUDE = 20;
    private static final int SIGN = 21;
    private static final int HALF = 22;
    private static final int ONE = 23;
    private static final int LARGEST = 24;
    private static final int LEAST = 25;
    private static final int LARGEST_FLOAT = 26;
    private static final int SHIFT = 27;
    private static final int NONE = 28;

    private static final int SWAP_HALVES = 0x4e; // of four: 2, 3, 0, 1
    private static final int SWAP_NEXT = 0xb1; // 1, 0, 3, 2

    private QuantiseMachine() {}

    /// A function of the row, the number of blocks, where its bytes and its scale go, the bytes
    /// from one block to the next, and four times the rows of the [Activation].
    ///
    /// @param shift what is added to weights so that they are unsigned
    static byte[] assemble(int shift) {
        Assembler a = new Assembler();
        a.constant(MAGNITUDE, 0x7fffffff);
        a.constant(SIGN, 0x80000000);
        a.constant(HALF, Float.floatToRawIntBits(0.5f));
        a.constant(ONE, Float.floatToRawIntBits(1f));
        a.constant(LARGEST, 127);
        a.constant(LEAST, -127);
        a.constant(LARGEST_FLOAT, Float.floatToRawIntBits(127f));
        a.constant(SHIFT, -shift);
        a.zero(NONE);
        a.move(WHOLE, SCALE);
        a.addRegister(WHOLE, ROWS);
        a.move(FIRST, WHOLE);
        a.addRegister(FIRST, ROWS);
        a.move(SECOND, FIRST);
        a.addRegister(SECOND, ROWS);
        int start = a.here();
        a.load(LOW, X, 0);
        a.load(HIGH, X, 64);
        scale(a);
        bytes(a, LOW, 0);
        bytes(a, HIGH, 16);
        sums(a);
        a.add(X, 4 * ActivationRows.BLOCK);
        for (int register : new int[] {BYTES, SCALE, WHOLE, FIRST, SECOND}) {
            a.addRegister(register, STRIDE);
        }
        a.loopWhileDecremented(BLOCKS, start);
        a.end();
        return a.bytes();
    }

    /// D = largest magnitude / 127, and its inverse, or zero.
    private static void scale(Assembler a) {
        a.and(MOST, LOW, MAGNITUDE);
        a.and(T, HIGH, MAGNITUDE);
        a.largerIntegers(MOST, MOST, T);
        a.quarters(T, MOST, MOST, SWAP_HALVES);
        a.largerIntegers(MOST, MOST, T);
        a.quarters(T, MOST, MOST, SWAP_NEXT);
        a.largerIntegers(MOST, MOST, T);
        a.floatsOfQuarters(T, MOST, MOST, SWAP_HALVES);
        a.largerIntegers(MOST, MOST, T);
        a.floatsOfQuarters(T, MOST, MOST, SWAP_NEXT);
        a.largerIntegers(MOST, MOST, T);
        a.divide(D, MOST, LARGEST_FLOAT);
        a.storeFirst(D, SCALE, 0);
        a.divide(INVERSE, ONE, D);
        a.subtractIntegers(T, NONE, D); // negative where d is above zero
        a.signs(T, T);
        a.and(INVERSE, INVERSE, T);
    }

    /// v = v / D as integers, rounded half away from zero, and stored as bytes.
    private static void bytes(Assembler a, int v, int at) {
        a.multiply(v, v, INVERSE);
        a.and(T, v, SIGN);
        a.or(T, T, HALF);
        a.addFloats(v, v, T);
        a.integers(v, v);
        a.largerIntegers(v, v, LEAST);
        a.smallerIntegers(v, v, LARGEST);
        a.storeBytes(v, BYTES, at);
    }

    /// Minus the shift times the sums of both vectors, and of each.
    private static void sums(Assembler a) {
        a.quarters(SUMS, LOW, HIGH, 0x44);
        a.quarters(T, LOW, HIGH, 0xee);
        a.addIntegers(SUMS, SUMS, T); // two quarters of each
        a.quarters(T, SUMS, SUMS, SWAP_NEXT);
        a.addIntegers(SUMS, SUMS, T); // the first two quarters alike, the others too
        a.floatsOfQuarters(T, SUMS, SUMS, SWAP_HALVES);
        a.addIntegers(SUMS, SUMS, T);
        a.floatsOfQuarters(T, SUMS, SUMS, SWAP_NEXT);
        a.addIntegers(SUMS, SUMS, T);
        a.multiplyIntegers(SUMS, SUMS, SHIFT);
        a.quarters(T, SUMS, SUMS, SWAP_HALVES);
        a.storeFirst(SUMS, FIRST, 0);
        a.storeFirst(T, SECOND, 0);
        a.addIntegers(T, T, SUMS);
        a.storeFirst(T, WHOLE, 0);
    }
}
