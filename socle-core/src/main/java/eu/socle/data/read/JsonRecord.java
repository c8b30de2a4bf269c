package eu.socle.data.read;

import eu.socle.data.rights.Signals;
import java.util.ArrayList;
import java.util.List;
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
    static JsonRecord of(String line, Fields fields) {
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
        Metadata metadata = new Metadata();
        for (String name : fields.licence()) {
            metadata.licence(string(root, name));
        }
        metadata.url(string(root, fields.url()));
        metadata.date(string(root, fields.date()));
        metadata.language(string(root, fields.language()));
        metadata.author(string(root, "author"));
        metadata.title(string(root, "title"));
        JsonNode headers = root.get("headers");
        if (headers != null && headers.isObject()) {
            List<Signals.Field> lines = new ArrayList<>();
            for (String name : headers.propertyNames()) {
                lines.add(new Signals.Field(name, scalar(headers.get(name))));
            }
            metadata.optOuts(metadata.signals().headers(lines));
        }
        return new Page(text.stringValue(), metadata);
    }

    private static String string(JsonNode root, String name) {
        JsonNode value = root.get(name);
        return value != null && value.isString() ? value.stringValue() : "";
    }

    /// A header's value; several field lines of one name (an array) are one line joined by commas
    /// (RFC 9110, 5.3).
    private static String scalar(JsonNode value) {
        if (value.isArray()) {
            StringBuilder joined = new StringBuilder();
            for (JsonNode item : value) {
                joined.append(joined.isEmpty() ? "" : ", ").append(scalar(item));
            }
            return joined.toString();
        }
        return value.isString()
                ? value.stringValue()
                : value.isNumber() ? value.numberValue().toString() : "";
    }
}
