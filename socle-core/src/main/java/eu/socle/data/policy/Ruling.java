package eu.socle.data.policy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A [Policy] whose rules know at which places of a [Schema] their annotations stand. Fixed, and
/// shared by all workers.
public final class Ruling {

    /// @param places of the names that the rule reads, in their order; -1 for one that nobody
    ///   measures
    private record Placed(Rule rule, int[] places) {}

    private final List<Placed> rules;
    private final Map<String, List<Placed>> byLanguage = new HashMap<>();
    private final int language;

    Ruling(Policy policy, Schema schema) {
        rules = placed(policy.rules(), schema);
        policy.byLanguage().forEach((name, list) -> byLanguage.put(name, placed(list, schema)));
        language = schema.place(Policy.LANGUAGE).orElse(-1);
    }

    private static List<Placed> placed(List<Rule> rules, Schema schema) {
        List<Placed> placed = new ArrayList<>();
        for (Rule rule : rules) {
            int[] places =
                    rule.names().stream().mapToInt(name -> schema.place(name).orElse(-1)).toArray();
            placed.add(new Placed(rule, places));
        }
        return List.copyOf(placed);
    }

    /// What becomes of a document.
    ///
    /// @throws IllegalArgumentException if the annotations lack a name that a rule reads: a figure
    ///   that nobody measured decides nothing
    public Decision decide(Annotations annotations) {
        for (Placed rule : rulesOf(annotations)) {
            Decision decision = decide(rule, annotations);
            if (decision instanceof Decision.Drop) {
                return decision;
            }
        }
        return Decision.Keep.INSTANCE;
    }

    /// As [#decide(Annotations)] with the rules of one step alone.
    public Decision decide(Annotations annotations, String step) {
        for (Placed rule : rulesOf(annotations)) {
            if (!step.equals(rule.rule.step())) {
                continue;
            }
            Decision decision = decide(rule, annotations);
            if (decision instanceof Decision.Drop) {
                return decision;
            }
        }
        return Decision.Keep.INSTANCE;
    }

    private List<Placed> rulesOf(Annotations annotations) {
        return byLanguage.isEmpty()
                ? rules
                : byLanguage.getOrDefault(
                        annotations.text(measured(language, Policy.LANGUAGE)), rules);
    }

    private static int measured(int place, String name) {
        if (place < 0) {
            throw new IllegalArgumentException("no annotation " + name + ", which a rule reads");
        }
        return place;
    }

    private static Decision decide(Placed rule, Annotations annotations) {
        return switch (rule.rule) {
            case Rule.Limit limit -> beyond(limit, rule.places, annotations);
            case Rule.Earliest earliest -> earliest(earliest, rule.places, annotations);
            case Rule.OneOf oneOf -> {
                String value = annotations.text(measured(rule.places[0], oneOf.name()));
                yield oneOf.values().contains(value)
                        ? Decision.Keep.INSTANCE
                        : new Decision.Drop(
                                oneOf.step(), oneOf.reason(), oneOf.name() + " is " + value);
            }
        };
    }

    private static Decision beyond(Rule.Limit rule, int[] places, Annotations annotations) {
        double value =
                switch (rule.amount()) {
                    case Amount.Value one -> value(annotations, places[0], one.name());
                    case Amount.Rounded one ->
                            rounded(value(annotations, places[0], one.name()), one.digits());
                    case Amount.Ratio ratio ->
                            ratio(
                                    value(annotations, places[0], ratio.numerator()),
                                    value(annotations, places[1], ratio.denominator()));
                };
        // an absent amount is NaN and passes both comparisons
        boolean drops =
                switch (rule.side()) {
                    case BELOW -> value < rule.limit();
                    case ABOVE -> value > rule.limit();
                };
        return drops
                ? new Decision.Drop(
                        rule.step(),
                        rule.reason(),
                        rule.amount().written()
                                + " is "
                                + brief(value)
                                + (rule.side() == Rule.Side.BELOW ? ", below " : ", above ")
                                + brief(rule.limit()))
                : Decision.Keep.INSTANCE;
    }

    /// The double nearest to the decimal number that the exact value rounds to.
    private static double rounded(double value, int digits) {
        return Double.isFinite(value)
                ? new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).doubleValue()
                : value;
    }

    private static double ratio(double numerator, double denominator) {
        return numerator == 0 && denominator == 0 ? 0 : numerator / denominator;
    }

    private static Decision earliest(Rule.Earliest rule, int[] places, Annotations annotations) {
        Rule.@Nullable Finding first = null;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < places.length; i++) {
            Rule.Finding finding = rule.findings().get(i);
            int place = measured(places[i], finding.name());
            if (annotations.has(place) && annotations.count(place) < least) {
                least = annotations.count(place);
                first = finding;
            }
        }
        return first == null
                ? Decision.Keep.INSTANCE
                : new Decision.Drop(rule.step(), first.reason(), first.name() + " is " + least);
    }

    private static double value(Annotations annotations, int place, String name) {
        return annotations.has(measured(place, name)) ? annotations.decimal(place) : Double.NaN;
    }

    /// Whole numbers as such, others to four decimals.
    private static String brief(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(Math.round(value * 1e4) / 1e4);
    }
}
