package eu.socle.data.read;

import eu.socle.data.read.page.Fields;
import eu.socle.data.read.page.Metadata;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One line of a JSON Lines file: an object with `text` and, where known, `url`, `licence` (or
/// `license`), `date`, `language`, `headers`. The record's own id is not used: it need not be
/// unique.
sealed interface JsonRecord {

    record Page(String text, Metadata metadata) implements JsonRecord {}

    /// Not JSON from its first to its last character.
    record NotJson(String detail) implements JsonRecord {}

    /// JSON, but no document.
    record NoText(String detail) implements JsonRecord {}

    JsonMapper MAPPER =
            new JsonMapper(
                    JsonFactory.builder()
                            .streamReadConstraints(
                                    StreamReadConstraints.builder()
                                            .maxStringLength(FileReader.LARGEST_DOCUMENT)
                                            .maxNestingDepth(100)
                                            .build())
                            .build());

    /// Reads a line.
    ///
    /// @param fields what its fields are called
    /// @param metadata takes what the record says about itself
    static JsonRecord of(String line, Fields fields, Metadata metadata) {
        JsonNode root;
        try {
            root = MAPPER.readTree(line);
        } catch (JacksonException e) {
            // the parser's own message may quote the record
            var at = e.getLocation();
            return new NotJson(
                    at == null ? "is not JSON" : "is not JSON at column " + at.getColumnNr());
        }
        JsonNode text = root.get(fields.text());
        if (!root.isObject() || text == null || !text.isString()) {
            return new NoText("has no field \"" + fields.text() + "\" that is a string");
        }
        metadata.fields(fields, name -> string(root, name));
        JsonNode headers = root.get(StoredHeaders.FIELD);
        if (headers != null) {
            StoredHeaders.read(headers, metadata);
        }
        return new Page(text.stringValue(), metadata);
    }

    private static String string(JsonNode root, String name) {
        JsonNode value = root.get(name);
        return value != null && value.isString() ? value.stringValue() : "";
    }
}
