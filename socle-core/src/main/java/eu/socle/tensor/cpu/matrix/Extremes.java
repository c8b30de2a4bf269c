package eu.socle.tensor.cpu.matrix;

/// What the parts of a factor say about its numbers, so that products that the matrix registers
/// would get wrong go elsewhere: they know no subnormal numbers, and the rounding of a part must
/// not reach infinity.
///
/// @param greatest exponent field of the greatest magnitude, after rounding to bfloat16; 255 for
///   infinity and not-a-number
/// @param exact true if every number is exactly the sum of its parts and no part is subnormal
record Extremes(int greatest, boolean exact) {

    /// Of one record: vectors of the greatest 2 |h|, of the least 2 |h| - 1 (words without sign),
    /// and of the bits that no part holds (lower halves of lanes).
    static final int BYTES = 3 * 64;

    /// Of zeros alone.
    static final Extremes NONE = new Extremes(0, true);

    private static final int WORDS = 32; // of a vector
    private static final int NO_WORD = 0xffff; // 2 * 0 - 1; and the lower half of a lane
    private static final int BIAS = 127;

    /// From 2^-102 on the last bit of the last part is a normal number.
    private static final int LEAST_EXPONENT = BIAS - 102;

    /// The magnitude below which exponents of both factors and of the number of terms must stay,
    /// together: 2^127 less one doubling for what rounding adds.
    private static final int ROOM = 126;

    /// A record of nothing.
    static void reset(long record) {
        for (int i = 0; i < BYTES; i += 8) {
            Floats.setLong(record + i, i >= 64 && i < 128 ? -1 : 0);
        }
    }

    /// What [PanelCode] left behind in so many records, together.
    static Extremes of(long records, int count) {
        int greatest = 0;
        int least = NO_WORD;
        int over = 0;
        for (int record = 0; record < count; record++) {
            long at = records + (long) record * BYTES;
            for (int i = 0; i < WORDS; i++) {
                greatest = Math.max(greatest, Short.toUnsignedInt(Floats.getShort(at + 2L * i)));
                least = Math.min(least, Short.toUnsignedInt(Floats.getShort(at + 64 + 2L * i)));
            }
            for (int i = 0; i < WORDS / 2; i++) {
                over |= Floats.getInt(at + 128 + 4L * i);
            }
        }
        // words are 2 |h| and 2 |h| - 1, without sign: exponent in the upper byte
        boolean normal = least == NO_WORD || least + 1 >= LEAST_EXPONENT << 8;
        return new Extremes(greatest >> 8, normal && (over & NO_WORD) == 0);
    }

    Extremes and(Extremes other) {
        return new Extremes(Math.max(greatest, other.greatest), exact && other.exact);
    }

    /// True if the matrix registers give the product of both its full accuracy.
    ///
    /// @param terms of each sum
    static boolean fit(Extremes a, Extremes b, int terms) {
        if (!a.exact || !b.exact) {
            return false;
        }
        if (a.greatest >= 2 * BIAS || b.greatest >= 2 * BIAS) {
            return false;
        }
        int product = a.greatest - BIAS + 1 + b.greatest - BIAS + 1;
        return product + Integer.SIZE - Integer.numberOfLeadingZeros(terms) < ROOM;
    }
}
