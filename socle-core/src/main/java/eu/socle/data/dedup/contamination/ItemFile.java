package eu.socle.data.dedup.contamination;

import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Reads evaluation sets that a user gives: JSON Lines with `query` and `label` (`task` where
/// several sets share a file).
public final class ItemFile {

    private ItemFile() {}

    /// The items of a file in order.
    ///
    /// @throws Refusal usage, if it cannot be read or a line is no item; the line is named, never
    ///   quoted
    public static List<Item> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw Refusal.usage(
                    "the evaluation set "
                            + file
                            + " cannot be read; correct data.decontaminate.items.");
        }
        String name = String.valueOf(file.getFileName());
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            String where = file + ":" + (i + 1);
            JsonNode line = Json.parse(lines.get(i), where);
            String query = text(line, "query");
            String label = text(line, "label");
            if (query.isEmpty() && label.isEmpty()) {
                throw Refusal.usage(where + ": an item needs a text \"query\" or \"label\".");
            }
            String task = text(line, "task");
            items.add(new Item(task.isEmpty() ? name : task, query, label));
        }
        return List.copyOf(items);
    }

    private static String text(JsonNode line, String name) {
        JsonNode value = line.get(name);
        return value != null && value.isString() ? value.stringValue() : "";
    }

    /// Digest over all items, for what depends on them.
    public static Digest digest(List<Item> items) {
        return Json.digest(items);
    }
}
