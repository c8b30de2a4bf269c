package eu.socle.data.dedup;

import eu.socle.Shared;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assertions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The files of the dedup oracle, found by listing its folder.
public final class DedupOracle {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private DedupOracle() {}

    /// The files whose names begin so; at least one.
    public static List<Path> files(String prefix) {
        try (Stream<Path> inside = Files.list(Shared.folder("oracles/dedup"))) {
            List<Path> files =
                    inside.filter(f -> f.getFileName().toString().startsWith(prefix))
                            .sorted()
                            .toList();
            Assertions.assertFalse(files.isEmpty(), "no file " + prefix);
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The text of a file, unpacked when it ends in `.gz`.
    public static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes =
                    file.toString().endsWith(".gz")
                            ? new GZIPInputStream(in).readAllBytes()
                            : in.readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A file as JSON.
    public static JsonNode json(Path file) {
        return JSON.readTree(text(file));
    }

    /// A file of one JSON value per line.
    public static List<JsonNode> lines(Path file) {
        return text(file).lines().map(JSON::readTree).toList();
    }

    /// The scenarios of all files whose names begin so.
    public static List<JsonNode> scenarios(String prefix) {
        return files(prefix).stream()
                .flatMap(f -> Stream.of(json(f)))
                .flatMap(j -> j.get("scenarios").valueStream())
                .toList();
    }

    /// The texts of an array of strings.
    public static List<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }
}
