package eu.socle.data.rights.protocol;

import eu.socle.core.Rights.OptOut;
import eu.socle.core.Rights.Value;
import eu.socle.data.rights.robots.RobotsLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// AI preferences of the IETF working group (drafts of 2026-08-19, work in progress): a structured
/// dictionary in the HTTP field `Content-Usage` and in lines of that name of a robots file.
public record Aipref() implements Protocol {

    /// The category that decides about training.
    public static final String TRAIN = "train-ai";

    /// Categories of former drafts that held training or parts of it.
    private static final List<String> FORMER =
            List.of("ai", "all", "automated", "bots", "genai", "tdm", "train-genai");

    /// What a statement says of one category.
    ///
    /// @param value absent: nothing
    /// @param because why the value is unknown
    public record Preference(Optional<Value> value, String because) {

        static final Preference NONE = new Preference(Optional.empty(), "");
    }

    @Override
    public String family() {
        return "aipref";
    }

    @Override
    public String version() {
        return "drafts of 2026-08-19";
    }

    /// What a `Content-Usage` value says of a category. `y` allows, `n` disallows; a value that is
    /// no dictionary, or that gives the category anything else, is unknown.
    public static Preference preference(String contentUsage, String category) {
        Optional<Map<String, String>> members = StructuredDictionary.members(contentUsage);
        if (members.isEmpty()) {
            return new Preference(
                    Optional.of(Value.UNKNOWN), "it is no structured-field dictionary");
        }
        String word = members.get().get(category);
        if (word == null) {
            boolean older =
                    category.equals(TRAIN)
                            && FORMER.stream().anyMatch(k -> "n".equals(members.get().get(k)));
            return older
                    ? new Preference(
                            Optional.of(Value.UNKNOWN),
                            "it disallows a category of another draft, and training may be of it")
                    : Preference.NONE;
        }
        return switch (word) {
            case "n" -> new Preference(Optional.of(Value.DISALLOW), "");
            case "y" -> new Preference(Optional.of(Value.ALLOW), "");
            default -> new Preference(Optional.of(Value.UNKNOWN), category + " is neither y nor n");
        };
    }

    @Override
    public List<OptOut> header(String field, String value, Agents agents) {
        if (!field.equals("content-usage")) {
            return List.of();
        }
        Preference preference = preference(value, TRAIN);
        return preference.value().stream()
                .map(v ->
                        signal(
                                "header",
                                v,
                                preference.because(),
                                "Content-Usage: " + value.strip()))
                .toList();
    }

    /// The rules with the longest path that matches speak; of several with equally long paths all
    /// do. A path that must not be fetched has no preference.
    @Override
    public List<OptOut> robots(SiteRobots robots, String url, byte[] path) {
        List<OptOut> signals = new ArrayList<>();
        for (RobotsLine line : robots.file().outsideGroups()) {
            if (line.kind() == RobotsLine.Kind.CONTENT_USAGE) {
                signals.add(
                        signal(
                                "robots",
                                robots,
                                url,
                                line,
                                Value.UNKNOWN,
                                "it stands before any User-agent line"));
            }
        }
        List<RobotsLine> rules = robots.own().lines(RobotsLine.Kind.CONTENT_USAGE);
        if (rules.isEmpty()) {
            return signals;
        }
        RobotsLine crawl = robots.own().decides(path);
        if (crawl != null && crawl.kind() == RobotsLine.Kind.DISALLOW) {
            return List.of();
        }
        for (RobotsLine rule : mostSpecific(rules, path)) {
            Preference preference = preference(rule.value(), TRAIN);
            preference
                    .value()
                    .ifPresent(v ->
                            signals.add(
                                    signal("robots", robots, url, rule, v, preference.because())));
        }
        return signals;
    }

    /// The rules with the longest path among those that match.
    public static List<RobotsLine> mostSpecific(List<RobotsLine> rules, byte[] path) {
        List<RobotsLine> best = new ArrayList<>();
        for (RobotsLine rule : rules) {
            boolean shorter = !best.isEmpty() && rule.specificity() < best.getFirst().specificity();
            if (shorter || !rule.matches(path)) {
                continue;
            }
            if (!best.isEmpty() && rule.specificity() > best.getFirst().specificity()) {
                best.clear();
            }
            best.add(rule);
        }
        return best;
    }

    /// Any disallow, else any allow, else unknown (draft-ietf-aipref-vocab, section 5.1).
    @Override
    public Value combined(List<OptOut> signals) {
        return combinedValues(signals.stream().map(OptOut::value).toList());
    }

    /// As [#combined], of bare values; unknown when there are none.
    public static Value combinedValues(List<Value> values) {
        if (values.contains(Value.DISALLOW)) {
            return Value.DISALLOW;
        }
        if (values.contains(Value.CONDITIONAL)) { // no draft has it; were it said, it would hold
            return Value.CONDITIONAL;
        }
        return values.contains(Value.ALLOW) ? Value.ALLOW : Value.UNKNOWN;
    }
}
