package eu.socle.data.judge.profile;

import eu.socle.data.judge.gopher.DolmaGopher;
import eu.socle.data.policy.Amount;
import eu.socle.data.policy.Rule;
import eu.socle.data.policy.Rule.Side;
import java.util.ArrayList;
import java.util.List;

/// The limits that Dolma's mixer sets on the attributes of `gopher_v1` (configuration dolma-v1_6).
/// Its taggers write five digits after the point, and the mixer compares those. Its rules for the
/// most frequent n-grams name attributes that its tagger does not write; here they name those that
/// it does.
final class DolmaRules {

    private static final String STEP = "gopher_rules";
    private static final int DIGITS = 5; // TAGGER_SCORE_PRECISION
    private static final double[] TOP = {0.20, 0.18, 0.16};
    private static final double[] REPEATED = {0.15, 0.14, 0.13, 0.12, 0.11, 0.10};

    private DolmaRules() {}

    static List<Rule> all(DolmaGopher gopher) {
        List<Rule> rules = new ArrayList<>();
        rules.add(limit(gopher, "word_count", Side.BELOW, 50, "minimum_word_count"));
        rules.add(limit(gopher, "word_count", Side.ABOVE, 100_000, "maximum_word_count"));
        rules.add(limit(gopher, "median_word_length", Side.BELOW, 3, "minimum_median_word_length"));
        rules.add(
                limit(gopher, "median_word_length", Side.ABOVE, 10, "maximum_median_word_length"));
        rules.add(above(gopher, "symbol_to_word_ratio", 0.1));
        rules.add(below(gopher, "fraction_of_words_with_alpha_character", 0.8));
        rules.add(below(gopher, "required_word_count", 2));
        rules.add(above(gopher, "fraction_of_lines_starting_with_bullet_point", 0.9));
        rules.add(above(gopher, "fraction_of_lines_ending_with_ellipsis", 0.3));
        rules.add(above(gopher, "fraction_of_duplicate_lines", 0.3));
        rules.add(above(gopher, "fraction_of_characters_in_duplicate_lines", 0.3));
        for (int n = 2; n <= 4; n++) {
            rules.add(above(gopher, DolmaGopher.ngram(n), TOP[n - 2]));
        }
        for (int n = 5; n <= 10; n++) {
            rules.add(above(gopher, DolmaGopher.ngram(n), REPEATED[n - 5]));
        }
        return rules;
    }

    private static Rule above(DolmaGopher gopher, String name, double limit) {
        return limit(gopher, name, Side.ABOVE, limit, name);
    }

    private static Rule below(DolmaGopher gopher, String name, double limit) {
        return limit(gopher, name, Side.BELOW, limit, name);
    }

    private static Rule limit(
            DolmaGopher gopher, String name, Side side, double limit, String key) {
        return new Rule.Limit(
                key, STEP, key, new Amount.Rounded(gopher.attribute(name), DIGITS), side, limit);
    }
}
