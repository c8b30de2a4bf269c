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
    /// @throws Refusal usage, if a file cannot be read
    List<Item> read(Path base) {
        List<Item> all = new ArrayList<>();
        items.forEach(file -> all.addAll(ItemFile.read(base.resolve(file))));
        return all;
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
