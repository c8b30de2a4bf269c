package eu.socle.data.write;

/// Parquet's hybrid of run lengths and bit packing (Encodings.md of parquet-format, RLE = 3) for
/// small unsigned numbers.
final class RunLengths {

    private static final int WORTH_A_RUN =
            8; // equal values; shorter runs are bit-packed in groups of eight

    private RunLengths() {}

    /// Bits that the greatest value takes.
    static int width(int greatest) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(greatest);
    }

    /// Appends the first `count` values, each of at most `width` bits.
    static void encode(int[] values, int count, int width, PlainBytes out) {
        int i = 0;
        while (i < count) {
            int run = runAt(values, i, count);
            if (run >= WORTH_A_RUN) {
                out.putVarint(run << 1);
                for (int bits = 0; bits < width; bits += 8) {
                    out.put(values[i] >> bits);
                }
                i += run;
                continue;
            }
            int end = i;
            while (end < count && runAt(values, end, count) < WORTH_A_RUN) {
                end = Math.min(count, end + 8); // a packed group always holds eight
            }
            pack(values, i, end, width, out);
            i = end;
        }
    }

    private static int runAt(int[] values, int start, int count) {
        int end = start + 1;
        while (end < count && values[end] == values[start]) {
            end++;
        }
        return end - start;
    }

    /// Groups of eight values, least significant bit first; the last group of all is filled up with
    /// zeros.
    private static void pack(int[] values, int from, int to, int width, PlainBytes out) {
        int groups = (to - from + 7) / 8;
        out.putVarint(groups << 1 | 1);
        long buffer = 0;
        int bits = 0;
        for (int i = from; i < from + groups * 8; i++) {
            buffer |= (long) (i < to ? values[i] : 0) << bits;
            bits += width;
            while (bits >= 8) {
                out.put((int) buffer);
                buffer >>>= 8;
                bits -= 8;
            }
        }
    }
}
