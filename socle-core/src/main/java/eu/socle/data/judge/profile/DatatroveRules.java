package eu.socle.data.judge.profile;

import eu.socle.data.judge.gopher.GopherQuality;
import eu.socle.data.judge.gopher.GopherRepetition;
import eu.socle.data.judge.web.C4Paragraph;
import eu.socle.data.judge.web.C4Quality;
import eu.socle.data.judge.web.FineWebQuality;
import eu.socle.data.policy.Amount;
import eu.socle.data.policy.Rule;
import eu.socle.data.policy.Rule.Side;
import java.util.ArrayList;
import java.util.List;

/// The default rules of datatrove's filters, in its order and with its reasons.
public final class DatatroveRules {

    public static final String GOPHER_QUALITY = "gopher_quality";
    public static final String GOPHER_REPETITION = "gopher_repetition";
    public static final String C4_QUALITY = "c4_quality";
    public static final String C4_PARAGRAPH = "c4_paragraph";
    public static final String FINEWEB_QUALITY = "fineweb_quality";

    private static final double[] TOP = {0.20, 0.18, 0.16};
    private static final double[] REPEATED = {0.15, 0.14, 0.13, 0.12, 0.11, 0.10};

    private DatatroveRules() {}

    /// Gopher repetition, Gopher quality, C4 and FineWeb: the filters of FineWeb, in its order.
    static List<Rule> all() {
        List<Rule> rules = new ArrayList<>(gopherRepetition());
        rules.addAll(gopherQuality());
        rules.addAll(c4Quality());
        rules.addAll(fineWebQuality());
        return rules;
    }

    static List<Rule> gopherQuality() {
        String step = GOPHER_QUALITY;
        Amount mean =
                new Amount.Ratio(GopherQuality.CONTENT_CHARACTERS, GopherQuality.CONTENT_WORDS);
        return List.of(
                below(step, "gopher_short_doc", value(GopherQuality.CONTENT_WORDS), 50),
                above(step, "gopher_long_doc", value(GopherQuality.CONTENT_WORDS), 100_000),
                below(step, "gopher_below_avg_threshold", mean, 3),
                above(step, "gopher_above_avg_threshold", mean, 10),
                above(step, "gopher_too_many_hashes", perWord(GopherQuality.HASHES), 0.1),
                above(step, "gopher_too_many_ellipsis", perWord(GopherQuality.ELLIPSES), 0.1),
                above(step, "gopher_too_many_bullets", perLine(GopherQuality.BULLET_LINES), 0.9),
                above(
                        step,
                        "gopher_too_many_end_ellipsis",
                        perLine(GopherQuality.ELLIPSIS_LINES),
                        0.3),
                below(
                        step,
                        "gopher_below_alpha_threshold",
                        perWord(GopherQuality.ALPHABETIC_WORDS),
                        0.8),
                below(step, "gopher_enough_stop_words", value(GopherQuality.STOP_WORDS), 2));
    }

    static List<Rule> gopherRepetition() {
        String step = GOPHER_REPETITION;
        List<Rule> rules = new ArrayList<>();
        rules.add(
                above(
                        step,
                        "dup_para_frac",
                        new Amount.Ratio(
                                GopherRepetition.COPIED_PARAGRAPHS, GopherRepetition.PARAGRAPHS),
                        0.3));
        rules.add(
                above(
                        step,
                        "dup_para_char_frac",
                        perCharacter(GopherRepetition.COPIED_PARAGRAPH_CHARACTERS),
                        0.2));
        rules.add(copiedLines(0.3));
        rules.add(
                above(
                        step,
                        "dup_line_char_frac",
                        perCharacter(GopherRepetition.COPIED_LINE_CHARACTERS),
                        0.2));
        for (int n = 2; n <= 4; n++) {
            rules.add(top(n, TOP[n - 2]));
        }
        for (int n = 5; n <= 10; n++) {
            rules.add(repeated(n, REPEATED[n - 5]));
        }
        return rules;
    }

    static Rule copiedLines(double limit) {
        return above(
                GOPHER_REPETITION,
                "dup_line_frac",
                new Amount.Ratio(GopherRepetition.COPIED_LINES, GopherRepetition.LINES),
                limit);
    }

    static Rule top(int n, double limit) {
        return above(
                GOPHER_REPETITION,
                "top_" + n + "_gram",
                perCharacter(GopherRepetition.top(n)),
                limit);
    }

    static Rule repeated(int n, double limit) {
        return above(
                GOPHER_REPETITION,
                "duplicated_" + n + "_n_grams",
                perCharacter(GopherRepetition.repeated(n)),
                limit);
    }

    static List<Rule> c4Quality() {
        return List.of(
                new Rule.Earliest(
                        C4_QUALITY,
                        List.of(
                                new Rule.Finding("lorem_ipsum", C4Quality.LOREM_LINE),
                                new Rule.Finding("curly_bracket", C4Quality.BRACE_LINE))),
                below(C4_QUALITY, "too_few_sentences", value(C4Quality.SENTENCES), 5));
    }

    static List<Rule> c4Paragraph() {
        return List.of(below(C4_PARAGRAPH, "< 3 paragraphs", value(C4Paragraph.THIRD_LINE), 200));
    }

    static List<Rule> fineWebQuality() {
        return fineWebQuality(0.12, 0.67, 0.01, 0.3);
    }

    static List<Rule> fineWebQuality(
            double punctuated, double shortLines, double copied, double newlines) {
        String step = FINEWEB_QUALITY;
        return List.of(
                below(step, "empty", value(FineWebQuality.LINES), 1),
                below(
                        step,
                        "line_punct_ratio",
                        new Amount.Ratio(FineWebQuality.PUNCTUATED_LINES, FineWebQuality.LINES),
                        punctuated),
                above(
                        step,
                        "short_line_ratio",
                        new Amount.Ratio(FineWebQuality.SHORT_LINES, FineWebQuality.LINES),
                        shortLines),
                above(
                        step,
                        "char_dup_ratio",
                        new Amount.Ratio(
                                FineWebQuality.COPIED_CHARACTERS, FineWebQuality.CHARACTERS),
                        copied),
                above(
                        step,
                        "list_ratio",
                        new Amount.Ratio(FineWebQuality.NEWLINES, FineWebQuality.WORDS),
                        newlines));
    }

    static Rule below(String step, String reason, Amount amount, double limit) {
        return Rule.Limit.of(step, reason, amount, Side.BELOW, limit);
    }

    static Rule above(String step, String reason, Amount amount, double limit) {
        return Rule.Limit.of(step, reason, amount, Side.ABOVE, limit);
    }

    static Amount value(String name) {
        return new Amount.Value(name);
    }

    private static Amount perWord(String name) {
        return new Amount.Ratio(name, GopherQuality.WORDS);
    }

    private static Amount perLine(String name) {
        return new Amount.Ratio(name, GopherQuality.LINES);
    }

    private static Amount perCharacter(String name) {
        return new Amount.Ratio(name, GopherRepetition.CHARACTERS);
    }
}
