package eu.socle.data.language;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import java.util.List;

/// A linear model: for each bucket of [Features] one row with a weight of 8 bits for each language.
///
/// The logit of language l for a text of n features is `scale[l] * sum / sqrt(n) + bias[l]`, where
/// sum adds the weights of its features. Rows are added eight languages at a time: a row lies in
/// longs, one byte a language, and bytes at even and odd places are added apart in lanes of 16
/// bits.
public final class LanguageModel {

    private static final long EVEN = 0x00FF00FF00FF00FFL;
    private static final int OFFSET = 128; // bytes in a row are weights + 128, never negative

    private final List<String> languages;
    private final Features features;
    private final Digest training;
    private final float[] scales;
    private final float[] biases;
    private final int longs; // of a row
    private final long[] rows; // [bucket * longs + language / 8]

    /// @param weights one byte for each bucket and language, all languages of a bucket together
    /// @param training digest of the text it was trained from, with the settings
    LanguageModel(
            List<String> languages,
            Features features,
            Digest training,
            float[] scales,
            float[] biases,
            byte[] weights) {
        this.languages = List.copyOf(languages);
        this.features = features;
        this.training = training;
        this.scales = scales.clone();
        this.biases = biases.clone();
        int n = languages.size();
        if (scales.length != n
                || biases.length != n
                || weights.length != (long) features.buckets() * n) {
            throw Refusal.failure(
                    "a language model of "
                            + n
                            + " languages has "
                            + weights.length
                            + " weights, which do not fit its "
                            + features.buckets()
                            + " buckets.");
        }
        longs = (n + 7) / 8;
        rows = new long[features.buckets() * longs];
        for (int bucket = 0; bucket < features.buckets(); bucket++) {
            for (int l = 0; l < n; l++) {
                long value = (long) weights[bucket * n + l] + OFFSET;
                rows[bucket * longs + l / 8] |= value << (8L * (l % 8));
            }
        }
    }

    /// ISO 639-1 codes, sorted; `und` among them stands for text in other languages.
    public List<String> languages() {
        return languages;
    }

    /// How text becomes buckets.
    public Features features() {
        return features;
    }

    /// Digest of the text and the settings it was trained with.
    public Digest training() {
        return training;
    }

    /// Bytes that the weights take in memory.
    public long bytes() {
        return 8L * rows.length;
    }

    float scale(int language) {
        return scales[language];
    }

    float bias(int language) {
        return biases[language];
    }

    byte weight(int bucket, int language) {
        long row = rows[bucket * longs + language / 8];
        return (byte) (((row >>> (8 * (language % 8))) & 0xFF) - OFFSET);
    }

    /// Languages rounded up to whole longs: the length of the sums that [#add] needs.
    int lanes() {
        return longs * 8;
    }

    /// Adds the rows of all buckets in the scratch to the sums and empties it. The sums carry
    /// [#OFFSET] for each row; [#logit] takes it off.
    void add(Scratch scratch, int[] sums) {
        int[] buckets = scratch.buckets;
        int count = scratch.count;
        for (int k = 0; k < longs; k++) {
            long even = 0;
            long odd = 0;
            for (int i = 0; i < count; i++) {
                long row = rows[buckets[i] * longs + k];
                even += row & EVEN;
                odd += (row >>> 8) & EVEN;
            }
            for (int lane = 0; lane < 4; lane++) {
                sums[8 * k + 2 * lane] += (int) (even >>> (16 * lane)) & 0xFFFF;
                sums[8 * k + 2 * lane + 1] += (int) (odd >>> (16 * lane)) & 0xFFFF;
            }
        }
        scratch.count = 0;
    }

    /// The logit of a language.
    ///
    /// @param sum of [#add]
    /// @param features how many rows were added
    double logit(int language, int sum, int features) {
        return (double) scales[language] * (sum - OFFSET * features) / Math.sqrt(features)
                + biases[language];
    }
}
