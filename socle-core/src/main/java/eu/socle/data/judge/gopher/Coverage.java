package eu.socle.data.judge.gopher;

import eu.socle.data.judge.text.Ngrams;

/// How much of a text repeated n-grams cover: the union of the words inside them, each counted once
/// (AI2's formula). Only n-grams that occur more than once count.
final class Coverage {

    private Coverage() {}

    /// Lengths of the words, by word.
    interface Lengths {
        int of(int word);
    }

    /// Length covered by the most frequent n-gram; of equally frequent ones by the longest, of
    /// those by the first.
    static long top(Ngrams ngrams, int n, int words, Lengths lengths) {
        ngrams.count(n);
        if (!ngrams.anyRepeats()) {
            return 0;
        }
        int most = 1;
        long longest = 0;
        int best = -1;
        for (int i = 0; i < ngrams.size(n); i++) {
            if (ngrams.first(i) != i || ngrams.countAt(i) < Math.max(2, most)) {
                continue;
            }
            long length = 0;
            for (int k = i; k < i + n; k++) {
                length += lengths.of(k);
            }
            if (ngrams.countAt(i) > most || length > longest) {
                most = ngrams.countAt(i);
                longest = length;
                best = i;
            }
        }
        int wanted = best;
        return best < 0 ? 0 : covered(ngrams, n, words, lengths, wanted);
    }

    /// Length covered by all n-grams that occur more than once.
    static long repeated(Ngrams ngrams, int n, int words, Lengths lengths) {
        ngrams.count(n);
        return ngrams.anyRepeats() ? covered(ngrams, n, words, lengths, -1) : 0;
    }

    /// @param only first word of the n-gram that is wanted, or -1 for all that repeat
    private static long covered(Ngrams ngrams, int n, int words, Lengths lengths, int only) {
        int size = ngrams.size(n);
        long sum = 0;
        int until = 0;
        for (int i = 0; i < words; i++) {
            boolean wanted =
                    i < size && (only < 0 ? ngrams.countAt(i) > 1 : ngrams.first(i) == only);
            until = wanted ? i + n : until;
            sum += i < until ? lengths.of(i) : 0;
        }
        return sum;
    }
}
