package eu.socle.model.file;

import eu.socle.core.AtomicFile;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Which shard holds which tensor: `model.safetensors.index.json`.
///
/// @param shardOf file name of the shard, by tensor name
public record SafetensorsIndex(SortedMap<String, String> shardOf) {

    private static final long LARGEST = 100_000_000; // bytes, the format's limit for one header

    /// @throws Refusal if it is not such an index, or a shard's name leaves the folder
    static SafetensorsIndex read(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw SafetensorsHeader.damaged(file, "it has more than " + LARGEST + " bytes");
            }
            return parse(file, Files.readAllBytes(file));
        } catch (IOException e) {
            throw Refusal.failure(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /// Which shard holds which tensor.
    ///
    /// @param bytes of the file
    public static SafetensorsIndex parse(Path file, byte[] bytes) {
        JsonNode weightMap = SafetensorsHeader.object(file, bytes).path("weight_map");
        if (!weightMap.isObject() || weightMap.isEmpty()) {
            throw SafetensorsHeader.damaged(file, "it has no weight_map");
        }
        SortedMap<String, String> shardOf = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : weightMap.properties()) {
            JsonNode shard = entry.getValue();
            if (!shard.isString()
                    || !shard.stringValue().matches("[A-Za-z0-9_-][A-Za-z0-9._-]*[.]safetensors")) {
                throw SafetensorsHeader.damaged(
                        file,
                        entry.getKey(),
                        "lies in " + shard + ", which names no file beside it");
            }
            shardOf.put(entry.getKey(), shard.stringValue());
        }
        return new SafetensorsIndex(shardOf);
    }

    /// Writes an index.
    ///
    /// @param totalBytes of all tensors
    static void write(Path file, SortedMap<String, String> shardOf, long totalBytes) {
        AtomicFile.write(
                file, Json.canonical(new Written(new Written.Sizes(totalBytes), shardOf)) + "\n");
    }

    /// The file as transformers writes it.
    private record Written(Sizes metadata, SortedMap<String, String> weight_map) {
        private record Sizes(long total_size) {}
    }

    /// Maps all shards and checks that each holds exactly the tensors the index says.
    public SortedMap<String, Tensor> map(Path file, Arena arena) {
        SortedMap<String, Tensor> all = new TreeMap<>();
        for (String shard : new TreeSet<>(shardOf.values())) {
            Path there = file.resolveSibling(shard);
            for (Map.Entry<String, Tensor> entry : Safetensors.map(there, arena).entrySet()) {
                if (!shard.equals(shardOf.get(entry.getKey()))) {
                    throw SafetensorsHeader.damaged(
                            there,
                            entry.getKey(),
                            "should not be here, says " + file.getFileName());
                }
                all.put(entry.getKey(), entry.getValue());
            }
        }
        for (Map.Entry<String, String> entry : shardOf.entrySet()) {
            if (!all.containsKey(entry.getKey())) {
                throw SafetensorsHeader.damaged(
                        file.resolveSibling(entry.getValue()),
                        entry.getKey(),
                        "is missing, though " + file.getFileName() + " says it is here");
            }
        }
        return all;
    }
}
