package eu.socle.data.language;

/// Weights of 8 bits, coded shorter: most are zero, and zeros come together in the rows of rare
/// groups. Each weight is a decision "zero?" in the context of its language and of how many of the
/// four weights before it in the row are zero, then a sign, then its size by doubling steps.
final class WeightCode {

    private static final int BEFORE = 4; // weights of the row that a decision looks back at
    private static final int SIZES = 8; // a size below 128 has at most 7 bits

    private final int languages;
    private final short[] zero;
    private final short[] sign;
    private final short[] length;
    private final short[] digits;

    private WeightCode(int languages) {
        this.languages = languages;
        zero = BitCoder.contexts(languages * (BEFORE + 1));
        sign = BitCoder.contexts(languages);
        length = BitCoder.contexts(languages * SIZES);
        digits = BitCoder.contexts(SIZES << SIZES);
    }

    /// The code of weights.
    ///
    /// @param weights bucket-major
    static byte[] encoded(byte[] weights, int languages) {
        WeightCode code = new WeightCode(languages);
        BitCoder.Writer out = new BitCoder.Writer();
        for (int i = 0; i < weights.length; i++) {
            code.write(out, weights, i);
        }
        return out.finish();
    }

    /// The weights of a code.
    ///
    /// @return an empty array if the bytes are not the code of so many
    static byte[] decoded(byte[] bytes, int languages, int count) {
        WeightCode code = new WeightCode(languages);
        BitCoder.Reader in = new BitCoder.Reader(bytes);
        byte[] weights = new byte[count];
        for (int i = 0; i < count; i++) {
            weights[i] = code.read(in, weights, i);
        }
        return in.finished() ? weights : new byte[0];
    }

    private int zeroContext(byte[] weights, int i) {
        int language = i % languages;
        int used = 0;
        for (int back = 1; back <= Math.min(BEFORE, language); back++) {
            used += weights[i - back] == 0 ? 0 : 1;
        }
        return language * (BEFORE + 1) + used;
    }

    private void write(BitCoder.Writer out, byte[] weights, int i) {
        int value = weights[i];
        int language = i % languages;
        out.write(zero, zeroContext(weights, i), value == 0 ? 0 : 1);
        if (value == 0) {
            return;
        }
        out.write(sign, language, value < 0 ? 1 : 0);
        int size = Math.abs(value);
        int bits = 31 - Integer.numberOfLeadingZeros(size); // after the leading one
        for (int n = 0; n < bits; n++) {
            out.write(length, language * SIZES + n, 1);
        }
        if (bits < SIZES - 2) {
            out.write(length, language * SIZES + bits, 0);
        }
        int seen = 1;
        for (int n = bits - 1; n >= 0; n--) {
            int bit = (size >>> n) & 1;
            out.write(digits, (bits << SIZES) + seen, bit);
            seen = (seen << 1) | bit;
        }
    }

    private byte read(BitCoder.Reader in, byte[] weights, int i) {
        if (in.read(zero, zeroContext(weights, i)) == 0) {
            return 0;
        }
        int language = i % languages;
        int negative = in.read(sign, language);
        int bits = 0;
        while (bits < SIZES - 2 && in.read(length, language * SIZES + bits) == 1) {
            bits++;
        }
        int size = 1;
        for (int n = 0; n < bits; n++) {
            size = (size << 1) | in.read(digits, (bits << SIZES) + size);
        }
        return (byte) (negative == 1 ? -size : size);
    }
}
