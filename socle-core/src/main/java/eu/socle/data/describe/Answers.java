package eu.socle.data.describe;

import eu.socle.data.describe.Census.Sum;
import eu.socle.data.describe.Description.Facts;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a dataset's own files answer to the questions of Croissant's RAI vocabulary. Social impact
/// and use cases are for people to answer.
final class Answers {

    private final SortedMap<String, String> answers = new TreeMap<>();
    private final Facts facts;
    private final Census census;

    private Answers(Facts facts) {
        this.facts = facts;
        this.census = facts.census();
    }

    /// The answers by property, without prefix.
    static SortedMap<String, String> of(Facts facts) {
        Answers answers = new Answers(facts);
        answers.collection();
        answers.processing();
        answers.annotation();
        answers.limits();
        return answers.answers;
    }

    private void collection() {
        answers.put("dataCollection", "Documents of the sources " + sums(census.sources()) + ".");
        answers.put(
                "dataCollectionType",
                "Existing documents were read from stored files, by the ending of their names: "
                        + sums(census.formats())
                        + ".");
        answers.put(
                "dataCollectionRawData",
                "What was read has the digest "
                        + facts.manifest().inputs().get("sources")
                        + "; each document names the file and the place in it that it was read from.");
        answers.put(
                "dataCollectionTimeframe",
                census.earliest().isEmpty()
                        ? "No document states when it was fetched or published."
                        : census.earliest()
                                + " to "
                                + census.latest()
                                + "; "
                                + census.undated()
                                + " documents state no date.");
        answers.put(
                "dataCollectionMissingData",
                facts.count("documents.failed")
                        + " documents could not be read; "
                        + facts.count("documents.erased")
                        + " were erased on request.");
    }

    private void processing() {
        answers.put(
                "dataPreprocessingProtocol",
                facts.count("documents.in")
                        + " documents were read, "
                        + facts.count("documents.dropped")
                        + " dropped by rules of rights, language, quality and duplication; the settings have the digest "
                        + facts.manifest().config()
                        + ".");
        answers.put(
                "dataImputationProtocol",
                "No value was imputed: what a document does not state is absent.");
        answers.put(
                "dataManipulationProtocol",
                facts.count("documents.edited")
                        + " documents were edited: personal data was replaced.");
        answers.put(
                "dataReleaseMaintenancePlan",
                "Documents are erased on request; each erasure gives a new version that names the one before by its digest.");
    }

    private void annotation() {
        answers.put(
                "dataAnnotationProtocol",
                "Figures about each document were computed by program; no person annotated while the dataset was made.");
        answers.put(
                "dataAnnotationPlatform", "None: no person annotated while the dataset was made.");
        answers.put(
                "dataAnnotationAnalysis",
                "The figures are functions of the text alone; the same text has the same figures.");
        answers.put(
                "annotationsPerItem",
                "None by people; one value of each figure for each document.");
        answers.put("annotatorDemographics", "No person annotated while the dataset was made.");
        answers.put(
                "machineAnnotationTools",
                "Socle: language, quality figures, personal data, duplicates; measures and policy have the digest "
                        + facts.manifest().inputs().get("judges")
                        + ".");
    }

    private void limits() {
        answers.put(
                "personalSensitiveInformation",
                "Masked occurrences by type: "
                        + counts(census.personal())
                        + ". Health and opinions were not looked for; names only where the recipe gives a list of names.");
        answers.put(
                "dataLimitations",
                "That no opt-out signal was found is not a permission. Signals in kept documents: "
                        + counts(census.signals())
                        + ".");
        answers.put(
                "dataBiases",
                "Documents by language: "
                        + sums(census.languages())
                        + ". No other bias was measured.");
    }

    private static String sums(Map<String, Sum> sums) {
        return sums.entrySet().stream()
                .map(sum ->
                        sum.getKey()
                                + " ("
                                + sum.getValue().documents()
                                + " documents, "
                                + sum.getValue().bytes()
                                + " bytes)")
                .collect(Collectors.joining(", "));
    }

    private static String counts(Map<String, Long> counts) {
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(count -> count.getKey() + " " + count.getValue())
                        .collect(Collectors.joining(", "));
    }
}
