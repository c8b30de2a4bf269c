package eu.socle.data;

import eu.socle.core.Json;
import eu.socle.core.Settings;
import eu.socle.core.Settings.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The data section of a recipe, written as JSON.
public final class Recipes {

    private Recipes() {}

    public static DataConfig data(String json) {
        return DataConfig.from(settings("data", json));
    }

    /// Any section.
    public static Settings settings(String path, String json) {
        return settings(path, Json.parse(json.replace('\'', '"'), "recipe"));
    }

    private static Settings settings(String path, JsonNode node) {
        Map<String, Value> values = new LinkedHashMap<>();
        for (String name : node.propertyNames()) {
            values.put(name, value(path + "." + name, node.get(name)));
        }
        return new Settings("r.yaml", path, 1, values);
    }

    private static Value value(String path, JsonNode node) {
        if (node.isObject()) {
            return new Value.Section(settings(path, node), 1);
        }
        if (node.isArray()) {
            List<Value> items = new ArrayList<>();
            node.forEach(item -> items.add(value(path, item)));
            return new Value.Items(items, 1);
        }
        return new Value.Scalar(node.asString(), 1);
    }
}
