package eu.socle.data.dedup.near;

import java.util.Locale;

/// MinHash signatures cut into bands (Broder 1997; Leskovec et al., Mining of Massive Datasets,
/// 3.4).
///
/// Two texts whose sets of word n-grams have Jaccard similarity s share a band with probability 1 -
/// (1 - s^rows)^bands.
///
/// @param profile how words are found and hashed
/// @param ngram words per shingle
/// @param bands 14 by default; with 8 rows P(found | similarity 0.8) = 92 %, P(found | 0.5) = 5 %
/// @param rows hash functions per band
/// @param seed where the hash functions come from; 0 to 2^32 - 1 in the datatrove profile
public record MinHash(Profile profile, int ngram, int bands, int rows, long seed) {

    /// How words are found and hashed.
    public enum Profile {
        /// Fast, for every language; see [NativeSketch].
        NATIVE,
        /// As datatrove with words between white space and xxHash64; see [DatatroveSketch].
        DATATROVE;

        /// The name that a recipe uses.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public MinHash {
        if (ngram < 1 || bands < 1 || rows < 1) {
            throw new IllegalArgumentException("ngram, bands and rows must be at least 1");
        }
    }

    /// The native profile.
    public MinHash(int ngram, int bands, int rows, long seed) {
        this(Profile.NATIVE, ngram, bands, rows, seed);
    }

    /// What makes keys, for one thread.
    public Sketch sketch() {
        return switch (profile) {
            case NATIVE -> new NativeSketch(this);
            case DATATROVE -> new DatatroveSketch(this, DatatroveSketch.Hash.XXHASH_64);
        };
    }

    /// One key for each band; none for a text of fewer words than a shingle.
    public long[] bandKeys(String text) {
        long[] keys = new long[bands];
        return sketch().keys(text, keys) ? keys : new long[0];
    }

    /// Folds the hashes of a band to its key. The number of the band is part of it, so that keys of
    /// all bands can be sorted together.
    static long key(int band, long[] hashes, int from, int rows) {
        long key = band;
        for (int row = 0; row < rows; row++) {
            key = mix(key ^ hashes[from + row]);
        }
        return key;
    }

    /// The finaliser of SplitMix64.
    static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
