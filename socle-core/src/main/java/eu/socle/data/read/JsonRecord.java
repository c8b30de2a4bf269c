package eu.socle.data.read;

import eu.socle.data.read.page.Fields;
import eu.socle.data.read.page.Metadata;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
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
                                            .maxNestingDepth(1_000)
                                            .maxNameLength(1 << 20)
                                            .maxNumberLength(5_000)
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
        } catch (StreamConstraintsException e) {
            return new NotJson("is nested too deep, or has a name or number that is too long");
        } catch (JacksonException e) {
            // the parser's own message may quote the record
            var at = e.getLocation();
            return new NotJson(
                    at == null ? "is not JSON" : "is not JSON at column " + at.getColumnNr());
        }
        JsonNode text = text(root, fields.text());
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

    /// The field of that name, or the one inside others that a name with dots means.
    private static @Nullable JsonNode text(JsonNode root, String name) {
        JsonNode field = root.get(name);
        int dot = field == null ? name.indexOf('.') : -1;
        if (dot < 0) {
            return field;
        }
        JsonNode inner = root.get(name.substring(0, dot));
        return inner == null ? null : text(inner, name.substring(dot + 1));
    }

    private static String string(JsonNode root, String name) {
        JsonNode value = root.get(name);
        return value != null && value.isString() ? value.stringValue() : "";
    }
}
