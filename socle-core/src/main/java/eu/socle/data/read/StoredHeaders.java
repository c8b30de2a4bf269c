package eu.socle.data.read;

import eu.socle.core.Rights.OptOut;
import eu.socle.core.Rights.Value;
import eu.socle.data.read.page.Metadata;
import eu.socle.data.rights.Signals.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The HTTP fields that a record keeps beside its text: an object, a list of pairs, of objects with
/// `name` and `value`, or of lines, or the lines of an answer as one text. Whatever else stands
/// there is one signal that cannot be read: it may have been a reservation.
final class StoredHeaders {

    /// What the field or column is called.
    static final String FIELD = "headers";

    private static final String PROTOCOL = "stored-headers";

    private StoredHeaders() {}

    /// Reads the field of a JSON record.
    static void read(JsonNode node, Metadata metadata) {
        hand(fields(node, 0), node, metadata);
    }

    /// Reads the text of a column.
    static void read(String text, Metadata metadata) {
        hand(ofText(text, 0), text, metadata);
    }

    /// States that there is something that is not read here.
    static void unread(String what, Metadata metadata) {
        metadata.optOuts(
                List.of(
                        OptOut.of(
                                PROTOCOL,
                                "",
                                Value.UNKNOWN,
                                "the stored headers are not read in this form",
                                what)));
    }

    private static void hand(Optional<List<Field>> fields, Object found, Metadata metadata) {
        if (fields.isPresent()) {
            metadata.optOuts(metadata.signals().headers(fields.get()));
            return;
        }
        String words = found.toString();
        unread(words.length() > 80 ? words.substring(0, 80) + "..." : words, metadata);
    }

    private static Optional<List<Field>> fields(JsonNode node, int depth) {
        if (node.isNull()) {
            return Optional.of(List.of());
        }
        if (node.isString()) {
            return ofText(node.stringValue(), depth);
        }
        List<Field> fields = new ArrayList<>();
        if (node.isObject()) {
            for (String name : node.propertyNames()) {
                Optional<String> value = value(node.get(name));
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                fields.add(new Field(name, value.get()));
            }
            return Optional.of(fields);
        }
        if (!node.isArray()) {
            return Optional.empty();
        }
        for (JsonNode item : node) {
            Optional<Field> field = field(item);
            if (field.isEmpty()) {
                return Optional.empty();
            }
            fields.add(field.get());
        }
        return Optional.of(fields);
    }

    /// `["name", "value"]`, `{"name": .., "value": ..}` or `"name: value"`.
    private static Optional<Field> field(JsonNode item) {
        if (item.isString()) {
            return line(item.stringValue());
        }
        JsonNode name = item.isArray() && item.size() == 2 ? item.get(0) : item.get("name");
        JsonNode value = item.isArray() && item.size() == 2 ? item.get(1) : item.get("value");
        if (name == null || !name.isString() || value == null) {
            return Optional.empty();
        }
        return value(value).map(words -> new Field(name.stringValue(), words));
    }

    /// Several field lines of one name are one line joined by commas (RFC 9110, 5.3).
    private static Optional<String> value(JsonNode value) {
        if (value.isArray()) {
            List<String> parts = new ArrayList<>();
            for (JsonNode item : value) {
                Optional<String> part = item.isArray() ? Optional.empty() : value(item);
                if (part.isEmpty()) {
                    return Optional.empty();
                }
                parts.add(part.get());
            }
            return Optional.of(String.join(", ", parts));
        }
        if (value.isObject()) {
            return Optional.empty();
        }
        return Optional.of(value.isNull() ? "" : value.asString());
    }

    private static Optional<List<Field>> ofText(String text, int depth) {
        String words = text.strip();
        if (words.isEmpty()) {
            return Optional.of(List.of());
        }
        boolean json = words.charAt(0) == '{' || words.charAt(0) == '[';
        if (json && depth == 0) {
            try {
                return fields(JsonRecord.MAPPER.readTree(words), 1);
            } catch (JacksonException e) {
                return Optional.empty();
            }
        }
        return lines(words);
    }

    /// The lines of an answer, with or without its status line; a line that begins with a blank
    /// goes on with the one before.
    private static Optional<List<Field>> lines(String words) {
        List<Field> fields = new ArrayList<>();
        boolean first = true;
        for (String line : words.lines().toList()) {
            boolean status = first && line.regionMatches(true, 0, "HTTP/", 0, 5);
            first = false;
            if (status || line.isBlank()) {
                continue;
            }
            boolean folded = Character.isWhitespace(line.charAt(0)) && !fields.isEmpty();
            if (folded) {
                Field before = fields.removeLast();
                fields.add(new Field(before.name(), before.value() + " " + line.strip()));
                continue;
            }
            Optional<Field> field = line(line);
            if (field.isEmpty()) {
                return Optional.empty();
            }
            fields.add(field.get());
        }
        return Optional.of(fields);
    }

    private static Optional<Field> line(String line) {
        int colon = line.indexOf(':');
        return colon <= 0
                ? Optional.empty()
                : Optional.of(
                        new Field(
                                line.substring(0, colon).strip(),
                                line.substring(colon + 1).strip()));
    }
}
