package eu.socle.data.dedup.contamination;

import eu.socle.data.dedup.near.WordScan;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// How much of an evaluation item a document holds, in any language: word n-grams of [WordScan],
/// weighted by how rare they are among the items, within one stretch of the document (after the
/// idea of decon, Allen Institute for AI 2025; the arithmetic is our own).
///
/// The score of an item is the sum of ln(1 + items / items with the n-gram) over its n-grams that
/// lie in the stretch, divided by the sum over all of them. A stretch is a run of matches of one
/// item, between which at most eleven words do not match. Items of up to 20 words need every
/// n-gram; from there the threshold falls in a line to the given one at 50 words. Items of fewer
/// than eight words cannot be told from common speech and are not looked for.
public final class Overlap {

    private static final int MOST_MISSES = 11; // as decon: a changed clause, not another subject
    private static final int PERFECT_BELOW = 20; // words, from decon
    private static final int RELAXED_FROM = 50;
    private static final int LEAST_WORDS = 8; // shorter items are common speech

    private final int ngram;
    private final double threshold;
    private final List<Item> items;
    private final Map<Long, int[]> holders = new HashMap<>(); // n-gram -> items that have it
    private final double[] total; // item -> weight of its distinct n-grams
    private final int[] length; // item -> words

    /// What was found.
    ///
    /// @param item the item with the highest score
    /// @param score its share, 0 to 1
    public record Finding(Item item, double score) {}

    /// @param ngram words per n-gram; 5 in decon
    /// @param threshold of the score for long items; 0.8 in decon
    public Overlap(int ngram, double threshold, List<Item> items) {
        this.ngram = ngram;
        this.threshold = threshold;
        this.items = List.copyOf(items);
        total = new double[items.size()];
        length = new int[items.size()];
        for (int i = 0; i < items.size(); i++) {
            long[] words = words(items.get(i).query() + "\n" + items.get(i).label());
            length[i] = words.length;
            if (words.length < LEAST_WORDS) {
                continue;
            }
            for (long gram : Arrays.stream(grams(words)).distinct().toArray()) {
                holders.merge(gram, new int[] {i}, Overlap::joined);
            }
        }
        for (int[] all : holders.values()) {
            for (int item : all) {
                total[item] += weight(all);
            }
        }
    }

    private static int[] joined(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private double weight(int[] all) {
        return StrictMath.log1p((double) items.size() / all.length);
    }

    private static long[] words(String text) {
        WordScan scan = new WordScan();
        long[] words = new long[64];
        int count = 0;
        scan.begin(text);
        for (int more = scan.next(words, 0); more > 0; more = scan.next(words, count)) {
            count += more;
            if (words.length - count < 64) {
                words = Arrays.copyOf(words, 2 * words.length);
            }
        }
        return Arrays.copyOf(words, count);
    }

    private long[] grams(long[] words) {
        long[] grams = new long[Math.max(0, words.length - ngram + 1)];
        for (int i = 0; i < grams.length; i++) {
            long gram = ngram;
            for (int k = 0; k < ngram; k++) {
                gram = (gram ^ words[i + k]) * 0x9ddfea08eb382d69L;
                gram ^= gram >>> 32;
            }
            grams[i] = gram;
        }
        return grams;
    }

    /// One item while a document is read.
    private static final class Stretch {
        private final Set<Long> matched = new HashSet<>();
        private double score;
        private int last;
        private double best;

        void match(long gram, double weight, int at) {
            if (at - last > MOST_MISSES + 1) {
                matched.clear();
                score = 0;
            }
            last = at;
            if (matched.add(gram)) {
                score += weight;
                best = Math.max(best, score);
            }
        }
    }

    /// The item that the document holds most of, when that is enough.
    public Optional<Finding> find(String text) {
        long[] grams = grams(words(text));
        Map<Integer, Stretch> stretches = new TreeMap<>(); // of equals the first item
        for (int at = 0; at < grams.length; at++) {
            int[] all = holders.get(grams[at]);
            if (all == null) {
                continue;
            }
            for (int item : all) {
                stretches
                        .computeIfAbsent(item, i -> new Stretch())
                        .match(grams[at], weight(all), at);
            }
        }
        int found = -1;
        double score = 0;
        for (Map.Entry<Integer, Stretch> entry : stretches.entrySet()) {
            int item = entry.getKey();
            double share = Math.min(1, entry.getValue().best / total[item]);
            if (share + 1e-9 >= needed(item) && share > score) {
                found = item;
                score = share;
            }
        }
        return found < 0 ? Optional.empty() : Optional.of(new Finding(items.get(found), score));
    }

    /// 1 for short items, falling in a line to the threshold.
    private double needed(int item) {
        double along =
                Math.clamp(
                        (double) (length[item] - PERFECT_BELOW) / (RELAXED_FROM - PERFECT_BELOW),
                        0,
                        1);
        return 1 - along * (1 - threshold);
    }
}
