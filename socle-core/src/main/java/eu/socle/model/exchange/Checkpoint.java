package eu.socle.model.exchange;

import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.model.file.NamedTensors;
import eu.socle.model.file.Safetensors;
import eu.socle.model.gguf.MetadataValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A model at rest, whatever notation it is in: a folder of Hugging Face's, or a GGUF file.
///
/// @param path the folder or file
/// @param config config.json
/// @param tensors by Hugging Face's names
/// @param vocabulary the tokenizer in GGUF's keys (`tokenizer.*`)
public record Checkpoint(
        Path path, JsonNode config, NamedTensors tensors, Map<String, MetadataValue> vocabulary)
        implements AutoCloseable {

    /// True for the name of a GGUF file.
    public static boolean isGguf(Path path) {
        return path.toString().toLowerCase(Locale.ROOT).endsWith(".gguf");
    }

    /// Opens a model.
    ///
    /// @throws Refusal if it is missing, damaged or not understood
    public static Checkpoint open(Path path) {
        if (!isGguf(path)) {
            return openFolder(path);
        }
        GgufCheckpoint checkpoint = GgufCheckpoint.open(path);
        Map<String, MetadataValue> vocabulary = new LinkedHashMap<>();
        checkpoint
                .metadata()
                .values()
                .forEach((key, value) -> {
                    if (key.startsWith("tokenizer.")) {
                        vocabulary.put(key, value);
                    }
                });
        return new Checkpoint(path, checkpoint.config(), checkpoint, vocabulary);
    }

    private static Checkpoint openFolder(Path folder) {
        Path file = folder.resolve("config.json");
        JsonNode config;
        try {
            config = Json.parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw Refusal.failure(
                    file
                            + " cannot be read; a model is a folder with config.json and model.safetensors, or a .gguf file.",
                    e);
        }
        int tokens = new Fields(file.toString(), config).whole("vocab_size");
        Map<String, MetadataValue> vocabulary = Vocabulary.keys(folder, config, tokens);
        return new Checkpoint(folder, config, Safetensors.openModel(folder), vocabulary);
    }

    @Override
    public void close() {
        tensors.close();
    }
}
