package eu.socle.data.dedup.near;

/// MT19937 (Matsumoto, Nishimura 1998), seeded and read as numpy's `RandomState`: only to reproduce
/// the hash functions that datatrove draws.
final class MersenneTwister {

    private static final int SIZE = 624;
    private static final int SHIFT = 397;

    private final int[] state = new int[SIZE];
    private int at = SIZE;

    /// @param seed 0 to 2^32 - 1
    MersenneTwister(long seed) {
        state[0] = (int) seed;
        for (int i = 1; i < SIZE; i++) {
            state[i] = 1_812_433_253 * (state[i - 1] ^ state[i - 1] >>> 30) + i;
        }
    }

    /// Uniform in [low, high), as `randint(low, high, dtype=uint64)` with a range above 2^32: bits
    /// outside the range are drawn again.
    long between(long low, long high) {
        long range = high - 1 - low;
        long mask = -1L >>> Long.numberOfLeadingZeros(range);
        long value = next64() & mask;
        while (Long.compareUnsigned(value, range) > 0) {
            value = next64() & mask;
        }
        return low + value;
    }

    private long next64() {
        long high = next();
        return high << 32 | (next() & 0xffff_ffffL);
    }

    private int next() {
        if (at == SIZE) {
            turn();
        }
        int y = state[at++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ y >>> 18;
    }

    private void turn() {
        for (int i = 0; i < SIZE; i++) {
            int y = (state[i] & 0x8000_0000) | (state[(i + 1) % SIZE] & 0x7fff_ffff);
            state[i] = state[(i + SHIFT) % SIZE] ^ y >>> 1 ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
        }
        at = 0;
    }
}
