package eu.socle.token.json;

import eu.socle.core.Refusal;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/// A tokenizer.json that is being read, and how it is refused.
///
/// @param file its path, for messages
record JsonFile(Path file, JsonNode root) {

    /// Refuses what was found unless the condition holds.
    void require(boolean holds, String found) {
        if (!holds) {
            throw refusal(found);
        }
    }

    /// What is thrown for something that is not known.
    Refusal refusal(String found) {
        return Refusal.failure(
                file
                        + " holds "
                        + found
                        + "; this version cannot encode with it as its makers do, use another tokenizer or convert it.");
    }

    /// A node as a message shows it.
    static String shown(JsonNode node) {
        String text = node.toString();
        return text.length() <= 300 ? text : text.substring(0, 300) + "...";
    }

    /// The `type` of a node, or nothing.
    static String type(JsonNode node) {
        return node.path("type").asString("");
    }

    /// True where there is nothing or null.
    static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
