package eu.socle.data.dedup;

import eu.socle.core.Settings;
import eu.socle.data.dedup.bloom.BloomFilter;
import eu.socle.data.dedup.bloom.NgramRule;
import eu.socle.data.dedup.near.MinHash;
import eu.socle.data.dedup.passage.PassageRule;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/// How documents are compared with each other.
///
/// @param minHash how near copies are found
/// @param keep which document of a cluster stays
/// @param prefer sources whose documents stay before those of others, the first one first
/// @param addresses true when two documents of the same address are doubles too
/// @param against existing datasets whose documents always stay, relative to the recipe
/// @param signatures true when the dataset keeps what a later run needs to be compared with it
/// @param nearIndex true when the dataset keeps an index by which near copies of a document are
///   found without reading texts
/// @param ngrams documents that say little that was not said before them
/// @param passages parts of documents that are cut out where they come again
public record DedupConfig(
        MinHash minHash,
        Keep keep,
        List<String> prefer,
        boolean addresses,
        List<String> against,
        boolean signatures,
        boolean nearIndex,
        NgramRule ngrams,
        PassageRule passages) {

    /// Which document of a cluster stays; of equals, that whose id comes first.
    public enum Keep {
        /// The one whose id comes first in byte order.
        FIRST,
        /// The one with the longest text in characters.
        LONGEST;

        /// The name that a recipe uses.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public DedupConfig {
        prefer = List.copyOf(prefer);
        against = List.copyOf(against);
    }

    /// Compares the documents of one run as wholes.
    public DedupConfig(MinHash minHash, Keep keep, boolean addresses) {
        this(
                minHash,
                keep,
                List.of(),
                addresses,
                List.of(),
                true,
                true,
                NgramRule.NONE,
                PassageRule.NONE);
    }

    /// Reads the section.
    ///
    /// @param sources names of the sources
    /// @throws eu.socle.core.Refusal usage, for an unknown key or a value that cannot be meant
    public static DedupConfig from(Settings s, Set<String> sources) {
        MinHash.Profile profile = word(s, "profile", MinHash.Profile.NATIVE, MinHash.Profile::word);
        long seed = s.integer("seed", 1);
        if (profile == MinHash.Profile.DATATROVE && seed >>> 32 != 0) {
            throw s.wrong("seed", "between 0 and 4294967295 in the datatrove profile, not " + seed);
        }
        DedupConfig config =
                new DedupConfig(
                        new MinHash(
                                profile,
                                number(s, "ngram", 5, 1),
                                number(s, "bands", 14, 1, MOST_BANDS),
                                number(s, "rows", 8, 1, MOST_ROWS),
                                seed),
                        word(s, "keep", Keep.FIRST, Keep::word),
                        prefer(s, sources),
                        s.flag("addresses", false),
                        s.texts("against", List.of()),
                        s.flag("signatures", true),
                        s.flag("near-index", true),
                        ngrams(s.section("ngrams"), s.has("paragraph-ngrams")),
                        passages(s));
        s.refuseOthers();
        return config;
    }

    /// @param ofParagraphs true when paragraphs may be compared by n-grams
    private static NgramRule ngrams(Settings s, boolean ofParagraphs) {
        NgramRule d = NgramRule.NONE;
        int size = number(s, "size", d.size(), 0);
        for (String key : List.of("share", "capacity", "false-positives")) {
            if (size == 0 && !ofParagraphs && s.has(key)) {
                throw s.wrong(key, "left out when size is 0 or left out: no n-grams are compared");
            }
        }
        double share = s.decimal("share", d.share());
        if (!(share >= 0 && share < 1)) {
            throw s.wrong("share", "from 0 to below 1, not " + share);
        }
        double falsePositives = s.decimal("false-positives", d.falsePositives());
        if (!(falsePositives > 0 && falsePositives < 1)) {
            throw s.wrong("false-positives", "between 0 and 1, not " + falsePositives);
        }
        long capacity = s.integer("capacity", d.capacity());
        if (capacity < 1 || BloomFilter.bits(capacity, falsePositives) > BloomFilter.MOST_BITS) {
            throw s.wrong(
                    "capacity",
                    "at least 1, and so small that the filter has at most 8 GiB, not " + capacity);
        }
        s.refuseOthers();
        return new NgramRule(size, share, capacity, falsePositives);
    }

    private static PassageRule passages(Settings s) {
        PassageRule d = PassageRule.NONE;
        int substrings = number(s, "substrings", 0, 0);
        if (substrings > 0 && substrings < PassageRule.LEAST_SUBSTRING) {
            throw s.wrong(
                    "substrings",
                    "0 or at least " + PassageRule.LEAST_SUBSTRING + " bytes, not " + substrings);
        }
        int paragraphs = number(s, "paragraphs", 0, 0);
        int paragraphNgrams = number(s, "paragraph-ngrams", 0, 0);
        if (paragraphNgrams > 0 && paragraphs == 0) {
            throw s.wrong("paragraph-ngrams", "0 when data.dedup.paragraphs is 0");
        }
        return new PassageRule(
                paragraphs,
                paragraphNgrams,
                number(s, "sentences", 0, 0),
                substrings,
                number(s, "minimum-words", d.leastWords(), 0),
                number(s, "minimum-sentences", d.leastSentences(), 0));
    }

    private static List<String> prefer(Settings s, Set<String> sources) {
        List<String> prefer = s.texts("prefer", List.of());
        if (!sources.containsAll(prefer) || new HashSet<>(prefer).size() < prefer.size()) {
            throw s.wrong("prefer", "a list of names of sources, each once, not " + prefer);
        }
        return prefer;
    }

    private static <E extends Enum<E>> E word(
            Settings s, String key, E otherwise, Function<E, String> word) {
        String text = s.text(key, word.apply(otherwise));
        List<E> all = List.of(otherwise.getDeclaringClass().getEnumConstants());
        for (E value : all) {
            if (word.apply(value).equals(text)) {
                return value;
            }
        }
        throw s.wrong(
                key,
                String.join(" or ", all.stream().map(word).toList()) + ", not \"" + text + "\"");
    }

    private static int number(Settings s, String key, int otherwise, int least) {
        return number(s, key, otherwise, least, 10_000_000);
    }

    private static int number(Settings s, String key, int otherwise, int least, int most) {
        long value = s.integer(key, otherwise);
        if (value < least || value > most) {
            String limit = String.format(Locale.ROOT, "%,d", most).replace(',', ' ');
            throw s.wrong(key, "between " + least + " and " + limit + ", not " + value);
        }
        return (int) value;
    }

    /// In what order the documents of a cluster are preferred: the greatest stays.
    ///
    /// @param source of the document
    /// @param characters of its text
    public long priority(String source, long characters) {
        int rank = prefer.indexOf(source);
        long first = rank < 0 ? 0 : prefer.size() - rank;
        return first << LENGTH_BITS | (keep == Keep.LONGEST ? characters : 0);
    }

    private static final int MOST_BANDS = 10_000; // signatures count them in 16 bits
    private static final int MOST_ROWS = 1_000; // all hash functions of a text in 40 MB
    private static final int LENGTH_BITS = 40; // more characters than a text can have

    /// True when the first document of a cluster in the order of the plan stays, whatever it is.
    public boolean keepsFirst() {
        return keep == Keep.FIRST && prefer.isEmpty();
    }
}
