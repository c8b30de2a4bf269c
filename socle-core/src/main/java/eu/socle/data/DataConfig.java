package eu.socle.data;

import eu.socle.core.Refusal;
import eu.socle.core.Settings;
import eu.socle.data.dedup.DedupConfig;
import eu.socle.data.describe.Statement;
import eu.socle.data.judge.JudgeConfig;
import eu.socle.data.judge.PersonalSettings;
import eu.socle.data.language.Languages;
import eu.socle.data.read.html.Extraction;
import eu.socle.data.read.page.Fields;
import eu.socle.data.read.plan.Source;
import eu.socle.data.read.store.Bucket;
import eu.socle.data.rights.RightsPolicy;
import eu.socle.data.rights.licence.Spdx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The data section of a recipe with every default filled in.
///
/// @param sources where documents come from
/// @param languages ISO 639-1 codes to keep, and `code` for program text
/// @param licences SPDX identifiers that are allowed
/// @param extraction what is kept of pages
/// @param quality profile and thresholds of the quality rules
/// @param rights what suffices to use a document
/// @param siteFiles folder of snapshots of robots.txt and the like; empty: only those of the crawl
/// @param personal what is masked
/// @param dedup how documents are compared with each other
/// @param decontamination evaluation sets whose examples are kept out
/// @param sample share of each source's documents that is used, by the source's name
/// @param exclude lists of what was erased and must not come back, files relative to the recipe
/// @param keepAnnotated true when everything that was read and measured stays, so that another
///   policy decides without the sources
/// @param shardDocuments documents per Parquet file
/// @param rowGroupDocuments documents per row group, the unit in which a file is read and rewritten
public record DataConfig(
        List<Source> sources,
        List<String> languages,
        List<String> licences,
        Extraction extraction,
        JudgeConfig quality,
        RightsPolicy rights,
        String siteFiles,
        PersonalSettings personal,
        DedupConfig dedup,
        Decontamination decontamination,
        SortedMap<String, Double> sample,
        List<String> exclude,
        boolean keepAnnotated,
        int shardDocuments,
        int rowGroupDocuments) {

    public DataConfig {
        sources = List.copyOf(sources);
        languages = List.copyOf(languages);
        licences = List.copyOf(licences);
        exclude = List.copyOf(exclude);
        sample = Collections.unmodifiableSortedMap(new TreeMap<>(sample));
    }

    /// The given sources, rules and sizes, and the usual of everything else.
    public static DataConfig of(
            List<Source> sources,
            List<String> languages,
            List<String> licences,
            JudgeConfig quality,
            DedupConfig dedup,
            int shardDocuments,
            int rowGroupDocuments) {
        return new DataConfig(
                sources,
                languages,
                licences,
                Extraction.STANDARD,
                quality,
                RightsPolicy.DEFAULT.withLicences(licences),
                "",
                PersonalSettings.STANDARD,
                dedup,
                Decontamination.NONE,
                new TreeMap<>(),
                List.of(),
                false,
                shardDocuments,
                rowGroupDocuments);
    }

    /// Reads the section.
    ///
    /// @throws Refusal usage, for an unknown key, a missing one or a value that cannot be meant
    public static DataConfig from(Settings s) {
        List<Source> sources = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Settings section : s.sections("sources")) {
            Source source = source(section);
            if (!names.add(source.name())) {
                throw section.wrong(
                        "name",
                        "a name that no other source has, not \"" + source.name() + "\" again");
            }
            sources.add(source);
        }
        if (sources.isEmpty()) {
            throw s.wrong("sources", "a list of at least one source");
        }
        List<String> licences = s.texts("licences", List.of());
        for (String licence : licences) {
            if (!Spdx.identifier(licence).equals(Optional.of(licence))) {
                throw s.wrong(
                        "licences",
                        "a list of SPDX identifiers, for example CC-BY-4.0; \""
                                + licence
                                + "\" is none known here");
            }
        }
        Settings rights = s.section("rights");
        String siteFiles = rights.text("snapshots", "");
        DataConfig config =
                new DataConfig(
                        sources,
                        languages(s),
                        licences,
                        extraction(s.section("extract")),
                        JudgeConfig.from(s.section("quality")),
                        RightsPolicy.from(rights, licences),
                        siteFiles,
                        PersonalSettings.from(s.section("personal")),
                        DedupConfig.from(s.section("dedup"), names),
                        Decontamination.from(s.section("decontaminate")),
                        sample(s.section("sample"), sources),
                        s.texts("exclude", List.of()),
                        s.flag("keep-annotated", false),
                        atLeastOne(s, "shard-documents", 50_000),
                        atLeastOne(s, "row-group-documents", 1_000));
        Statement.from(
                s.section("description")); // words about the dataset, no part of its settings
        s.refuseOthers();
        return config;
    }

    private static SortedMap<String, Double> sample(Settings s, List<Source> sources) {
        SortedMap<String, Double> shares = new TreeMap<>();
        for (Source source : sources) {
            if (s.has(source.name())) {
                double share = s.decimal(source.name());
                if (!(share >= 0 && share <= 1)) {
                    throw s.wrong(source.name(), "a share between 0 and 1");
                }
                shares.put(source.name(), share);
            }
        }
        s.refuseOthers();
        return shares;
    }

    private static Source source(Settings s) {
        String name = s.text("name");
        if (!name.matches("[a-z0-9][a-z0-9-]*")) {
            throw s.wrong("name", "made of a-z, 0-9 and -, not \"" + name + "\"");
        }
        @Nullable String licence = s.has("licence") ? s.text("licence") : null;
        if (licence != null && !Spdx.identifier(licence).equals(Optional.of(licence))) {
            throw s.wrong(
                    "licence",
                    "an SPDX identifier, for example CC-BY-4.0, not \"" + licence + "\"");
        }
        String language = s.text("language", "");
        if (!language.isEmpty() && !language.equals("code")) {
            throw s.wrong(
                    "language",
                    "\"code\" (program text) or left out, not \""
                            + language
                            + "\": the text of a page decides its language");
        }
        Source source =
                new Source(
                        name,
                        s.text("path"),
                        s.texts("include", List.of("**")),
                        s.texts("exclude", List.of()),
                        licence,
                        language.equals("code"),
                        Fields.USUAL.withText(s.text("text", Fields.USUAL.text())),
                        bucket(s));
        s.refuseOthers();
        return source;
    }

    private static Bucket bucket(Settings s) {
        Bucket d = Bucket.STANDARD;
        String endpoint = s.text("endpoint", d.endpoint());
        if (!endpoint.isEmpty()
                && !endpoint.startsWith("https://")
                && !endpoint.startsWith("http://")) {
            throw s.wrong(
                    "endpoint",
                    "an address, for example https://s3.gra.io.cloud.ovh.net, not \""
                            + endpoint
                            + "\"");
        }
        return new Bucket(
                endpoint, s.text("region", d.region()), s.flag("anonymous", d.anonymous()));
    }

    private static Extraction extraction(Settings s) {
        Extraction d = Extraction.STANDARD;
        Extraction extraction =
                new Extraction(
                        part(s, "tables", d.tables()),
                        part(s, "lists", d.lists()),
                        part(s, "code", d.code()),
                        part(s, "headings", d.headings()));
        s.refuseOthers();
        return extraction;
    }

    private static Extraction.Part part(Settings s, String key, Extraction.Part otherwise) {
        String word = s.text(key, otherwise.word());
        return Extraction.Part.of(word)
                .orElseThrow(() -> s.wrong(key, "keep, mark or drop, not \"" + word + "\""));
    }

    private static List<String> languages(Settings s) {
        List<String> languages = s.texts("languages", List.of());
        for (String language : languages) {
            if (!language.equals("code") && !Languages.ALL.contains(language)) {
                throw s.wrong(
                        "languages",
                        "a list of "
                                + String.join(", ", Languages.ALL)
                                + " and code, without \""
                                + language
                                + "\"");
            }
        }
        if (languages.isEmpty()) {
            throw s.wrong("languages", "a list of at least one language, for example [fr, de]");
        }
        return languages;
    }

    private static int atLeastOne(Settings s, String key, int otherwise) {
        long value = s.integer(key, otherwise);
        if (value < 1 || value > 10_000_000) {
            throw s.wrong(key, "between 1 and 10 000 000, not " + value);
        }
        return (int) value;
    }
}
