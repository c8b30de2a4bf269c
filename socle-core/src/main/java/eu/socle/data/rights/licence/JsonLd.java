package eu.socle.data.rights.licence;

import eu.socle.data.rights.licence.PageLicence.Declaration;
import eu.socle.data.rights.licence.PageLicence.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jsoup.nodes.Element;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `license` in the JSON-LD of a page: of the page itself, or of a picture in it.
final class JsonLd {

    private static final int LARGEST = 1 << 20;
    private static final int MOST = 50;

    private static final JsonMapper MAPPER =
            new JsonMapper(
                    JsonFactory.builder()
                            .streamReadConstraints(
                                    StreamReadConstraints.builder().maxNestingDepth(60).build())
                            .build());

    private JsonLd() {}

    static List<Declaration> licences(Element script) {
        if (!script.attr("type").strip().toLowerCase(Locale.ROOT).startsWith("application/ld+json")
                || script.data().length() > LARGEST
                || !script.data().contains("license")) {
            return List.of();
        }
        List<Declaration> found = new ArrayList<>();
        try {
            node(MAPPER.readTree(script.data()), Scope.PAGE, found);
        } catch (JacksonException e) {
            found.add(
                    new Declaration(
                            "JSON-LD with the word license that is not JSON",
                            Scope.UNKNOWN,
                            "JSON-LD"));
        }
        return found;
    }

    /// Objects in a list or a graph stand for themselves; one inside another is a part of it.
    private static void node(JsonNode node, Scope scope, List<Declaration> found) {
        if (node.isArray()) {
            node.forEach(inner -> node(inner, scope, found));
        }
        if (!node.isObject() || found.size() >= MOST) {
            return;
        }
        Scope own = isPart(node.get("@type")) ? Scope.FRAGMENT : scope;
        for (String name : node.propertyNames()) {
            JsonNode value = node.get(name);
            switch (name) {
                case "license", "schema:license", "dct:license", "cc:license" ->
                        statement(value, own, found);
                case "@graph", "mainEntity", "mainEntityOfPage" -> node(value, scope, found);
                default -> node(value, Scope.FRAGMENT, found);
            }
        }
    }

    private static void statement(JsonNode value, Scope scope, List<Declaration> found) {
        if (value.isArray()) {
            value.forEach(inner -> statement(inner, scope, found));
        } else if (value.isString()) {
            found.add(new Declaration(value.stringValue(), scope, "JSON-LD license"));
        } else if (value.isObject()) {
            for (String name : new String[] {"@id", "url", "name"}) {
                JsonNode inner = value.get(name);
                if (inner != null && inner.isString()) {
                    found.add(new Declaration(inner.stringValue(), scope, "JSON-LD license"));
                    return;
                }
            }
        }
    }

    private static boolean isPart(@org.jspecify.annotations.Nullable JsonNode type) {
        if (type == null) {
            return false;
        }
        if (type.isArray()) {
            return type.size() > 0 && isPart(type.get(0));
        }
        return type.isString() && PageLicences.isPart(type.stringValue());
    }
}
