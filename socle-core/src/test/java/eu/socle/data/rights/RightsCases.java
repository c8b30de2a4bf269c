package eu.socle.data.rights;

import eu.socle.Shared;
import eu.socle.core.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The cases of the rights corpora, by the shape of their input.
public final class RightsCases {

    private RightsCases() {}

    /// Every file of cases.
    public static List<Path> files() {
        try (Stream<Path> inside = Files.list(Shared.folder("corpora/rights"))) {
            List<Path> files = inside.filter(f -> f.toString().endsWith(".json")).sorted().toList();
            org.junit.jupiter.api.Assertions.assertFalse(files.isEmpty(), "no case");
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<JsonNode> cases(Path file) {
        try {
            List<JsonNode> cases = new ArrayList<>();
            Json.parse(Files.readString(file), file.toString()).forEach(cases::add);
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value != null && value.isString() ? value.stringValue() : "";
    }

    public static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(t -> texts.add(t.stringValue()));
        return texts;
    }

    /// The bytes of a robots file; null when there is none.
    public static byte @Nullable [] robots(JsonNode input) {
        if (!text(input, "robots_txt_base64").isEmpty()) {
            return Base64.getDecoder().decode(text(input, "robots_txt_base64"));
        }
        JsonNode robots = input.get("robots_txt");
        return robots != null && robots.isString()
                ? robots.stringValue().getBytes(StandardCharsets.UTF_8)
                : null;
    }
}
