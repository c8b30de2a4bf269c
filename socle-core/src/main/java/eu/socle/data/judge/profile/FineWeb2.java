package eu.socle.data.judge.profile;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import eu.socle.data.judge.gopher.StopWordLists;
import eu.socle.data.judge.gopher.WordList;
import eu.socle.data.policy.Policy;
import eu.socle.data.policy.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// The thresholds of FineWeb-2 by language (arXiv 2506.20920), read from that project's own files:
/// one YAML file for each language and script, for example `fra-latn.yml` or `fra_Latn.yml`. None
/// is shipped here.
///
/// @param languages language and script in lower case with a dash -> thresholds
/// @param digest of all files
public record FineWeb2(SortedMap<String, Thresholds> languages, Digest digest) {

    /// What one file says.
    ///
    /// @param languageScore least confidence of the language
    /// @param stopWords words of which [#LEAST_STOP_WORDS] must occur
    /// @param leastWordLength fewest code points per word on average
    /// @param mostWordLength most code points per word on average
    /// @param leastAlphabetic least share of words with a letter (the file calls it
    ///   `max_non_alpha_words_ratio`)
    /// @param leastPunctuated least share of lines that end in punctuation
    /// @param mostNewlines most newlines per word
    /// @param mostCopiedLines most copies among the lines
    /// @param top share of characters of the most frequent n-gram, by n
    /// @param repeated share of characters of repeated n-grams, by n
    public record Thresholds(
            double languageScore,
            List<String> stopWords,
            double leastWordLength,
            double mostWordLength,
            double leastAlphabetic,
            double leastPunctuated,
            double mostNewlines,
            double mostCopiedLines,
            SortedMap<Integer, Double> top,
            SortedMap<Integer, Double> repeated) {}

    private static final int LEAST_STOP_WORDS = 2;
    private static final double MOST_SHORT_LINES = 999; // the recipe turns the rule off
    private static final double MOST_COPIED_CHARACTERS = 0.1;

    /// Reads a folder of such files.
    ///
    /// @throws Refusal usage, if the folder holds none or one cannot be read
    public static FineWeb2 read(Path folder) {
        SortedMap<String, Thresholds> languages = new TreeMap<>();
        StringBuilder digests = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(FineWeb2::isThresholds).sorted().toList()) {
                String text = Files.readString(file);
                languages.put(key(nameOf(file)), thresholds(file, text));
                digests.append(nameOf(file)).append(' ').append(Digest.of(text)).append('\n');
            }
        } catch (IOException e) {
            throw Refusal.usage(
                    "The FineWeb-2 thresholds in " + folder + " cannot be read: " + e.getMessage());
        }
        if (languages.isEmpty()) {
            throw Refusal.usage(
                    "The folder "
                            + folder
                            + " holds no FineWeb-2 thresholds (files such as fra-latn.yml).");
        }
        return new FineWeb2(languages, Digest.of(digests.toString()));
    }

    /// The name of a language and script in any spelling: `fra_Latn` is `fra-latn`.
    public static String key(String language) {
        return language.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The same under ISO 639-1 codes, for the languages among these that have a file.
    public FineWeb2 forCodes(List<String> codes) {
        SortedMap<String, Thresholds> byCode = new TreeMap<>();
        for (String code : codes) {
            Thresholds thresholds = languages.get(file(code));
            if (thresholds != null) {
                byCode.put(code, thresholds);
            }
        }
        return new FineWeb2(byCode, digest);
    }

    /// `fr` is `fra-latn`: the code of three letters and the script in which the language is
    /// written.
    static String file(String code) {
        String three =
                switch (code) {
                    case "et" -> "ekk"; // standard Estonian
                    case "lv" -> "lvs"; // standard Latvian
                    default -> Locale.of(code).getISO3Language();
                };
        String script =
                switch (code) {
                    case "bg", "mk", "ru", "sr", "uk", "be" -> "cyrl";
                    case "el" -> "grek";
                    default -> "latn";
                };
        return three + "-" + script;
    }

    /// The rules of each language, keyed as the files are; a language without a file has none, and
    /// its documents are kept.
    public SortedMap<String, List<Rule>> rules() {
        SortedMap<String, List<Rule>> rules = new TreeMap<>();
        languages.forEach((language, thresholds) -> rules.put(language, rules(thresholds)));
        return rules;
    }

    /// A policy of these rules alone.
    public Policy policy() {
        return new Policy("fineweb-2", 1, List.of(), rules(), false);
    }

    /// A policy of these rules for documents in some languages; a language without a file has no
    /// other rule.
    public Policy policy(List<String> kept) {
        Rule language = new Rule.OneOf("language", "language", Policy.LANGUAGE, kept);
        SortedMap<String, List<Rule>> byLanguage = new TreeMap<>();
        rules().forEach((code, rules) -> {
            List<Rule> all = new ArrayList<>(List.of(language));
            all.addAll(rules);
            byLanguage.put(code, all);
        });
        return new Policy("fineweb-2", 1, List.of(language), byLanguage, false);
    }

    /// The stop words of each language.
    public StopWordLists stopWords() {
        SortedMap<String, WordList> lists = new TreeMap<>();
        languages.forEach((language, t) -> lists.put(language, new WordList(t.stopWords())));
        return new StopWordLists(lists, new WordList(List.of()));
    }

    private static List<Rule> rules(Thresholds t) {
        List<Rule> rules = new ArrayList<>();
        rules.add(DatatroveRules.copiedLines(t.mostCopiedLines()));
        t.top().forEach((n, limit) -> rules.add(DatatroveRules.top(n, limit)));
        t.repeated().forEach((n, limit) -> rules.add(DatatroveRules.repeated(n, limit)));
        rules.addAll(
                DatatroveRules.fineWebQuality(
                        t.leastPunctuated(),
                        MOST_SHORT_LINES,
                        MOST_COPIED_CHARACTERS,
                        t.mostNewlines()));
        SortedMap<String, Double> limits =
                new TreeMap<>(
                        Map.of(
                                "gopher_below_avg_threshold", t.leastWordLength(),
                                "gopher_above_avg_threshold", t.mostWordLength(),
                                "gopher_below_alpha_threshold", t.leastAlphabetic(),
                                "gopher_enough_stop_words", (double) LEAST_STOP_WORDS));
        rules.addAll(Policy.of("", 1, DatatroveRules.gopherQuality()).withLimits(limits).rules());
        return rules;
    }

    private static boolean isThresholds(Path file) {
        return file.getFileName().toString().endsWith(".yml");
    }

    private static String nameOf(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ".yml".length());
    }

    private static Thresholds thresholds(Path file, String text) {
        try {
            Object root = new Load(LoadSettings.builder().build()).loadFromString(text);
            if (!(root instanceof Map<?, ?> map)) {
                throw wrong(file, "a map of thresholds");
            }
            return new Thresholds(
                    number(file, map, "language_score"),
                    words(file, map),
                    number(file, map, "min_avg_word_length"),
                    number(file, map, "max_avg_word_length"),
                    number(file, map, "max_non_alpha_words_ratio"),
                    number(file, map, "line_punct_thr"),
                    number(file, map, "new_line_ratio"),
                    number(file, map, "dup_line_frac"),
                    byLength(file, map, "top_n_grams", 2, 4),
                    byLength(file, map, "dup_n_grams", 5, 10));
        } catch (YamlEngineException e) {
            throw Refusal.usage(file + " is not YAML: " + e.getMessage());
        }
    }

    private static double number(Path file, Map<?, ?> map, String key) {
        if (map.get(key) instanceof Number number) {
            return number.doubleValue();
        }
        throw wrong(file, "a number under " + key);
    }

    private static List<String> words(Path file, Map<?, ?> map) {
        if (!(map.get("stopwords") instanceof List<?> list)) {
            throw wrong(file, "a list under stopwords");
        }
        return list.stream().map(String::valueOf).distinct().toList();
    }

    private static SortedMap<Integer, Double> byLength(
            Path file, Map<?, ?> map, String key, int least, int most) {
        SortedMap<Integer, Double> limits = new TreeMap<>();
        if (map.get(key) instanceof List<?> pairs) {
            for (Object pair : pairs) {
                if (pair instanceof List<?> two
                        && two.size() == 2
                        && two.getFirst() instanceof Integer n
                        && two.getLast() instanceof Number limit
                        && n >= least
                        && n <= most) {
                    limits.put(n, limit.doubleValue());
                } else {
                    throw wrong(
                            file,
                            "pairs of a length from "
                                    + least
                                    + " to "
                                    + most
                                    + " and a limit under "
                                    + key);
                }
            }
            return limits;
        }
        throw wrong(file, "a list under " + key);
    }

    private static Refusal wrong(Path file, String expected) {
        return Refusal.usage(
                file + " is not a file of FineWeb-2 thresholds: it must have " + expected + ".");
    }
}
