package eu.socle.data.judge.profile;

import eu.socle.data.judge.gopher.DatamapText;
import eu.socle.data.policy.Amount;
import eu.socle.data.policy.Rule;
import eu.socle.data.policy.Rule.Side;
import java.util.ArrayList;
import java.util.List;

/// The limits of AI2's datamap-rs (configuration all_dressed), in its order. Limits are float32 as
/// its comparisons are.
final class DatamapRules {

    private static final String REPETITION = "massive_web_repetition_filter";
    private static final float[] NGRAMS = {
        0.20f, 0.18f, 0.16f, 0.15f, 0.14f, 0.13f, 0.12f, 0.11f, 0.10f
    };

    private DatamapRules() {}

    static List<Rule> all() {
        List<Rule> rules = new ArrayList<>();
        rules.add(
                rule(
                        "page_len_filter",
                        "minimum_characters",
                        DatamapText.CHARACTERS,
                        Side.BELOW,
                        150));
        rules.add(rule("page_len_filter", "minimum_words", DatamapText.WORDS, Side.BELOW, 50));
        rules.add(rule("page_len_filter", "maximum_words", DatamapText.WORDS, Side.ABOVE, 100_000));
        rules.add(
                rule(
                        "word_len_filter",
                        "minimum_word_length",
                        DatamapText.MEAN_WORD_LENGTH,
                        Side.BELOW,
                        3));
        rules.add(
                rule(
                        "word_len_filter",
                        "maximum_word_length",
                        DatamapText.MEAN_WORD_LENGTH,
                        Side.ABOVE,
                        10));
        rules.add(
                rule(
                        "symbol_ratio_filter",
                        "symbols_per_word",
                        DatamapText.SYMBOLS,
                        Side.ABOVE,
                        0.1f));
        rules.add(
                rule("bullet_filter", "bullet_lines", DatamapText.BULLET_LINES, Side.ABOVE, 0.9f));
        rules.add(
                rule(
                        "ellipsis_line_ratio_filter",
                        "ellipsis_lines",
                        DatamapText.ELLIPSIS_LINES,
                        Side.ABOVE,
                        0.3f));
        rules.add(
                rule(
                        "alphabetic_word_ratio_filter",
                        "words_without_letters",
                        DatamapText.OTHER_WORDS,
                        Side.ABOVE,
                        0.2f));
        rules.add(rule("stop_word_filter", "stop_words", DatamapText.STOP_WORDS, Side.BELOW, 2));
        rules.add(rule(REPETITION, "repeated_lines", DatamapText.REPEATED_LINES, Side.ABOVE, 0.3f));
        rules.add(
                rule(
                        REPETITION,
                        "repeated_paragraphs",
                        DatamapText.REPEATED_PARAGRAPHS,
                        Side.ABOVE,
                        0.3f));
        rules.add(
                rule(
                        REPETITION,
                        "repeated_line_bytes",
                        DatamapText.REPEATED_LINE_BYTES,
                        Side.ABOVE,
                        0.2f));
        rules.add(
                rule(
                        REPETITION,
                        "repeated_paragraph_bytes",
                        DatamapText.REPEATED_PARAGRAPH_BYTES,
                        Side.ABOVE,
                        0.2f));
        for (int n = 2; n <= 10; n++) {
            rules.add(
                    rule(
                            REPETITION,
                            "repeated_" + n + "_gram_bytes",
                            DatamapText.ngram(n),
                            Side.ABOVE,
                            NGRAMS[n - 2]));
        }
        return rules;
    }

    private static Rule rule(String step, String reason, String name, Side side, double limit) {
        return Rule.Limit.of(step, reason, new Amount.Value(name), side, limit);
    }
}
