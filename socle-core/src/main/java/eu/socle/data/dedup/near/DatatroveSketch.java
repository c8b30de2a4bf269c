package eu.socle.data.dedup.near;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// The signatures of datatrove, bit for bit: the least of ((h * a + b) mod 2^64) mod (2^61 - 1)
/// over the hashes h of all word n-grams, words being what stands between white space of the
/// simplified text; a and b from numpy's generator.
public final class DatatroveSketch implements Sketch {

    private static final long PRIME = (1L << 61) - 1;

    /// How an n-gram is hashed, and how many bits of it and of the signature count.
    public enum Hash {
        /// xxHash64.
        XXHASH_64,
        /// xxHash32.
        XXHASH_32,
        /// The first eight bytes of SHA-1, little-endian.
        SHA1_64,
        /// The first four bytes of SHA-1, little-endian.
        SHA1_32
    }

    private final MinHash minHash;
    private final Hash hash;
    private final long[] factors;
    private final long[] addends;

    /// @param minHash its profile does not matter; its seed is numpy's
    public DatatroveSketch(MinHash minHash, Hash hash) {
        this.minHash = minHash;
        this.hash = hash;
        int lanes = minHash.bands() * minHash.rows();
        factors = new long[lanes];
        addends = new long[lanes];
        MersenneTwister draws = new MersenneTwister(minHash.seed());
        for (int k = 0; k < lanes; k++) {
            factors[k] = draws.between(1, PRIME);
        }
        for (int k = 0; k < lanes; k++) {
            addends[k] = draws.between(0, PRIME);
        }
    }

    /// The factors a, one for each hash function.
    public long[] factors() {
        return factors.clone();
    }

    /// The addends b, one for each hash function.
    public long[] addends() {
        return addends.clone();
    }

    /// The hashes of the n-grams of a text, in order.
    public long[] shingles(String text) {
        WordBytes words = WordBytes.of(text);
        int n = minHash.ngram();
        long[] shingles = new long[Math.max(0, words.count() - n + 1)];
        for (int i = 0; i < shingles.length; i++) {
            shingles[i] = hash(words.bytes(), words.from(i), words.to(i + n - 1));
        }
        return shingles;
    }

    /// The signature, band after band; empty for a text of fewer words than a shingle.
    public long[] signature(String text) {
        long[] shingles = shingles(text);
        if (shingles.length == 0) {
            return new long[0];
        }
        boolean narrow = hash == Hash.XXHASH_32 || hash == Hash.SHA1_32;
        long mask = narrow ? 0xffff_ffffL : -1L;
        long[] least = new long[factors.length];
        Arrays.fill(least, Long.MAX_VALUE);
        for (long shingle : shingles) {
            for (int k = 0; k < least.length; k++) {
                least[k] = Math.min(least[k], residue(shingle * factors[k] + addends[k]) & mask);
            }
        }
        return least;
    }

    @Override
    public boolean keys(String text, long[] keys) {
        long[] signature = signature(text);
        if (signature.length == 0) {
            return false;
        }
        for (int band = 0; band < keys.length; band++) {
            keys[band] = MinHash.key(band, signature, band * minHash.rows(), minHash.rows());
        }
        return true;
    }

    /// Of a number without sign, modulo 2^61 - 1.
    private static long residue(long value) {
        long folded = (value & PRIME) + (value >>> 61);
        return folded >= PRIME ? folded - PRIME : folded;
    }

    private long hash(byte[] bytes, int from, int to) {
        return switch (hash) {
            case XXHASH_64 -> XxHash.of64(bytes, from, to);
            case XXHASH_32 -> XxHash.of32(bytes, from, to) & 0xffff_ffffL;
            case SHA1_64 -> littleEndian(sha1(bytes, from, to), 8);
            case SHA1_32 -> littleEndian(sha1(bytes, from, to), 4);
        };
    }

    private static byte[] sha1(byte[] bytes, int from, int to) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1"); // no secret depends on it
            sha1.update(bytes, from, to - from);
            return sha1.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private static long littleEndian(byte[] bytes, int count) {
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | (bytes[i] & 0xff);
        }
        return value;
    }
}
