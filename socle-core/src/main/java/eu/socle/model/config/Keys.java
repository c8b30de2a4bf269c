package eu.socle.model.config;

import eu.socle.core.Refusal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// The keys of one JSON object. Each must be asked for, or be known not to matter: at the end
/// [#refuseOthers] names the first that was not. `null` counts as absent.
final class Keys {

    /// Keys that cannot change what is computed.
    private static final Set<String> HARMLESS =
            Set.of(
                    "architectures",
                    "model_type",
                    "torch_dtype",
                    "dtype",
                    "bos_token_id",
                    "eos_token_id",
                    "pad_token_id",
                    "initializer_range",
                    "transformers_version",
                    "use_cache",
                    "pretraining_tp",
                    "attention_dropout",
                    "_name_or_path",
                    "name_or_path",
                    "_attn_implementation_autoset",
                    "tokenizer_class");

    private final JsonNode node;
    private final String path;
    private final Set<String> asked = new HashSet<>();

    /// @param path of the object within the file, ending in a dot; empty for the file itself
    Keys(JsonNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /// Refuses the first key that nobody asked for.
    void refuseOthers() {
        for (String key : node.propertyNames()) {
            if (!asked.contains(key) && !(path.isEmpty() && HARMLESS.contains(key))) {
                throw Refusal.failure(
                        "the key \""
                                + path
                                + key
                                + "\" is unknown and could change the mathematics.");
            }
        }
    }

    boolean has(String key) {
        asked.add(key);
        return node.hasNonNull(key);
    }

    /// True when the key stands there, even with the value null.
    boolean states(String key) {
        asked.add(key);
        return node.has(key);
    }

    int whole(String key) {
        asked.add(key);
        return whole(node.path(key), key, 1);
    }

    int whole(String key, int otherwise) {
        return has(key) ? whole(key) : otherwise;
    }

    /// A whole number from 0.
    int count(String key, int otherwise) {
        return has(key) ? whole(node.path(key), key, 0) : otherwise;
    }

    private int whole(JsonNode value, String key, int least) {
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < least) {
            throw Refusal.failure(
                    "\"" + path + key + "\" must be a whole number from " + least + ".");
        }
        return value.intValue();
    }

    double positive(String key) {
        asked.add(key);
        JsonNode value = node.path(key);
        if (!value.isNumber()
                || !(value.doubleValue() > 0)
                || Double.isInfinite(value.doubleValue())) {
            throw Refusal.failure("\"" + path + key + "\" must be a number above 0.");
        }
        return value.doubleValue();
    }

    double positive(String key, double otherwise) {
        return has(key) ? positive(key) : otherwise;
    }

    /// A finite number, where it is stated.
    OptionalDouble number(String key) {
        if (!has(key)) {
            return OptionalDouble.empty();
        }
        JsonNode value = node.get(key);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw Refusal.failure("\"" + path + key + "\" must be a number.");
        }
        return OptionalDouble.of(value.doubleValue());
    }

    boolean flag(String key, boolean otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        if (!node.get(key).isBoolean()) {
            throw Refusal.failure("\"" + path + key + "\" must be true or false.");
        }
        return node.get(key).booleanValue();
    }

    String text(String key, String otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        if (!node.get(key).isString()) {
            throw Refusal.failure("\"" + path + key + "\" must be a word.");
        }
        return node.get(key).stringValue();
    }

    /// A list, each element read by a function that gets nothing for one it cannot read.
    private <T> Optional<List<T>> list(
            String key, String of, Function<JsonNode, Optional<T>> element) {
        if (!has(key)) {
            return Optional.empty();
        }
        JsonNode value = node.get(key);
        List<T> list =
                value.isArray()
                        ? value.valueStream().map(element).flatMap(Optional::stream).toList()
                        : List.of();
        if (!value.isArray() || list.size() != value.size()) {
            throw Refusal.failure("\"" + path + key + "\" must be a list of " + of + ".");
        }
        return Optional.of(list);
    }

    Optional<List<String>> words(String key) {
        return list(
                key,
                "words",
                e -> e.isString() ? Optional.of(e.stringValue()) : Optional.<String>empty());
    }

    Optional<List<Integer>> numbers(String key) {
        return list(
                key,
                "whole numbers",
                e ->
                        e.isIntegralNumber() && e.canConvertToInt()
                                ? Optional.of(e.intValue())
                                : Optional.<Integer>empty());
    }

    /// An object of its own.
    Optional<Keys> object(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        if (!node.get(key).isObject()) {
            throw Refusal.failure("\"" + path + key + "\" must be an object.");
        }
        return Optional.of(new Keys(node.get(key), path + key + "."));
    }

    /// The id of a token: the first, where several are stated.
    Optional<Integer> id(String key) {
        JsonNode value = node.path(key);
        JsonNode id = value.isArray() && !value.isEmpty() ? value.get(0) : value;
        return id.isIntegralNumber() ? Optional.of(id.intValue()) : Optional.empty();
    }

    /// Refuses any value of a key but this word.
    void only(String key, String expected) {
        String found = text(key, expected);
        if (!found.equals(expected)) {
            throw unsupported(key, "\"" + found + "\"", "\"" + expected + "\"");
        }
    }

    /// Refuses any value of a flag but this.
    void only(String key, boolean expected) {
        if (flag(key, expected) != expected) {
            throw unsupported(key, String.valueOf(!expected), String.valueOf(expected));
        }
    }

    /// Refuses any number but this.
    void only(String key, double expected) {
        double found = number(key).orElse(expected);
        if (found != expected) {
            throw unsupported(key, String.valueOf(found), String.valueOf(expected));
        }
    }

    /// Takes note of keys that matter only to training by other tools.
    void ignore(String... keys) {
        asked.addAll(List.of(keys));
    }

    private Refusal unsupported(String key, String found, String expected) {
        return Refusal.failure(
                "\""
                        + path
                        + key
                        + "\" "
                        + found
                        + " is not supported; supported: "
                        + expected
                        + ".");
    }
}
