package eu.socle.data.language;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import java.util.ArrayList;
import java.util.List;

/// Multinomial logistic regression by stochastic gradient descent, one thread, fixed order: the
/// same text gives the same model, bit for bit, on any machine.
///
/// An example is a cut of 1 to 24 words of one passage, so that the model learns words, pairs and
/// sentences alike. Languages take turns, each goes through its passages in an order that the seed
/// gives, as often as needed: all weigh the same however much text they have. Rows learn at the
/// rate of AdaGrad (Duchi, Hazan, Singer 2011), one accumulator a row, decayed linearly to nothing.
///
/// @param features how text becomes buckets
/// @param examplesPerLanguage how many cuts
/// @param rate of learning at the start
/// @param smallest weights below this many steps of a scale become zero, which the file is smaller
///   by
/// @param rare languages that take every third turn only: what is seldom written must show itself
///   more clearly than its large neighbours
/// @param seed of the order
public record LanguageTraining(
        Features features,
        int examplesPerLanguage,
        double rate,
        double smallest,
        List<String> rare,
        Seed seed) {

    private static final int RARE = 3; // prior odds of 1 to 3, 1.1 in logits

    public LanguageTraining {
        rare = List.copyOf(rare);
    }

    /// What the default model was made with.
    public static LanguageTraining usual() {
        return new LanguageTraining(
                new Features(2, 4, 16), 60_000, 1, 3, Languages.REGIONAL, new Seed(7));
    }

    /// Trains.
    ///
    /// @throws Refusal usage, for more than 250 languages
    public LanguageModel train(TrainingText text) {
        List<String> languages = List.copyOf(text.passages().keySet());
        if (languages.size() > 250) {
            throw Refusal.usage(languages.size() + " languages are too many; 250 are the most.");
        }
        Regression regression = new Regression(features.buckets(), languages.size());
        List<Cuts> cuts = new ArrayList<>();
        text.passages()
                .forEach((language, passages) -> cuts.add(new Cuts(passages, seed.of(language))));
        Scratch scratch = new Scratch();
        int[] all = new int[Cuts.MOST_FEATURES];
        for (int round = 0; round < examplesPerLanguage; round++) {
            double now = rate * (1 - (double) round / examplesPerLanguage);
            for (int turn = 0; turn < languages.size(); turn++) {
                int language = (int) seed.of(round).permute(languages.size(), turn);
                if (round % RARE != 0 && rare.contains(languages.get(language))) {
                    continue;
                }
                int n = cuts.get(language).next(features, scratch, all);
                if (n > 0) {
                    regression.learn(all, n, language, now);
                }
            }
        }
        return regression.quantised(languages, features, digest(text), smallest);
    }

    private Digest digest(TrainingText text) {
        return Digest.of(
                String.join(
                        "\n",
                        text.digest().hex(),
                        features.shortest() + " " + features.longest() + " " + features.bits(),
                        examplesPerLanguage + " " + rate + " " + smallest + " " + seed.key(),
                        String.join(" ", rare)));
    }
}
