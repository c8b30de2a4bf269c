package eu.socle.data.judge.text;

/// Hashes of texts that can be joined: hash(a b) = hash(a) * base^|b| + hash(b), modulo the prime
/// 2^61 - 1, over UTF-16 units.
///
/// From running hashes at word ends the hash of any run of words follows with one product, so n-grams
/// of all lengths are compared as the joined texts that they are, also where the words were cut
/// differently. Two given texts of at most L units collide with probability below L / 2^61.
public final class Polynomial {

    private static final long PRIME = (1L << 61) - 1;

    /// A fixed base of 44 bits, so that one unit times it needs no reduction; its square is below 2^60,
    /// so that sums stay below 2^63.
    private static final long BASE = 0xb504f333f9fL;

    private static final long BASE_SQUARED = canonical(times(BASE, BASE));

    private long[] powers = {1, BASE};

    /// base^length.
    public long power(int length) {
        return length < powers.length ? powers[length] : farPower(length);
    }

    private long farPower(int length) {
        if (length > 1 << 16) {
            long half = power(length / 2);
            long even = canonical(times(half, half));
            return length % 2 == 0 ? even : canonical(times(even, BASE));
        }
        int known = powers.length;
        long[] more = java.util.Arrays.copyOf(powers, Math.max(256, 2 * length));
        for (int i = known; i < more.length; i++) {
            more[i] = canonical(times(more[i - 1], BASE));
        }
        powers = more;
        return powers[length];
    }

    /// Hash of a run of units, in [0, 2^61 - 1).
    public static long of(char[] units, int from, int to) {
        long hash = 0;
        int i = from;
        for (; i + 1 < to; i += 2) {
            hash = times(hash, BASE_SQUARED) + units[i] * BASE + units[i + 1];
        }
        if (i < to) {
            hash = times(hash, BASE) + units[i];
        }
        return canonical(hash);
    }

    /// As [#of(char[], int, int)].
    public static long of(String text) {
        return of(text.toCharArray(), 0, text.length());
    }

    /// hash(a b) from hash(a), base^|b| and hash(b).
    public static long join(long hash, long power, long next) {
        return canonical(times(hash, power) + next);
    }

    /// hash(b) from hash(a b), hash(a) and base^|b|.
    public static long cut(long whole, long first, long power) {
        long left = whole - canonical(times(first, power));
        return left + (left >> 63 & PRIME);
    }

    /// a * b modulo the prime, below 2^62 + 2^61 for a below 2^63 and b below the prime.
    private static long times(long a, long b) {
        long low = a * b;
        long high = Math.multiplyHigh(a, b);
        return (low & PRIME) + (low >>> 61 | high << 3);
    }

    private static long canonical(long a) {
        long folded = (a & PRIME) + (a >>> 61);
        return folded >= PRIME ? folded - PRIME : folded;
    }
}
