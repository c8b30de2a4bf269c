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
/// An item is looked for as a whole and, where it has a label, by its query alone: choices stand
/// between the two, and a page of questions may answer them elsewhere. The score of a text that is
/// looked for is the sum of ln(1 + items / items with the n-gram) over its n-grams that lie in the
/// stretch, divided by the sum over all of them. A stretch is a run of matches of one text, between
/// which at most eleven words do not match. Texts of up to 20 words need every n-gram; from there
/// the threshold falls in a line to the given one at 50 words. Texts of fewer than eight words
/// cannot be told from common speech and are not looked for; those of fewer words than an n-gram
/// are looked for by n-grams of eight.
public final class Overlap {

    private static final int MOST_MISSES = 11; // as decon: a changed clause, not another subject
    private static final int PERFECT_BELOW = 20; // words, from decon
    private static final int RELAXED_FROM = 50;
    private static final int LEAST_WORDS = 8; // shorter items are common speech

    private final double threshold;
    private final List<Item> items;
    // texts that are looked for: each item as a whole, then each item's query
    private final Map<Long, int[]> holders = new HashMap<>(); // n-gram -> texts that have it
    private final double[] total; // text -> weight of its distinct n-grams
    private final int[] length; // text -> words
    private final int[] sizes; // words per n-gram that texts are looked for by

    /// What was found.
    ///
    /// @param item the item with the highest score
    /// @param score its share, 0 to 1
    public record Finding(Item item, double score) {}

    /// @param ngram words per n-gram; 5 in decon
    /// @param threshold of the score for long items; 0.8 in decon
    public Overlap(int ngram, double threshold, List<Item> items) {
        this.threshold = threshold;
        this.items = List.copyOf(items);
        int count = items.size();
        total = new double[2 * count];
        length = new int[2 * count];
        boolean shorter = false;
        for (int text = 0; text < 2 * count; text++) {
            Item item = items.get(text % count);
            if (text >= count && item.label().isEmpty()) {
                continue; // the query is the whole
            }
            long[] words = words(text < count ? whole(item) : item.query());
            length[text] = words.length;
            if (words.length < LEAST_WORDS) {
                continue;
            }
            shorter |= words.length < ngram;
            int size = words.length < ngram ? LEAST_WORDS : ngram;
            for (long gram : Arrays.stream(grams(words, size)).distinct().toArray()) {
                holders.merge(gram, new int[] {text}, Overlap::joined);
            }
        }
        sizes = shorter ? new int[] {ngram, LEAST_WORDS} : new int[] {ngram};
        for (int[] all : holders.values()) {
            for (int text : all) {
                total[text] += weight(all);
            }
        }
    }

    private static String whole(Item item) {
        return item.query() + "\n" + item.label();
    }

    /// True when an item has so many words that it is looked for.
    public static boolean looksFor(Item item) {
        return words(whole(item)).length >= LEAST_WORDS;
    }

    private static int[] joined(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private double weight(int[] all) {
        int wholes = 0;
        while (wholes < all.length && all[wholes] < items.size()) {
            wholes++;
        }
        int having = wholes > 0 ? wholes : all.length; // a query by itself has n-grams of its own
        return StrictMath.log1p((double) items.size() / having);
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

    private static long[] grams(long[] words, int size) {
        long[] grams = new long[Math.max(0, words.length - size + 1)];
        for (int i = 0; i < grams.length; i++) {
            long gram = size;
            for (int k = 0; k < size; k++) {
                gram = (gram ^ words[i + k]) * 0x9ddfea08eb382d69L;
                gram ^= gram >>> 32;
            }
            grams[i] = gram;
        }
        return grams;
    }

    /// One text that is looked for while a document is read.
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
        long[] words = words(text);
        Map<Integer, Stretch> stretches = new TreeMap<>(); // of equals the first, a whole item
        for (int size : sizes) {
            long[] grams = grams(words, size);
            for (int at = 0; at < grams.length; at++) {
                int[] all = holders.get(grams[at]);
                if (all == null) {
                    continue;
                }
                for (int sought : all) {
                    stretches
                            .computeIfAbsent(sought, i -> new Stretch())
                            .match(grams[at], weight(all), at);
                }
            }
        }
        int found = -1;
        double score = 0;
        for (Map.Entry<Integer, Stretch> entry : stretches.entrySet()) {
            int sought = entry.getKey();
            double share = Math.min(1, entry.getValue().best / total[sought]);
            if (share + 1e-9 >= needed(sought) && share > score) {
                found = sought;
                score = share;
            }
        }
        return found < 0
                ? Optional.empty()
                : Optional.of(new Finding(items.get(found % items.size()), score));
    }

    /// 1 for short texts, falling in a line to the threshold.
    private double needed(int sought) {
        double along =
                Math.clamp(
                        (double) (length[sought] - PERFECT_BELOW) / (RELAXED_FROM - PERFECT_BELOW),
                        0,
                        1);
        return 1 - along * (1 - threshold);
    }
}
