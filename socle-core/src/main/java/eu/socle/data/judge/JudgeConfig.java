package eu.socle.data.judge;

import eu.socle.core.Refusal;
import eu.socle.core.Settings;
import eu.socle.data.judge.profile.Profile;
import eu.socle.data.judge.web.Addresses;
import eu.socle.data.judge.web.BadWords;
import eu.socle.data.language.Languages;
import eu.socle.data.policy.Amount;
import eu.socle.data.policy.Policy;
import eu.socle.data.policy.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The quality section of a recipe: a profile, its thresholds, rules left out, and lists that the
/// user gives as files.
///
/// @param profile whose formulas and limits
/// @param limits thresholds by the keys of the rules, defaults filled in
/// @param without reasons that no document is dropped for
/// @param removesLines true when kept documents lose the lines that the C4 rules remove
/// @param statistics true when the plain statistics are measured too
/// @param addresses kind of list -> file
/// @param badWords language -> file
/// @param thresholds folder of the FineWeb-2 thresholds; empty in other profiles
public record JudgeConfig(
        Profile profile,
        SortedMap<String, Double> limits,
        List<String> without,
        boolean removesLines,
        boolean statistics,
        SortedMap<String, String> addresses,
        SortedMap<String, String> badWords,
        String thresholds) {

    /// Kinds of lists of addresses.
    static final List<String> ADDRESS_LISTS =
            List.of(
                    "domains",
                    "addresses",
                    "banned-words",
                    "soft-words",
                    "sub-words",
                    "public-suffixes");

    /// Our own profile with its thresholds.
    public static final JudgeConfig NATIVE = from(Settings.empty("native", "quality"));

    public JudgeConfig {
        limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
        without = List.copyOf(without);
        addresses = Collections.unmodifiableSortedMap(new TreeMap<>(addresses));
        badWords = Collections.unmodifiableSortedMap(new TreeMap<>(badWords));
    }

    /// Reads the section.
    ///
    /// @throws Refusal usage, for an unknown profile, key or reason
    public static JudgeConfig from(Settings s) {
        Profile profile = profile(s);
        SortedMap<String, String> addresses = addresses(s.section("addresses"));
        SortedMap<String, String> badWords = badWords(s);
        Policy defaults =
                policy(profile.policy(List.of()), !addresses.isEmpty(), !badWords.isEmpty());
        boolean removesLines = s.flag("remove-lines", false);
        if (removesLines && profile != Profile.DATATROVE) {
            throw s.wrong("remove-lines", "left out: only the datatrove profile removes lines");
        }
        String thresholds = s.text("thresholds", "");
        if (thresholds.isEmpty() == (profile == Profile.FINEWEB_2)) {
            throw s.wrong(
                    "thresholds",
                    "the folder of that project's files in the fineweb-2 profile, and left out in"
                            + " others");
        }
        JudgeConfig config =
                new JudgeConfig(
                        profile,
                        limits(s, defaults),
                        without(s, defaults),
                        removesLines,
                        s.flag("statistics", false),
                        addresses,
                        badWords,
                        thresholds);
        s.refuseOthers();
        return config;
    }

    /// The native profile with some thresholds of its own.
    public static JudgeConfig withLimits(SortedMap<String, Double> limits) {
        SortedMap<String, Double> all = new TreeMap<>(NATIVE.limits());
        all.putAll(limits);
        return new JudgeConfig(
                Profile.NATIVE, all, List.of(), false, false, new TreeMap<>(), new TreeMap<>(), "");
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

    private static SortedMap<String, String> addresses(Settings s) {
        SortedMap<String, String> files = new TreeMap<>();
        for (String kind : ADDRESS_LISTS) {
            if (s.has(kind)) {
                files.put(kind, s.text(kind));
            }
        }
        s.refuseOthers();
        return files;
    }

    private static SortedMap<String, String> badWords(Settings s) {
        SortedMap<String, String> files = new TreeMap<>();
        for (Settings list : s.sections("bad-words")) {
            String language = list.text("language");
            if (!Languages.ALL.contains(language)) {
                throw list.wrong(
                        "language",
                        "one of "
                                + String.join(", ", Languages.ALL)
                                + ", not \""
                                + language
                                + "\"");
            }
            if (files.put(language, list.text("file")) != null) {
                throw list.wrong("language", "a language that no other list has");
            }
            list.refuseOthers();
        }
        return files;
    }

    private static SortedMap<String, Double> limits(Settings s, Policy defaults) {
        SortedMap<String, Double> limits = new TreeMap<>();
        Map<String, Settings> sections = new HashMap<>();
        for (Rule rule : defaults.rules()) {
            if (rule instanceof Rule.Limit limit) {
                int dot = limit.key().indexOf('.');
                Settings section =
                        dot < 0
                                ? s
                                : sections.computeIfAbsent(
                                        limit.key().substring(0, dot), s::section);
                limits.put(
                        limit.key(),
                        section.decimal(limit.key().substring(dot + 1), limit.limit()));
            }
        }
        sections.values().forEach(Settings::refuseOthers);
        refuseNothing(s, defaults, limits);
        return limits;
    }

    /// Refuses a least that is greater than the most of the same figure: no text would be kept.
    private static void refuseNothing(
            Settings s, Policy defaults, SortedMap<String, Double> limits) {
        Map<Amount, String> least = new HashMap<>();
        for (Rule rule : defaults.rules()) {
            if (rule instanceof Rule.Limit limit && limit.side() == Rule.Side.BELOW) {
                least.put(limit.amount(), limit.key());
            }
        }
        for (Rule rule : defaults.rules()) {
            if (rule instanceof Rule.Limit limit && limit.side() == Rule.Side.ABOVE) {
                String below = least.get(limit.amount());
                if (below != null
                        && limits.getOrDefault(below, 0.0)
                                > limits.getOrDefault(limit.key(), 0.0)) {
                    throw s.wrong(
                            below, "at most what " + limit.key() + " is; no text would be kept");
                }
            }
        }
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

    /// The rules of lists around those of a profile: addresses first, bad words last.
    private static Policy policy(Policy profile, boolean addresses, boolean badWords) {
        SortedMap<String, List<Rule>> others = new TreeMap<>();
        profile.byLanguage()
                .forEach((language, rules) ->
                        others.put(language, around(rules, addresses, badWords)));
        return new Policy(
                profile.name(),
                profile.version(),
                around(profile.rules(), addresses, badWords),
                others,
                profile.removesLines());
    }

    private static List<Rule> around(List<Rule> rules, boolean addresses, boolean badWords) {
        List<Rule> all = new ArrayList<>(addresses ? Addresses.rules() : List.of());
        all.addAll(rules);
        all.addAll(badWords ? BadWords.rules() : List.of());
        return all;
    }

    /// The policy about natural text.
    ///
    /// @param rules of the profile
    Policy policy(Policy rules) {
        Policy policy = applied(policy(rules, !addresses.isEmpty(), !badWords.isEmpty()));
        return new Policy(
                policy.name(), policy.version(), policy.rules(), policy.byLanguage(), removesLines);
    }

    /// The policy about program text.
    Policy programPolicy() {
        return applied(policy(profile.programPolicy(), !addresses.isEmpty(), false));
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
