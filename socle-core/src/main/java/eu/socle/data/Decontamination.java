package eu.socle.data;

import eu.socle.core.Refusal;
import eu.socle.core.Settings;
import eu.socle.data.dedup.contamination.Item;
import eu.socle.data.dedup.contamination.ItemFile;
import eu.socle.data.dedup.contamination.Overlap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The decontaminate section of a recipe: documents that hold an example of an evaluation set are
/// not used.
///
/// @param items files of evaluation sets; none: nothing is looked for
/// @param ngram words per n-gram
/// @param threshold share of an item's weighted n-grams above which a document holds it
public record Decontamination(List<String> items, int ngram, double threshold) {

    /// Nothing is looked for.
    public static final Decontamination NONE = new Decontamination(List.of(), 5, 0.8);

    public Decontamination {
        items = List.copyOf(items);
    }

    /// Reads the section: `items`, `ngram`, `threshold`.
    ///
    /// @throws Refusal usage, for an unknown key or a value that cannot be meant
    static Decontamination from(Settings s) {
        List<String> items = s.texts("items", List.of());
        for (String key : List.of("ngram", "threshold")) {
            if (items.isEmpty() && s.has(key)) {
                throw s.wrong(key, "left out when items names no file: nothing is looked for");
            }
        }
        long ngram = s.integer("ngram", NONE.ngram);
        if (ngram < 2 || ngram > 50) {
            throw s.wrong("ngram", "between 2 and 50");
        }
        double threshold = s.decimal("threshold", NONE.threshold);
        if (!(threshold > 0 && threshold <= 1)) {
            throw s.wrong("threshold", "above 0 and at most 1");
        }
        s.refuseOthers();
        return new Decontamination(items, (int) ngram, threshold);
    }

    /// All items of all files.
    ///
    /// @throws Refusal usage, if a file cannot be read, or none of its items would be looked for
    List<Item> read(Path base) {
        List<Item> all = new ArrayList<>();
        for (String file : items) {
            List<Item> ofFile = ItemFile.read(base.resolve(file));
            if (ofFile.stream().noneMatch(Overlap::looksFor)) {
                throw Refusal.usage(
                        "the evaluation set "
                                + base.resolve(file)
                                + " has no item of 8 words or more, so nothing of it would be looked for; check that its fields are called \"query\" and \"label\", or leave it out of data.decontaminate.items.");
            }
            all.addAll(ofFile);
        }
        return all;
    }

    /// What is looked for, in numbers.
    record Reach(long items, long tooShort) {
        /// In words.
        String describe() {
            return String.format(
                    Locale.ROOT,
                    "evaluation sets: %d items are looked for%s",
                    items - tooShort,
                    tooShort == 0
                            ? "."
                            : ", " + tooShort + " are not, because they have fewer than 8 words.");
        }
    }

    /// How many items there are and are not looked for; empty without evaluation sets.
    Optional<Reach> reach(Path base) {
        if (items.isEmpty()) {
            return Optional.empty();
        }
        List<Item> all = read(base);
        long tooShort = all.stream().filter(item -> !Overlap.looksFor(item)).count();
        return Optional.of(new Reach(all.size(), tooShort));
    }

    /// What looks for the items.
    Overlap overlap(Path base) {
        return new Overlap(ngram, threshold, read(base));
    }

    /// A finding in words, without the text of the item.
    public static String words(Overlap.Finding finding) {
        return String.format(
                Locale.ROOT, "an example of %s, %.2f", finding.item().task(), finding.score());
    }
}
