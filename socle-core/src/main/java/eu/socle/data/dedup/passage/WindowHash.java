package eu.socle.data.dedup.passage;

/// The hash of a window that moves over a text: two polynomials modulo the prime 2^61 - 1, together
/// 122 bits. (Modulo 2^64, texts like the Thue-Morse word make polynomials of every base meet.)
final class WindowHash {

    private static final long PRIME = (1L << 61) - 1;
    private static final long FIRST = 0x0a9f3c1e5b7d2461L; // any two numbers below the prime
    private static final long SECOND = 0x135e8d7f0b29c6a3L;

    private final byte[] bytes;
    private final int length;
    private final long firstLeaving; // base to the power of length - 1
    private final long secondLeaving;
    private int at = -2; // start of the window; nothing hashed yet
    private long high;
    private long low;

    WindowHash(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
        firstLeaving = power(FIRST, length - 1);
        secondLeaving = power(SECOND, length - 1);
    }

    private static long power(long base, int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power = times(power, base);
        }
        return power;
    }

    /// Moves the window; cheap to the next byte.
    void moveTo(int start) {
        if (start == at + 1) {
            long leaves = value(at);
            long comes = value(at + length);
            high = next(high, FIRST, firstLeaving, leaves, comes);
            low = next(low, SECOND, secondLeaving, leaves, comes);
        } else if (start != at) {
            high = 0;
            low = 0;
            for (int i = start; i < start + length; i++) {
                high = plus(times(high, FIRST), value(i));
                low = plus(times(low, SECOND), value(i));
            }
        }
        at = start;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    private long value(int i) {
        return (bytes[i] & 0xff) + 1L;
    }

    private static long next(long hash, long base, long leaving, long leaves, long comes) {
        long rest = plus(hash, PRIME - times(leaving, leaves));
        return plus(times(rest, base), comes);
    }

    private static long plus(long a, long b) {
        long sum = a + b;
        return sum >= PRIME ? sum - PRIME : sum;
    }

    private static long times(long a, long b) {
        long top = Math.multiplyHigh(a, b);
        long bottom = a * b;
        // a b = top 2^64 + bottom, and 2^61 is 1; both parts are below 2^61
        return plus(bottom & PRIME, top << 3 | bottom >>> 61);
    }
}
