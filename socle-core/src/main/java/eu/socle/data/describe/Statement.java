package eu.socle.data.describe;

import eu.socle.core.Settings;
import eu.socle.data.rights.licence.Spdx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What only people can say of a dataset: who publishes it, where, when, under which licence as a
/// collection, and what they answer to the questions of Croissant's RAI vocabulary. What they do
/// not say is empty here and named as missing wherever it is asked for.
///
/// @param url of the dataset's page
/// @param creators who made it
/// @param publisher who publishes it
/// @param datePublished day (ISO 8601)
/// @param version as people count it, for example 1.0.0
/// @param licence SPDX identifier of the collection; its documents keep their own
/// @param keywords free
/// @param citeAs how to cite it
/// @param provider whose rule cuts the list of domains; null when nobody said
/// @param rai answers by the property's name, without prefix
public record Statement(
        String url,
        List<String> creators,
        String publisher,
        String datePublished,
        String version,
        String licence,
        List<String> keywords,
        String citeAs,
        @Nullable ProviderSize provider,
        SortedMap<String, String> rai) {

    /// Nobody said anything.
    public static final Statement NONE =
            new Statement("", List.of(), "", "", "", "", List.of(), "", null, new TreeMap<>());

    /// The properties of Croissant's RAI vocabulary 1.0.
    static final List<String> RAI =
            List.of(
                    "dataCollection",
                    "dataCollectionType",
                    "dataCollectionMissingData",
                    "dataCollectionRawData",
                    "dataCollectionTimeframe",
                    "dataPreprocessingProtocol",
                    "dataImputationProtocol",
                    "dataManipulationProtocol",
                    "dataReleaseMaintenancePlan",
                    "personalSensitiveInformation",
                    "dataAnnotationProtocol",
                    "dataAnnotationPlatform",
                    "dataAnnotationAnalysis",
                    "annotationsPerItem",
                    "annotatorDemographics",
                    "machineAnnotationTools",
                    "dataSocialImpact",
                    "dataBiases",
                    "dataLimitations",
                    "dataUseCases");

    /// Who provides the model, for the rule that cuts the list of domains.
    public enum ProviderSize {
        LARGE,
        SME
    }

    public Statement {
        creators = List.copyOf(creators);
        keywords = List.copyOf(keywords);
        rai = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(rai));
    }

    /// Reads the section `description` of a recipe's data. It is no part of the recipe's digest:
    /// words about a dataset do not change it.
    ///
    /// @throws eu.socle.core.Refusal usage, for an unknown key or a value that cannot be meant
    public static Statement from(Settings s) {
        Statement statement =
                new Statement(
                        address(s),
                        s.texts("creators", List.of()),
                        s.text("publisher", ""),
                        day(s),
                        s.text("version", ""),
                        licence(s),
                        s.texts("keywords", List.of()),
                        s.text("cite-as", ""),
                        provider(s),
                        rai(s.section("rai")));
        s.refuseOthers();
        return statement;
    }

    private static String address(Settings s) {
        String url = s.text("url", "");
        if (!url.isEmpty() && !url.startsWith("https://") && !url.startsWith("http://")) {
            throw s.wrong("url", "the address of the dataset's page, not \"" + url + "\"");
        }
        return url;
    }

    private static String day(Settings s) {
        String day = s.text("date-published", "");
        if (!day.isEmpty() && !day.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
            throw s.wrong("date-published", "a day such as 2026-11-24, not \"" + day + "\"");
        }
        return day;
    }

    private static String licence(Settings s) {
        String licence = s.text("licence", "");
        if (!licence.isEmpty() && !Spdx.identifier(licence).equals(Optional.of(licence))) {
            throw s.wrong(
                    "licence",
                    "an SPDX identifier, for example ODC-By-1.0, not \"" + licence + "\"");
        }
        return licence;
    }

    private static @Nullable ProviderSize provider(Settings s) {
        return switch (s.text("provider", "")) {
            case "" -> null;
            case "large" -> ProviderSize.LARGE;
            case "sme" -> ProviderSize.SME;
            default -> throw s.wrong("provider", "large or sme (small or medium-sized)");
        };
    }

    private static SortedMap<String, String> rai(Settings s) {
        SortedMap<String, String> rai = new TreeMap<>();
        for (String property : RAI) {
            if (s.has(property)) {
                rai.put(property, s.text(property));
            }
        }
        s.refuseOthers();
        return rai;
    }

    /// What Croissant 1.1 requires and nobody stated, by the keys of a recipe.
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (url.isEmpty()) {
            missing.add("url");
        }
        if (creators.isEmpty()) {
            missing.add("creators");
        }
        if (datePublished.isEmpty()) {
            missing.add("date-published");
        }
        return missing;
    }
}
