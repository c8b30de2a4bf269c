package eu.socle.data.dedup.bloom;

import eu.socle.data.dedup.near.WordBytes;

/// Drops documents most of whose word n-grams were seen in documents before. The order of the
/// documents decides which one stays, so it must be given: byte order of their ids.
public final class SeenNgrams {

    private final BloomFilter filter;
    private final int ngram;
    private final double threshold;

    /// @param ngram words per n-gram; 13 is common
    /// @param threshold a document is a copy when a greater share of its n-grams was seen; 0.8
    public SeenNgrams(BloomFilter filter, int ngram, double threshold) {
        if (ngram < 1 || threshold < 0 || threshold > 1) {
            throw new IllegalArgumentException("n-gram " + ngram + ", threshold " + threshold);
        }
        this.filter = filter;
        this.ngram = ngram;
        this.threshold = threshold;
    }

    /// What was found for one document.
    ///
    /// @param ngrams how many n-grams it has
    /// @param seen how many of them are in documents before
    /// @param copy true when it should go
    public record Finding(int ngrams, int seen, boolean copy) {}

    /// Looks at the next document and remembers its n-grams, also when it is a copy.
    public Finding next(String text) {
        WordBytes words = WordBytes.ofAnyScript(text);
        int ngrams = Math.max(0, words.count() - ngram + 1);
        int seen = 0;
        for (int i = 0; i < ngrams; i++) {
            seen += filter.contains(words.hash64(i, ngram)) ? 1 : 0;
        }
        for (int i = 0; i < ngrams; i++) {
            filter.add(words.hash64(i, ngram));
        }
        return new Finding(ngrams, seen, ngrams > 0 && (double) seen / ngrams > threshold);
    }
}
