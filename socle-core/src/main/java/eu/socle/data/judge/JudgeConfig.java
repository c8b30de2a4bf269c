package eu.socle.data.judge;

import eu.socle.core.Refusal;
import eu.socle.core.Settings;
import eu.socle.data.judge.profile.Profile;
import eu.socle.data.policy.Policy;
import eu.socle.data.policy.Rule;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The quality section of a recipe: a profile, its thresholds, rules left out.
///
/// @param profile whose formulas and limits
/// @param limits thresholds by the keys of the profile's rules, defaults filled in
/// @param without reasons that no document is dropped for
/// @param removesLines true when kept documents lose the lines that the C4 rules remove
public record JudgeConfig(
        Profile profile,
        SortedMap<String, Double> limits,
        List<String> without,
        boolean removesLines) {

    /// Our own profile with its thresholds.
    public static final JudgeConfig NATIVE = from(Settings.empty("native", "quality"));

    public JudgeConfig {
        limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
        without = List.copyOf(without);
    }

    /// Reads the section.
    ///
    /// @throws Refusal usage, for an unknown profile, key or reason
    public static JudgeConfig from(Settings s) {
        Profile profile = profile(s);
        Policy defaults = profile.policy(List.of());
        SortedMap<String, Double> limits = new TreeMap<>();
        Set<Settings> sections = new HashSet<>();
        for (Rule rule : defaults.rules()) {
            if (rule instanceof Rule.Limit limit) {
                limit(s, limit, limits, sections);
            }
        }
        boolean removesLines = s.flag("remove-lines", false);
        if (removesLines && profile != Profile.DATATROVE) {
            throw s.wrong("remove-lines", "left out: only the datatrove profile removes lines");
        }
        JudgeConfig config =
                new JudgeConfig(profile, limits, without(s, defaults), removesLines);
        sections.forEach(Settings::refuseOthers);
        s.refuseOthers();
        return config;
    }

    private static Profile profile(Settings s) {
        String word = s.text("profile", Profile.NATIVE.word());
        for (Profile profile : Profile.values()) {
            if (profile.word().equals(word)) {
                return profile;
            }
        }
        List<String> words = List.of(Profile.values()).stream().map(Profile::word).toList();
        throw s.wrong("profile", String.join(" or ", words) + ", not \"" + word + "\"");
    }

    private static void limit(
            Settings s,
            Rule.Limit limit,
            SortedMap<String, Double> limits,
            Set<Settings> sections) {
        int dot = limit.key().indexOf('.');
        Settings section = dot < 0 ? s : s.section(limit.key().substring(0, dot));
        sections.add(section);
        String key = limit.key().substring(dot + 1);
        limits.put(limit.key(), section.decimal(key, limit.limit()));
    }

    private static List<String> without(Settings s, Policy policy) {
        List<String> without = s.texts("without", List.of());
        Set<String> reasons = new HashSet<>();
        policy.rules().forEach(rule -> reasons.addAll(rule.reasons()));
        for (String reason : without) {
            if (!reasons.contains(reason)) {
                throw s.wrong(
                        "without",
                        "a list of reasons of the profile ("
                                + String.join(", ", reasons.stream().sorted().toList())
                                + "), without \""
                                + reason
                                + "\"");
            }
        }
        return without;
    }

    /// The policy about natural text.
    ///
    /// @param languages codes to keep
    Policy policy(List<String> languages) {
        Policy policy = applied(profile.policy(languages));
        return new Policy(
                policy.name(), policy.version(), policy.rules(), policy.byLanguage(), removesLines);
    }

    /// The policy about program text.
    Policy programPolicy() {
        return applied(profile.programPolicy());
    }

    private Policy applied(Policy policy) {
        SortedMap<String, Double> own = new TreeMap<>();
        for (Rule rule : policy.rules()) {
            if (rule instanceof Rule.Limit limit && limits.containsKey(limit.key())) {
                own.put(limit.key(), limits.get(limit.key()));
            }
        }
        return policy.withLimits(own).without(Set.copyOf(without));
    }
}
