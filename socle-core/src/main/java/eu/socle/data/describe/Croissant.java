package eu.socle.data.describe;

import eu.socle.core.Manifest;
import eu.socle.data.describe.Description.Facts;
import eu.socle.data.rights.licence.Spdx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A dataset in the words of Croissant 1.1 and of its RAI vocabulary (MLCommons). What nobody
/// stated is left out or says so; nothing is guessed.
final class Croissant {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /// Terms of Croissant that need no prefix.
    private static final List<String> TERMS =
            List.of(
                    "annotation",
                    "arrayShape",
                    "citeAs",
                    "column",
                    "containedIn",
                    "equivalentProperty",
                    "excludes",
                    "extract",
                    "field",
                    "fileObject",
                    "fileProperty",
                    "fileSet",
                    "format",
                    "includes",
                    "isArray",
                    "isLiveDataset",
                    "jsonPath",
                    "key",
                    "md5",
                    "parentField",
                    "readLines",
                    "recordSet",
                    "references",
                    "regex",
                    "sdVersion",
                    "separator",
                    "source",
                    "subField",
                    "transform",
                    "unArchive",
                    "value");

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
        Statement statement = facts.statement();
        root.set("@context", context());
        root.put("@type", "sc:Dataset");
        root.set(
                "conformsTo",
                texts(
                        List.of(
                                "http://mlcommons.org/croissant/1.1",
                                "http://mlcommons.org/croissant/RAI/1.0")));
        root.put("name", facts.about().name());
        root.put(
                "description",
                facts.census().all().documents()
                        + " documents ("
                        + facts.census().all().bytes()
                        + " bytes of text in UTF-8), each with its source, its licence and the opt-out signals found. Commitment (Merkle root): "
                        + facts.commitment().root()
                        + ". Manifest: "
                        + facts.manifest().digest()
                        + ".");
        root.set("license", licences());
        root.set("inLanguage", texts(List.copyOf(facts.census().languages().keySet())));
        stated("url", statement.url());
        stated("datePublished", statement.datePublished());
        stated("dateCreated", facts.about().dates().made());
        stated("dateModified", facts.about().dates().amended());
        stated("citeAs", statement.citeAs());
        root.put(
                "version",
                statement.version().isEmpty()
                        ? facts.manifest().digest().hex()
                        : statement.version());
        root.put("sdVersion", facts.manifest().digest().hex());
        root.put("isLiveDataset", false);
        if (!statement.creators().isEmpty()) {
            ArrayNode creators = root.putArray("creator");
            statement.creators().forEach(creator -> creators.add(organisation(creator)));
        }
        if (!statement.publisher().isEmpty()) {
            root.set("publisher", organisation(statement.publisher()));
        }
        if (!statement.keywords().isEmpty()) {
            root.set("keywords", texts(statement.keywords()));
        }
    }

    private void stated(String property, String value) {
        if (!value.isEmpty()) {
            root.put(property, value);
        }
    }

    /// People and organisations are not told apart by a name; Croissant allows both.
    private static ObjectNode organisation(String name) {
        return JSON.objectNode().put("@type", "sc:Organization").put("name", name);
    }

    /// That of the collection where somebody stated it, else those of the documents.
    private ArrayNode licences() {
        String collection = facts.statement().licence();
        ArrayNode licences = JSON.arrayNode();
        if (!collection.isEmpty()) {
            return licences.add(address(collection));
        }
        for (String licence : facts.census().licences().keySet()) {
            if (isListed(licence)) {
                licences.add(address(licence));
            } else {
                licences.add(
                        JSON.objectNode().put("@type", "sc:CreativeWork").put("name", licence));
            }
        }
        return licences;
    }

    private static boolean isListed(String licence) {
        return Spdx.identifier(licence).equals(Optional.of(licence))
                && !licence.startsWith("LicenseRef-");
    }

    private static String address(String licence) {
        return "https://spdx.org/licenses/" + licence + ".html";
    }

    /// The context that the specification recommends (its appendix 1).
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
        for (String term : TERMS) {
            context.put(term, "cr:" + term);
        }
        context.putObject("dataType").put("@id", "cr:dataType").put("@type", "@vocab");
        context.putObject("data").put("@id", "cr:data").put("@type", "@json");
        context.putObject("examples").put("@id", "cr:examples").put("@type", "@json");
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
        set.put("description", "The parts of the dataset, in the order of its documents.");
        set.put("encodingFormat", "application/vnd.apache.parquet");
        set.put("includes", "part-*.parquet");
    }

    private void records(List<Columns> columns) {
        ObjectNode documents = root.putArray("recordSet").addObject();
        documents.put("@type", "cr:RecordSet");
        documents.put("@id", "documents");
        documents.put("name", "documents");
        documents.put("description", "One record for each document that was kept.");
        documents.putObject("key").put("@id", "documents/id");
        ArrayNode fields = documents.putArray("field");
        for (Columns column : columns) {
            ObjectNode field = fields.addObject();
            field.put("@type", "cr:Field");
            field.put("@id", "documents/" + column.name());
            field.put("name", column.name());
            field.put("description", Columns.meaning(column.name()));
            field.put("dataType", column.type());
            ObjectNode source = field.putObject("source");
            source.putObject("fileSet").put("@id", "parts");
            source.putObject("extract").put("column", column.name());
        }
    }

    /// What the files answer themselves, behind what people answered; a question that neither
    /// answers is left out, and the datasheet names it.
    private void responsible() {
        Map<String, String> known = Answers.of(facts);
        for (String property : Statement.RAI) {
            String people = facts.statement().rai().getOrDefault(property, "");
            String files = known.getOrDefault(property, "");
            String both =
                    people.isEmpty() || files.isEmpty() ? people + files : people + " " + files;
            if (!both.isEmpty()) {
                root.put("rai:" + property, both);
            }
        }
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode array = JSON.arrayNode();
        texts.forEach(array::add);
        return array;
    }
}
