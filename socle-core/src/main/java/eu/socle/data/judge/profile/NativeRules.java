package eu.socle.data.judge.profile;

import static eu.socle.data.judge.gopher.NativeText.repeated;
import static eu.socle.data.judge.gopher.NativeText.top;

import eu.socle.data.judge.gopher.NativeText;
import eu.socle.data.policy.Amount;
import eu.socle.data.policy.Policy;
import eu.socle.data.policy.Rule;
import eu.socle.data.policy.Rule.Side;
import java.util.ArrayList;
import java.util.List;

/// The rules of our own profile, with the thresholds of the Gopher paper (arXiv 2112.11446,
/// appendix A.1). Length comes first, so that no other rule sees a text too short for its figures,
/// and language next.
public final class NativeRules {

    private static final double[] TOP = {0.20, 0.18, 0.16};
    private static final double[] REPEATED = {0.15, 0.14, 0.13, 0.12, 0.11, 0.10};

    private NativeRules() {}

    /// @param languages ISO 639-1 codes to keep
    static List<Rule> all(List<String> languages) {
        List<Rule> rules = new ArrayList<>(length());
        rules.add(new Rule.OneOf("language", "language", Policy.LANGUAGE, languages));
        Amount mean = new Amount.Value(NativeText.MEAN_WORD_LENGTH);
        rules.add(
                limit(
                        "minimum-mean-word-length",
                        "word-length",
                        "word_length",
                        mean,
                        Side.BELOW,
                        3));
        rules.add(
                limit(
                        "maximum-mean-word-length",
                        "word-length",
                        "word_length",
                        mean,
                        Side.ABOVE,
                        10));
        rules.addAll(symbols());
        rules.add(
                limit(
                        "minimum-stop-words",
                        "stop-words",
                        "stop_words",
                        new Amount.Value(NativeText.STOP_WORDS),
                        Side.BELOW,
                        2));
        rules.addAll(repetition());
        return rules;
    }

    /// For program text: its length alone.
    static List<Rule> length() {
        Amount words = new Amount.Value(NativeText.WORDS);
        return List.of(
                limit("minimum-words", "length", "too_short", words, Side.BELOW, 50),
                limit("maximum-words", "length", "too_long", words, Side.ABOVE, 100_000));
    }

    private static List<Rule> symbols() {
        return List.of(
                symbol("maximum-symbols-per-word", NativeText.HASHES, NativeText.TOKENS, 0.1),
                symbol("maximum-symbols-per-word", NativeText.ELLIPSES, NativeText.TOKENS, 0.1),
                symbol("maximum-bullet-lines", NativeText.BULLET_LINES, NativeText.LINES, 0.9),
                symbol("maximum-ellipsis-lines", NativeText.ELLIPSIS_LINES, NativeText.LINES, 0.3),
                limit(
                        "minimum-alphabetic-words",
                        "symbols",
                        "symbols",
                        new Amount.Ratio(NativeText.ALPHABETIC_TOKENS, NativeText.TOKENS),
                        Side.BELOW,
                        0.8));
    }

    private static Rule symbol(String key, String part, String all, double limit) {
        return limit(key, "symbols", "symbols", new Amount.Ratio(part, all), Side.ABOVE, limit);
    }

    private static List<Rule> repetition() {
        List<Rule> rules = new ArrayList<>();
        rules.add(repetition("paragraphs", NativeText.REPEATED_PARAGRAPHS, 0.3));
        rules.add(
                repetition("paragraph-characters", NativeText.REPEATED_PARAGRAPH_CHARACTERS, 0.2));
        rules.add(repetition("lines", NativeText.REPEATED_LINES, 0.3));
        rules.add(repetition("line-characters", NativeText.REPEATED_LINE_CHARACTERS, 0.2));
        for (int n = 2; n <= 4; n++) {
            rules.add(repetition("top-" + n + "-gram", top(n), TOP[n - 2]));
        }
        for (int n = 5; n <= 10; n++) {
            rules.add(repetition("duplicate-" + n + "-grams", repeated(n), REPEATED[n - 5]));
        }
        return rules;
    }

    private static Rule repetition(String key, String name, double limit) {
        return limit(
                "repetition." + key,
                "repetition",
                "repetition",
                new Amount.Value(name),
                Side.ABOVE,
                limit);
    }

    private static Rule limit(
            String key, String step, String reason, Amount amount, Side side, double limit) {
        return new Rule.Limit(key, step, reason, amount, side, limit);
    }
}
