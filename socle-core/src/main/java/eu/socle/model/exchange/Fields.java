package eu.socle.model.exchange;

import eu.socle.core.Refusal;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// One object of a config.json that remembers what was asked for, so that the rest can be refused.
final class Fields {

    private static final int MOST = 1 << 30; // any size in a config is far below

    private final String where;
    private final JsonNode root;
    private final Set<String> asked = new HashSet<>();

    /// @param where named in refusals
    Fields(String where, JsonNode root) {
        this.where = where;
        this.root = root;
    }

    String where() {
        return where;
    }

    boolean has(String key) {
        asked.add(key);
        return root.hasNonNull(key);
    }

    JsonNode node(String key) {
        asked.add(key);
        return root.path(key);
    }

    int whole(String key) {
        JsonNode node = node(key);
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() > MOST) {
            throw wrong(key, "a whole number");
        }
        if (node.intValue() < 0) {
            throw wrong(key, "a whole number from 0");
        }
        return node.intValue();
    }

    int whole(String key, int otherwise) {
        return has(key) ? whole(key) : otherwise;
    }

    double real(String key) {
        JsonNode node = node(key);
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
            throw wrong(key, "a number");
        }
        return node.doubleValue();
    }

    double real(String key, double otherwise) {
        return has(key) ? real(key) : otherwise;
    }

    boolean flag(String key) {
        JsonNode node = node(key);
        if (has(key) && !node.isBoolean()) {
            throw wrong(key, "true or false");
        }
        return node.asBoolean(false);
    }

    String text(String key, String otherwise) {
        JsonNode node = node(key);
        if (has(key) && !node.isString()) {
            throw wrong(key, "a text");
        }
        return node.asString(otherwise);
    }

    /// Refuses every value but this one; a key that is missing has it.
    void must(String key, Object value) {
        if (!has(key)) {
            return;
        }
        JsonNode node = node(key);
        boolean equal =
                value instanceof Number number
                        ? node.isNumber() && node.doubleValue() == number.doubleValue()
                        : node.isValueNode() && node.asString().equals(String.valueOf(value));
        if (!equal) {
            throw cannot(key);
        }
    }

    /// Refuses whatever nobody asked for.
    void refuseRest(Set<String> harmless) {
        for (String key : root.propertyNames()) {
            if (!asked.contains(key) && !harmless.contains(key) && root.hasNonNull(key)) {
                throw Refusal.failure(
                        where
                                + ": the key \""
                                + key
                                + "\" is unknown and could change the mathematics.");
            }
        }
    }

    Refusal cannot(String key) {
        return Refusal.failure(
                where
                        + ": \""
                        + key
                        + "\" "
                        + node(key)
                        + " cannot be said in GGUF for this kind of model.");
    }

    private Refusal wrong(String key, String expected) {
        return Refusal.failure(
                where
                        + ": \""
                        + key
                        + "\" is "
                        + node(key)
                        + ", where "
                        + expected
                        + " was expected.");
    }
}
