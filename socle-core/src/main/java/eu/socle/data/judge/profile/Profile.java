package eu.socle.data.judge.profile;

import eu.socle.data.judge.Chain;
import eu.socle.data.judge.english.EnglishWords;
import eu.socle.data.judge.english.MarkedSentences;
import eu.socle.data.judge.gopher.DatamapText;
import eu.socle.data.judge.gopher.DolmaGopher;
import eu.socle.data.judge.gopher.NativeText;
import eu.socle.data.judge.gopher.StopWordLists;
import eu.socle.data.judge.measure.Measure;
import eu.socle.data.judge.text.BareWords;
import eu.socle.data.judge.text.MarkSentences;
import eu.socle.data.judge.text.Scan;
import eu.socle.data.judge.text.UnicodeWords;
import eu.socle.data.judge.text.WhiteSpaceWords;
import eu.socle.data.policy.Policy;
import eu.socle.data.policy.Rule;
import java.util.ArrayList;
import java.util.List;

/// The named sets of formulas and limits. Pipelines compute different figures under the same names,
/// so none of them is "the" quality filter.
public enum Profile {
    /// Ours: the Gopher rules for every language that has a list of stop words.
    NATIVE("native"),
    /// The filters of datatrove for English.
    DATATROVE("datatrove"),
    /// The Gopher tagger of Dolma with the limits of its mixer.
    DOLMA("dolma"),
    /// The Gopher rules of AI2's datamap-rs.
    DATAMAP("datamap"),
    /// The filters of datatrove with the thresholds of FineWeb-2 by language, over Unicode words
    /// (that project has a tokenizer for each language).
    FINEWEB_2("fineweb-2");

    private final String word;

    Profile(String word) {
        this.word = word;
    }

    /// Its name in recipes.
    public String word() {
        return word;
    }

    /// What it measures, and after that what else is asked for.
    ///
    /// @param stopWords of the native profile and of FineWeb-2
    public Chain chain(Scan scan, StopWordLists stopWords, List<Measure> more) {
        return switch (this) {
            case NATIVE -> new Chain(scan, new BareWords(), with(more, new NativeText(stopWords)));
            case DATATROVE -> {
                EnglishWords words = new EnglishWords();
                yield new Chain(
                        scan,
                        words,
                        with(
                                more,
                                Datatrove.measures(
                                                scan,
                                                words,
                                                new MarkedSentences(words),
                                                StopWordLists.english())
                                        .toArray(Measure[]::new)));
            }
            case DOLMA ->
                    new Chain(
                            scan,
                            new WhiteSpaceWords(),
                            with(more, DolmaGopher.of(DolmaGopher.Lines.V1)));
            case DATAMAP -> new Chain(scan, new UnicodeWords(), with(more, new DatamapText()));
            case FINEWEB_2 -> {
                UnicodeWords words = new UnicodeWords();
                yield new Chain(
                        scan,
                        words,
                        with(
                                more,
                                Datatrove.measures(scan, words, new MarkSentences(), stopWords)
                                        .toArray(Measure[]::new)));
            }
        };
    }

    private static List<Measure> with(List<Measure> more, Measure... own) {
        List<Measure> all = new ArrayList<>(List.of(own));
        all.addAll(more);
        return all;
    }

    /// How it decides about natural text.
    ///
    /// @param languages codes to keep
    public Policy policy(List<String> languages) {
        List<Rule> rules = new ArrayList<>();
        rules.add(new Rule.OneOf("language", "language", Policy.LANGUAGE, languages));
        switch (this) {
            case NATIVE -> rules = NativeRules.all(languages);
            case DATATROVE -> rules.addAll(DatatroveRules.all());
            case DOLMA -> rules.addAll(DolmaRules.all(DolmaGopher.of(DolmaGopher.Lines.V1)));
            case DATAMAP -> rules.addAll(DatamapRules.all());
            case FINEWEB_2 -> {} // rules come from its files
        }
        return Policy.of(word, 1, rules);
    }

    /// How it decides about program text: by its length, where it has such a rule of its own.
    public Policy programPolicy() {
        return Policy.of(word + "-program", 1, this == NATIVE ? NativeRules.length() : List.of());
    }
}
