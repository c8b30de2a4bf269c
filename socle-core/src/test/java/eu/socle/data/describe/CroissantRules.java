package eu.socle.data.describe;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import eu.socle.core.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The rules of the Croissant 1.1 specification (sections on datasets, resources, record sets,
/// fields, identifiers; appendix 1) and of its RAI vocabulary 1.0, for descriptions as we write
/// them.
final class CroissantRules {

    private static final List<String> REQUIRED =
            List.of(
                    "@context",
                    "@type",
                    "conformsTo",
                    "description",
                    "license",
                    "name",
                    "url",
                    "creator",
                    "datePublished",
                    "distribution");

    /// Of schema.org and Croissant, at the level of the dataset.
    private static final Set<String> OTHERS =
            Set.of(
                    "keywords",
                    "publisher",
                    "version",
                    "dateCreated",
                    "dateModified",
                    "sameAs",
                    "sdLicense",
                    "inLanguage",
                    "isLiveDataset",
                    "citeAs",
                    "sdVersion",
                    "recordSet");

    private static final Map<String, String> PREFIXES =
            Map.of(
                    "@vocab", "https://schema.org/",
                    "sc", "https://schema.org/",
                    "cr", "http://mlcommons.org/croissant/",
                    "rai", "http://mlcommons.org/croissant/RAI/",
                    "dct", "http://purl.org/dc/terms/");

    private static final Set<String> DATA_TYPES =
            Set.of("sc:Text", "sc:Integer", "sc:Float", "sc:Boolean", "sc:Date", "sc:URL");

    private final JsonNode root;
    private final Path dataset;
    private final List<String> faults = new ArrayList<>();
    private final Map<String, JsonNode> byId = new HashMap<>();

    private CroissantRules(JsonNode root, Path dataset) {
        this.root = root;
        this.dataset = dataset;
    }

    /// What a description does not satisfy, one line each.
    static List<String> faults(JsonNode root, Path dataset) throws IOException {
        CroissantRules rules = new CroissantRules(root, dataset);
        rules.context();
        rules.head();
        rules.identifiers(root);
        rules.distribution();
        rules.recordSets();
        rules.references(root);
        return rules.faults;
    }

    private void check(boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }

    private void context() {
        JsonNode context = root.path("@context");
        PREFIXES.forEach((prefix, iri) ->
                check(iri.equals(context.path(prefix).asString("")), "@context lacks " + prefix));
        check(
                context.path("conformsTo").asString("").equals("dct:conformsTo"),
                "@context lacks conformsTo");
        check(
                context.path("dataType").path("@id").asString("").equals("cr:dataType")
                        && context.path("dataType").path("@type").asString("").equals("@vocab"),
                "@context lacks dataType");
        Set<String> used = new HashSet<>();
        terms(root, used);
        for (String term : used) {
            boolean croissant =
                    Set.of(
                                    "recordSet",
                                    "field",
                                    "source",
                                    "extract",
                                    "column",
                                    "fileSet",
                                    "fileObject",
                                    "includes",
                                    "key",
                                    "citeAs",
                                    "isLiveDataset",
                                    "sdVersion",
                                    "containedIn")
                            .contains(term);
            check(
                    !croissant || context.path(term).asString("").equals("cr:" + term),
                    "@context lacks " + term);
        }
    }

    private static void terms(JsonNode node, Set<String> used) {
        if (node.isObject()) {
            for (String name : node.propertyNames()) {
                if (!name.equals("@context")) {
                    used.add(name);
                    terms(node.get(name), used);
                }
            }
        }
        node.forEach(child -> {
            if (node.isArray()) {
                terms(child, used);
            }
        });
    }

    private void head() {
        for (String property : REQUIRED) {
            JsonNode value = root.get(property);
            check(
                    value != null && !value.isNull() && !(value.isArray() && value.isEmpty()),
                    "required: " + property);
        }
        check(root.path("@type").asString("").equals("sc:Dataset"), "@type is no dataset");
        List<String> conforms =
                root.path("conformsTo").valueStream().map(v -> v.asString("")).toList();
        check(conforms.contains("http://mlcommons.org/croissant/1.1"), "conformsTo Croissant");
        boolean rai = false;
        for (String property : root.propertyNames()) {
            if (property.startsWith("rai:")) {
                rai = true;
                check(
                        Statement.RAI.contains(property.substring(4)),
                        "no property of RAI 1.0: " + property);
                check(!root.get(property).asString("").isBlank(), "empty: " + property);
            } else {
                check(
                        REQUIRED.contains(property) || OTHERS.contains(property),
                        "unknown property: " + property);
            }
        }
        check(
                !rai || conforms.contains("http://mlcommons.org/croissant/RAI/1.0"),
                "conformsTo RAI");
        check(
                root.path("datePublished")
                        .asString("2000-01-01")
                        .matches("[0-9]{4}-[0-9]{2}-[0-9]{2}.*"),
                "datePublished is no date");
        check(root.path("url").asString("https://").startsWith("http"), "url is no address");
        for (JsonNode creator : root.path("creator")) {
            String type = creator.path("@type").asString("");
            check(
                    Set.of("sc:Organization", "sc:Person").contains(type)
                            && !creator.path("name").asString("").isEmpty(),
                    "creator is nobody");
        }
        for (JsonNode licence : root.path("license")) {
            check(
                    licence.asString("").startsWith("https://")
                            || licence.path("@type").asString("").equals("sc:CreativeWork"),
                    "license is neither an address nor a work");
        }
    }

    /// An object with `@id` and anything else defines it; ids are unique.
    private void identifiers(JsonNode node) {
        if (node.isObject() && node.has("@id") && node.size() > 1 && node.has("@type")) {
            String id = node.get("@id").asString();
            boolean term = node.path("@type").asString("").startsWith("@");
            check(term || byId.put(id, node) == null, "defined twice: " + id);
        }
        node.forEach(this::identifiers);
    }

    private void references(JsonNode node) {
        if (node.isObject() && node.size() == 1 && node.has("@id")) {
            check(
                    byId.containsKey(node.get("@id").asString()),
                    "refers to nothing: " + node.get("@id").asString());
        }
        node.forEach(this::references);
    }

    private void distribution() throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonNode file : root.path("distribution")) {
            switch (file.path("@type").asString("")) {
                case "cr:FileObject" -> {
                    for (String property :
                            List.of("@id", "name", "contentUrl", "encodingFormat", "sha256")) {
                        check(file.has(property), "file object without " + property);
                    }
                    Path path = dataset.resolve(file.path("contentUrl").asString(""));
                    if (!Files.isRegularFile(path)) {
                        faults.add("file is not there: " + path);
                        continue;
                    }
                    check(
                            Digest.ofFile(path).hex().equals(file.path("sha256").asString("")),
                            "sha256 of " + path.getFileName());
                    check(
                            file.path("contentSize").asString("").equals(Files.size(path) + " B"),
                            "contentSize of " + path.getFileName());
                    names.add(file.path("contentUrl").asString(""));
                }
                case "cr:FileSet" -> {
                    String glob = file.path("includes").asString("");
                    check(
                            !glob.isEmpty()
                                    && names.stream()
                                            .allMatch(name ->
                                                    dataset.getFileSystem()
                                                            .getPathMatcher("glob:" + glob)
                                                            .matches(Path.of(name))),
                            "file set that does not include every part");
                }
                default -> faults.add("distribution holds neither a file object nor a file set");
            }
        }
    }

    private void recordSets() throws IOException {
        for (JsonNode records : root.path("recordSet")) {
            check(records.path("@type").asString("").equals("cr:RecordSet"), "no record set");
            String prefix = records.path("@id").asString("") + "/";
            Set<String> columns = columns();
            for (JsonNode field : records.path("field")) {
                String id = field.path("@id").asString("");
                check(field.path("@type").asString("").equals("cr:Field"), "no field: " + id);
                check(id.startsWith(prefix), "field outside its record set: " + id);
                check(
                        DATA_TYPES.contains(field.path("dataType").asString("")),
                        "data type of " + id);
                JsonNode source = field.path("source");
                check(
                        source.has("fileSet") || source.has("fileObject"),
                        "field without a source: " + id);
                String column = source.path("extract").path("column").asString("");
                check(columns.remove(column), "no such column: " + column);
            }
            check(columns.isEmpty(), "columns without a field: " + columns);
        }
    }

    private Set<String> columns() throws IOException {
        Set<String> columns = new HashSet<>();
        try (ParquetFileReader part =
                ParquetFileReader.open(InputFile.of(dataset.resolve("part-00000.parquet")))) {
            part.getFileSchema().getColumns().forEach(column -> columns.add(column.name()));
        }
        return columns;
    }
}
