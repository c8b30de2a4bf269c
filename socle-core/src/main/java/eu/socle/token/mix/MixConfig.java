package eu.socle.token.mix;

import eu.socle.core.Settings;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a recipe asks of the mixture.
///
/// @param sources source -> weight; empty: every source keeps the share it has
/// @param languages language -> weight; empty: the exponent decides
/// @param exponent a language that has n tokens weighs n to this power: 1 leaves the languages as
///   they are, 0 makes them equal, 0.3 is usual for models of many languages (Conneau et al. 2020)
/// @param repeats copies of a document by the size of its cluster of duplicates
/// @param mostCopies no group is read more often than this; the rest of its share goes to the
///   others
/// @param total tokens of the mixture; 0: as many as the training split has
public record MixConfig(
        SortedMap<String, Double> sources,
        SortedMap<String, Double> languages,
        double exponent,
        Repeats repeats,
        double mostCopies,
        long total) {

    /// Above so many copies of a document, repetition harms more than it helps (Muennighoff et al.
    /// 2023).
    private static final double MOST_COPIES = 4;

    /// Every document once.
    public static final MixConfig NONE =
            new MixConfig(new TreeMap<>(), new TreeMap<>(), 1, Repeats.NONE, MOST_COPIES, 0);

    public MixConfig {
        sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
        languages = Collections.unmodifiableSortedMap(new TreeMap<>(languages));
    }

    /// True when every document is read once.
    public boolean none() {
        return equals(NONE);
    }

    /// Reads the section `token.mix`.
    ///
    /// @throws eu.socle.core.Refusal usage, naming file, line and key
    public static MixConfig from(Settings s) {
        SortedMap<String, Double> languages = weights(s, "languages");
        double exponent = s.decimal("exponent", 1);
        if (!(exponent >= 0 && exponent <= 1)) {
            throw s.wrong("exponent", "from 0 (languages alike) to 1 (as they are)");
        }
        if (s.has("exponent") && !languages.isEmpty()) {
            throw s.wrong("exponent", "left out where languages have weights of their own");
        }
        double mostCopies = s.decimal("most-copies", MOST_COPIES);
        if (!(mostCopies > 0 && mostCopies <= 1000)) {
            throw s.wrong("most-copies", "a number above 0 and at most 1000, not " + mostCopies);
        }
        long total = s.integer("total", 0);
        if (total < 0) {
            throw s.wrong("total", "a number of tokens, or left out for those there are");
        }
        MixConfig config =
                new MixConfig(
                        weights(s, "sources"),
                        languages,
                        exponent,
                        repeats(s.text("repeats", "none"), s),
                        mostCopies,
                        total);
        s.refuseOthers();
        return config;
    }

    private static Repeats repeats(String word, Settings s) {
        return switch (word) {
            case "none" -> Repeats.NONE;
            case "fineweb-2" -> Repeats.FINEWEB_2;
            default -> throw s.wrong("repeats", "none or fineweb-2, not \"" + word + "\"");
        };
    }

    private static SortedMap<String, Double> weights(Settings s, String key) {
        Settings section = s.section(key);
        SortedMap<String, Double> weights = new TreeMap<>();
        for (String name : section.keys()) {
            double weight = section.decimal(name);
            if (!(weight >= 0 && weight <= 1e9)) {
                throw section.wrong(name, "a weight of at least 0, in any unit");
            }
            weights.put(name, weight);
        }
        if (!weights.isEmpty() && weights.values().stream().allMatch(w -> w == 0)) {
            throw s.wrong(key, "weights of which at least one is above 0");
        }
        return weights;
    }
}
