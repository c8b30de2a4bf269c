package eu.socle.data.dedup;

import eu.socle.core.Seed;
import eu.socle.data.judge.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// MinHash signatures cut into bands (Broder 1997; Leskovec et al., Mining of Massive Datasets,
/// 3.4).
///
/// Two texts whose sets of word n-grams have Jaccard similarity s share a band with probability 1 -
/// (1 - s^rows)^bands. Words are compared in lower case without their punctuation.
///
/// @param ngram words per shingle
/// @param bands 14 by default; with 8 rows P(found | similarity 0.8) = 92 %, P(found | 0.5) = 5 %
/// @param rows hash functions per band
/// @param seed where the hash functions come from
public record MinHash(int ngram, int bands, int rows, long seed) {

    public MinHash {
        if (ngram < 1 || bands < 1 || rows < 1) {
            throw new IllegalArgumentException("ngram, bands and rows must be at least 1");
        }
    }

    /// One key for each band; none for a text of fewer words than a shingle.
    public long[] bandKeys(String text) {
        List<String> words = Words.of(text.toLowerCase(Locale.ROOT));
        int shingles = words.size() - ngram + 1;
        if (shingles < 1) {
            return new long[0];
        }
        long[] hashes = new long[words.size()];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = hash(words.get(i));
        }
        int lanes = bands * rows;
        long[] multipliers = new long[lanes];
        long[] addends = new long[lanes];
        long[] least = new long[lanes];
        Seed draws = new Seed(seed).of("minhash");
        for (int k = 0; k < lanes; k++) {
            multipliers[k] = draws.bits(2L * k) | 1; // odd, so that the product is a permutation
            addends[k] = draws.bits(2L * k + 1);
        }
        Arrays.fill(least, Long.MAX_VALUE);
        for (int i = 0; i < shingles; i++) {
            long shingle = shingle(hashes, i);
            for (int k = 0; k < lanes; k++) {
                least[k] = Math.min(least[k], (shingle * multipliers[k] + addends[k]) >>> 1);
            }
        }
        return keys(least);
    }

    private long[] keys(long[] least) {
        long[] keys = new long[bands];
        for (int band = 0; band < bands; band++) {
            long key = band;
            for (int row = 0; row < rows; row++) {
                key = mix(key ^ least[band * rows + row]);
            }
            keys[band] = key;
        }
        return keys;
    }

    private long shingle(long[] hashes, int from) {
        long shingle = ngram;
        for (int i = from; i < from + ngram; i++) {
            shingle = mix(shingle ^ hashes[i]);
        }
        return shingle;
    }

    /// FNV-1a over UTF-16 units.
    private static long hash(String word) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < word.length(); i++) {
            hash = (hash ^ word.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /// The finaliser of SplitMix64.
    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
