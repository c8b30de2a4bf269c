package eu.socle.data.describe;

import eu.socle.core.Manifest;
import eu.socle.data.describe.Census.Sum;
import eu.socle.data.describe.Description.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A dataset in the words of Croissant 1.1 and of its RAI vocabulary (MLCommons). What nobody
/// stated is left out or says so; nothing is guessed.
final class Croissant {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Facts facts;
    private final ObjectNode root = JSON.objectNode();

    private Croissant(Facts facts) {
        this.facts = facts;
    }

    /// The whole document.
    static ObjectNode of(Facts facts, List<Columns> columns) {
        Croissant croissant = new Croissant(facts);
        croissant.head();
        croissant.distribution();
        croissant.records(columns);
        croissant.responsible();
        return croissant.root;
    }

    private void head() {
        root.set("@context", context());
        root.put("@type", "sc:Dataset");
        root.set(
                "conformsTo",
                texts(
                        List.of(
                                "http://mlcommons.org/croissant/1.1",
                                "http://mlcommons.org/croissant/RAI/1.0")));
        root.put("name", facts.name());
        root.put(
                "description",
                facts.census().all().documents()
                        + " documents ("
                        + facts.census().all().bytes()
                        + " bytes of text in UTF-8), each with its source, its licence and the opt-out signals found. Commitment (Merkle root): "
                        + facts.commitment().root()
                        + ".");
        root.put("version", facts.manifest().digest().hex());
        root.set(
                "license",
                texts(
                        facts.census().licences().keySet().stream()
                                .map(licence ->
                                        licence.equals("unknown")
                                                ? "unknown"
                                                : "https://spdx.org/licenses/" + licence + ".html")
                                .toList()));
        root.set("inLanguage", texts(List.copyOf(facts.census().languages().keySet())));
    }

    private static ObjectNode context() {
        ObjectNode context = JSON.objectNode();
        Map.of(
                        "@language", "en",
                        "@vocab", "https://schema.org/",
                        "sc", "https://schema.org/",
                        "cr", "http://mlcommons.org/croissant/",
                        "rai", "http://mlcommons.org/croissant/RAI/",
                        "dct", "http://purl.org/dc/terms/",
                        "conformsTo", "dct:conformsTo")
                .forEach(context::put);
        for (String term :
                List.of(
                        "column",
                        "extract",
                        "field",
                        "fileProperty",
                        "fileObject",
                        "fileSet",
                        "includes",
                        "recordSet",
                        "source",
                        "key")) {
            context.put(term, "cr:" + term);
        }
        ObjectNode dataType = context.putObject("dataType");
        dataType.put("@id", "cr:dataType");
        dataType.put("@type", "@vocab");
        return context;
    }

    private void distribution() {
        ArrayNode files = root.putArray("distribution");
        for (Manifest.Entry entry : facts.manifest().files()) {
            if (entry.path().endsWith(".parquet")) {
                ObjectNode file = files.addObject();
                file.put("@type", "cr:FileObject");
                file.put("@id", entry.path());
                file.put("name", entry.path());
                file.put("contentUrl", entry.path());
                file.put("contentSize", entry.bytes() + " B");
                file.put("encodingFormat", "application/vnd.apache.parquet");
                file.put("sha256", entry.sha256().hex());
            }
        }
        ObjectNode set = files.addObject();
        set.put("@type", "cr:FileSet");
        set.put("@id", "parts");
        set.put("name", "parts");
        set.put("encodingFormat", "application/vnd.apache.parquet");
        set.put("includes", "part-*.parquet");
    }

    private void records(List<Columns> columns) {
        ObjectNode documents = root.putArray("recordSet").addObject();
        documents.put("@type", "cr:RecordSet");
        documents.put("@id", "documents");
        documents.put("name", "documents");
        documents.putObject("key").put("@id", "documents/id");
        ArrayNode fields = documents.putArray("field");
        for (Columns column : columns) {
            ObjectNode field = fields.addObject();
            field.put("@type", "cr:Field");
            field.put("@id", "documents/" + column.name());
            field.put("name", column.name());
            field.put("dataType", column.type());
            ObjectNode source = field.putObject("source");
            source.putObject("fileSet").put("@id", "parts");
            source.putObject("extract").put("column", column.name());
        }
    }

    private void responsible() {
        Census census = facts.census();
        rai("dataCollection", "Documents of the sources " + sums(census.sources()) + ".");
        rai(
                "dataCollectionTimeframe",
                census.earliest().isEmpty()
                        ? "No document states when it was fetched."
                        : census.earliest()
                                + " to "
                                + census.latest()
                                + "; "
                                + census.undated()
                                + " documents state no date.");
        rai(
                "dataCollectionMissingData",
                facts.count("documents.failed")
                        + " documents could not be read; "
                        + facts.count("documents.erased")
                        + " were erased on request.");
        rai(
                "dataPreprocessingProtocol",
                facts.count("documents.in")
                        + " documents were read, "
                        + facts.count("documents.dropped")
                        + " dropped by rules of rights, language, quality and duplication; the settings have the digest "
                        + facts.manifest().config()
                        + ".");
        rai(
                "dataManipulationProtocol",
                facts.count("documents.edited")
                        + " documents were edited: personal data was replaced by placeholders.");
        rai(
                "personalSensitiveInformation",
                "Masked occurrences by type: "
                        + counts(census.personal())
                        + ". Names, health and opinions were not looked for.");
        rai(
                "dataLimitations",
                "That no opt-out signal was found is not a permission. Signals in kept documents: "
                        + counts(census.signals())
                        + ".");
        rai(
                "dataBiases",
                "Documents by language: "
                        + sums(census.languages())
                        + ". No other bias was measured.");
        rai(
                "dataReleaseMaintenancePlan",
                "Documents are erased on request; each erasure gives a new version that names the one before by its digest.");
    }

    private void rai(String property, String text) {
        root.put("rai:" + property, text);
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

    private static ArrayNode texts(List<String> texts) {
        ArrayNode array = JSON.arrayNode();
        new ArrayList<>(texts).forEach(array::add);
        return array;
    }
}
