package eu.socle.data.dedup.bloom;

/// A set of 64-bit hashes that never forgets one and takes others for its own with a known
/// probability (Bloom 1970; indices by double hashing, Kirsch and Mitzenmacher 2006). Up to 2^36
/// bits (8 GiB).
public final class BloomFilter {

    /// The most bits a filter may have: 8 GiB.
    public static final long MOST_BITS = 1L << 36;

    private final long[] words;
    private final long bits;
    private final int hashes;

    /// @param bits 64 to 2^36
    /// @param hashes bits that are set for one element, at least 1
    public BloomFilter(long bits, int hashes) {
        if (bits < 64 || bits > MOST_BITS || hashes < 1) {
            throw new IllegalArgumentException("bits " + bits + ", hashes " + hashes);
        }
        words = new long[(int) ((bits + 63) >>> 6)];
        this.bits = bits;
        this.hashes = hashes;
    }

    /// A filter that takes a strange element for its own with at most this probability, when it
    /// holds at most so many elements: m = -n ln p / (ln 2)^2, k = m/n ln 2.
    ///
    /// @throws IllegalArgumentException if more than 2^36 bits would be needed
    public static BloomFilter of(long elements, double falsePositives) {
        double bits = bits(elements, falsePositives);
        if (elements < 1 || falsePositives <= 0 || falsePositives >= 1 || bits > MOST_BITS) {
            throw new IllegalArgumentException(
                    elements + " elements with false positives " + falsePositives);
        }
        long whole = Math.max(64, (long) Math.ceil(bits));
        int hashes = (int) Math.max(1, Math.round(bits / elements * StrictMath.log(2)));
        return new BloomFilter(whole, hashes);
    }

    /// The bits that so many elements need.
    public static double bits(long elements, double falsePositives) {
        return -elements * StrictMath.log(falsePositives) / (StrictMath.log(2) * StrictMath.log(2));
    }

    /// How many different elements were added, from the share of set bits: -m / k ln(1 - share).
    public long elements() {
        double free = 1 - (double) set() / bits;
        return (long) Math.ceil(-(double) bits / hashes * StrictMath.log(free));
    }

    /// How many bits.
    public long bits() {
        return bits;
    }

    /// True when the hash was added, or looks like it.
    public boolean contains(long hash) {
        long step = step(hash);
        long at = hash;
        for (int i = 0; i < hashes; i++) {
            long bit = Math.unsignedMultiplyHigh(at, bits);
            if ((words[(int) (bit >>> 6)] >>> bit & 1) == 0) {
                return false;
            }
            at += step;
        }
        return true;
    }

    /// Adds a hash.
    public void add(long hash) {
        long step = step(hash);
        long at = hash;
        for (int i = 0; i < hashes; i++) {
            long bit = Math.unsignedMultiplyHigh(at, bits);
            words[(int) (bit >>> 6)] |= 1L << bit;
            at += step;
        }
    }

    /// Odd, from all bits of the hash.
    private static long step(long hash) {
        long z = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return (z ^ z >>> 31) | 1;
    }

    /// The probability to take a strange element for its own, from the share of set bits.
    public double falsePositives() {
        return StrictMath.pow((double) set() / bits, hashes);
    }

    private long set() {
        long set = 0;
        for (long word : words) {
            set += Long.bitCount(word);
        }
        return set;
    }
}
