package eu.socle.data.policy;

import eu.socle.core.Digest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Ordered rules over annotations; the first that drops decides. Pure: the same annotations, the
/// same decision, in any year.
///
/// @param name profile it comes from
/// @param version changes whenever a rule is computed in another way
/// @param rules rules of every language that has none of its own
/// @param byLanguage rules of single languages
/// @param removesLines true when documents are kept without the lines that the C4 rules remove
public record Policy(
        String name,
        int version,
        List<Rule> rules,
        SortedMap<String, List<Rule>> byLanguage,
        boolean removesLines) {

    /// The annotation that a chain states the language in.
    public static final String LANGUAGE = "language";

    public Policy {
        rules = List.copyOf(rules);
        SortedMap<String, List<Rule>> copy = new TreeMap<>();
        byLanguage.forEach((language, list) -> copy.put(language, List.copyOf(list)));
        byLanguage = Collections.unmodifiableSortedMap(copy);
    }

    /// The same rules for every language.
    public static Policy of(String name, int version, List<Rule> rules) {
        return new Policy(name, version, rules, new TreeMap<>(), false);
    }

    /// The same rules with other thresholds, by the keys of the rules.
    ///
    /// @throws IllegalArgumentException for a key that no rule has
    public Policy withLimits(SortedMap<String, Double> limits) {
        Set<String> unknown = new HashSet<>(limits.keySet());
        List<Rule> changed = changed(rules, limits, unknown);
        SortedMap<String, List<Rule>> others = new TreeMap<>();
        byLanguage.forEach(
                (language, list) -> others.put(language, changed(list, limits, unknown)));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no rule has the threshold " + unknown);
        }
        return new Policy(name, version, changed, others, removesLines);
    }

    private static List<Rule> changed(
            List<Rule> rules, SortedMap<String, Double> limits, Set<String> unknown) {
        List<Rule> changed = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule instanceof Rule.Limit limit && limits.containsKey(limit.key())) {
                unknown.remove(limit.key());
                changed.add(limit.withLimit(limits.get(limit.key())));
            } else {
                changed.add(rule);
            }
        }
        return changed;
    }

    /// The same rules without those that give one of these reasons, and with or without the edit.
    public Policy without(Set<String> reasons) {
        SortedMap<String, List<Rule>> others = new TreeMap<>();
        byLanguage.forEach((language, list) -> others.put(language, without(list, reasons)));
        return new Policy(name, version, without(rules, reasons), others, removesLines);
    }

    private static List<Rule> without(List<Rule> rules, Set<String> reasons) {
        List<Rule> left = new ArrayList<>();
        for (Rule rule : rules) {
            switch (rule) {
                case Rule.Earliest earliest -> {
                    List<Rule.Finding> findings =
                            earliest.findings().stream()
                                    .filter(f -> !reasons.contains(f.reason()))
                                    .toList();
                    if (!findings.isEmpty()) {
                        left.add(new Rule.Earliest(earliest.step(), findings));
                    }
                }
                case Rule.Limit limit when reasons.contains(limit.reason()) -> {}
                case Rule.OneOf oneOf when reasons.contains(oneOf.reason()) -> {}
                case Rule.Limit limit -> left.add(limit);
                case Rule.OneOf oneOf -> left.add(oneOf);
            }
        }
        return left;
    }

    /// The same rules over annotations of a schema: their names are looked up here, once, and not
    /// for each document.
    public Ruling over(Schema schema) {
        return new Ruling(this, schema);
    }

    /// What becomes of one document; who has many asks [#over(Schema)].
    ///
    /// @throws IllegalArgumentException if the annotations lack a name that a rule reads
    public Decision decide(Annotations annotations) {
        return over(annotations.schema()).decide(annotations);
    }

    /// As [#decide(Annotations)] with the rules of one step alone.
    public Decision decide(Annotations annotations, String step) {
        return over(annotations.schema()).decide(annotations, step);
    }

    /// The steps, in the order in which they are asked.
    public List<String> steps() {
        List<String> steps = new ArrayList<>();
        for (Rule rule : allRules()) {
            if (!steps.contains(rule.step())) {
                steps.add(rule.step());
            }
        }
        return steps;
    }

    /// The annotations that any rule reads.
    public Set<String> names() {
        Set<String> names = new HashSet<>();
        allRules().forEach(rule -> names.addAll(rule.names()));
        return names;
    }

    private List<Rule> allRules() {
        List<Rule> all = new ArrayList<>(rules);
        byLanguage.values().forEach(all::addAll);
        return all;
    }

    /// The policy as text, one rule a line.
    public String written() {
        StringBuilder text = new StringBuilder(name + " " + version + "\n");
        text.append(removesLines ? "removes lines\n" : "");
        rules.forEach(rule -> text.append(rule.written()).append('\n'));
        for (Map.Entry<String, List<Rule>> entry : byLanguage.entrySet()) {
            text.append("language ").append(entry.getKey()).append('\n');
            entry.getValue().forEach(rule -> text.append(rule.written()).append('\n'));
        }
        return text.toString();
    }

    /// Digest of [#written()].
    public Digest digest() {
        return Digest.of(written());
    }
}
