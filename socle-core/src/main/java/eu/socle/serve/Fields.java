package eu.socle.serve;

import eu.socle.core.Json;
import eu.socle.core.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The fields of a JSON object, asked for by name and type. A wrong type is refused with the
/// field's name; a field nobody asks for is ignored; null counts as absent.
final class Fields {

    private final JsonNode object;
    private final String path;

    private Fields(JsonNode object, String path) {
        this.object = object;
        this.path = path;
    }

    /// @throws ApiError if the bytes are not one JSON object in UTF-8
    static Fields of(byte[] body) {
        JsonNode node;
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            node = Json.parse(text, "The request body");
        } catch (CharacterCodingException e) {
            throw ApiError.invalid("The request body is not valid UTF-8.");
        } catch (Refusal e) {
            throw ApiError.invalid(String.valueOf(e.getMessage()));
        }
        return of(node, "");
    }

    /// @throws ApiError if the value is not an object
    static Fields of(JsonNode node, String path) {
        if (!(node instanceof ObjectNode)) {
            throw path.isEmpty()
                    ? ApiError.invalid("The request body must be a JSON object.")
                    : ApiError.field(path, "\"" + path + "\" must be an object.");
        }
        return new Fields(node, path);
    }

    Optional<JsonNode> value(String name) {
        JsonNode node = object.get(name);
        return node == null || node.isNull() ? Optional.empty() : Optional.of(node);
    }

    Optional<String> text(String name) {
        return value(name)
                .map(node -> {
                    if (!node.isString()) {
                        throw wrong(name, "a string");
                    }
                    return node.stringValue();
                });
    }

    boolean flag(String name) {
        return value(name)
                .map(node -> {
                    if (!node.isBoolean()) {
                        throw wrong(name, "true or false");
                    }
                    return node.booleanValue();
                })
                .orElse(false);
    }

    Optional<Long> integer(String name, long low, long high) {
        return value(name)
                .map(node -> {
                    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
                        throw wrong(name, "a whole number");
                    }
                    long number = node.longValue();
                    if (number < low || number > high) {
                        throw wrong(name, "from " + low + " to " + high + ", not " + number);
                    }
                    return number;
                });
    }

    double number(String name, double low, double high, double otherwise) {
        return value(name)
                .map(node -> {
                    if (!node.isNumber()) {
                        throw wrong(name, "a number");
                    }
                    double number = node.doubleValue();
                    if (!(number >= low && number <= high)) {
                        throw wrong(name, "from " + low + " to " + high + ", not " + number);
                    }
                    return number;
                })
                .orElse(otherwise);
    }

    /// A list of strings; one string counts as a list of one.
    List<String> texts(String name) {
        JsonNode node = value(name).orElse(null);
        if (node == null) {
            return List.of();
        }
        if (node.isString()) {
            return List.of(node.stringValue());
        }
        List<String> list = new ArrayList<>();
        for (JsonNode each : array(name, "a string or a list of strings")) {
            if (!each.isString()) {
                throw wrong(name, "a string or a list of strings");
            }
            list.add(each.stringValue());
        }
        return list;
    }

    /// The elements of a list; none when absent.
    List<JsonNode> array(String name, String expected) {
        JsonNode node = value(name).orElse(null);
        if (node == null) {
            return List.of();
        }
        if (!node.isArray()) {
            throw wrong(name, expected);
        }
        List<JsonNode> list = new ArrayList<>();
        for (JsonNode each : node) {
            list.add(each);
        }
        return list;
    }

    /// A nested object; absent means one without fields.
    Fields section(String name) {
        JsonNode node = value(name).orElse(null);
        return node == null
                ? new Fields(
                        tools.jackson.databind.node.JsonNodeFactory.instance.objectNode(),
                        path(name))
                : of(node, path(name));
    }

    List<String> names() {
        return List.copyOf(object.propertyNames());
    }

    ApiError wrong(String name, String expected) {
        return ApiError.field(path(name), "\"" + path(name) + "\" must be " + expected + ".");
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
