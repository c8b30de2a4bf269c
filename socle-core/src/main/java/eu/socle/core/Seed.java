package eu.socle.core;

/// A counter-based random source: every draw is a function of (seed, names, index), so threads,
/// batches and resumes cannot change it.
///
/// SplitMix64 (Steele, Lea, Flood 2014) over a key that names are hashed into with FNV-1a.
public record Seed(long key) {

    /// The seed of one purpose, for example `seed.of("weights")`.
    public Seed of(String purpose) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < purpose.length(); i++) {
            hash = (hash ^ purpose.charAt(i)) * 0x100000001b3L;
        }
        return new Seed(mix(key ^ hash));
    }

    /// The seed of one index, for example of one epoch.
    public Seed of(long index) {
        return new Seed(bits(index));
    }

    /// 64 random bits for this index.
    public long bits(long index) {
        return mix(key + (index + 1) * 0x9e3779b97f4a7c15L);
    }

    /// Uniform in [0, 1), 53 bits.
    public double uniform(long index) {
        return (bits(index) >>> 11) * 0x1.0p-53;
    }

    /// Uniform in [0, bound), by multiply-high; the bias is below bound / 2^64.
    public long below(long bound, long index) {
        return Math.unsignedMultiplyHigh(bits(index), bound);
    }

    /// Standard normal by Box-Muller over two draws of this index.
    public double normal(long index) {
        double u = 1.0 - uniform(2 * index);
        double v = uniform(2 * index + 1);
        return StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * Math.PI * v);
    }

    /// A permutation of 0..n-1, computed position by position without state: a four-round Feistel
    /// network on the next even power of two, walking cycles back into range.
    ///
    /// @param n how many
    /// @param position 0..n-1
    public long permute(long n, long position) {
        int half = halfBits(n);
        long mask = (1L << half) - 1;
        long x = position;
        do {
            long left = x >>> half;
            long right = x & mask;
            for (int round = 0; round < 4; round++) {
                long next = left ^ (scramble(round, right) & mask);
                left = right;
                right = next;
            }
            x = left << half | right;
        } while (x >= n);
        return x;
    }

    /// The position at which [#permute(long, long)] gives this value: its inverse.
    ///
    /// @param n how many
    /// @param value 0..n-1
    public long positionOf(long n, long value) {
        int half = halfBits(n);
        long mask = (1L << half) - 1;
        long x = value;
        do {
            long left = x >>> half;
            long right = x & mask;
            for (int round = 3; round >= 0; round--) {
                long before = right ^ (scramble(round, left) & mask);
                right = left;
                left = before;
            }
            x = left << half | right;
        } while (x >= n);
        return x;
    }

    private static int halfBits(long n) {
        return Math.max(1, (65 - Long.numberOfLeadingZeros(Math.max(1, n - 1))) / 2);
    }

    private long scramble(int round, long half) {
        return mix((key + 0x9e3779b97f4a7c15L * (round + 1)) ^ (half * 0xd1342543de82ef95L));
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
