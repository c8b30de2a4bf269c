package eu.socle.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Seed;
import eu.socle.model.Mutations;
import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import eu.socle.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Fifty thousand damaged safetensors files and indexes.
final class DamagedSafetensorsTest {

    private static final Path HERE = Path.of("damaged.safetensors");
    private static final long LITTLE = 1 << 20; // bytes on the heap for a file of a kilobyte

    @TempDir Path folder;

    @Test
    void damaged_files_are_read_whole_or_refused() throws IOException {
        byte[] sound;
        try (Memory memory = new Memory()) {
            Map<String, Tensor> tensors = new TreeMap<>();
            tensors.put("vector", memory.zeros(7));
            tensors.put("matrix", memory.zeros(3, 5));
            tensors.put("half", memory.allocate(DType.F16, 3));
            tensors.put("brain", memory.allocate(DType.BF16, 2, 2));
            tensors.put("ids", memory.allocate(DType.I64, 2, 3));
            tensors.put("none", memory.zeros(0, 4));
            tensors.put("scalar", memory.zeros());
            Path file = folder.resolve("sound.safetensors");
            Safetensors.write(file, tensors);
            sound = Files.readAllBytes(file);
        }
        Mutations.Outcome outcome =
                Mutations.run(
                        sound,
                        600,
                        40_000,
                        new Seed(20261124).of("safetensors"),
                        HERE.toString(),
                        bytes -> touch(Safetensors.parse(HERE, MemorySegment.ofArray(bytes))));
        assertThat(outcome.refused()).isBetween(20_000, 39_999);
        assertThat(outcome.mostBytes()).isLessThan(LITTLE);
    }

    private static void touch(Map<String, Tensor> tensors) {
        for (Tensor tensor : tensors.values()) {
            tensor.data().mismatch(tensor.data());
        }
    }

    @Test
    void damaged_indexes_are_read_or_refused() throws IOException {
        try (Memory memory = new Memory()) {
            for (String name : new String[] {"a", "b"}) {
                Path shard = folder.resolve("s-" + name + ".safetensors");
                Safetensors.write(shard, Map.of(name, memory.zeros(2)));
            }
        }
        byte[] sound =
                "{\"metadata\":{\"total_size\":16},\"weight_map\":{\"a\":\"s-a.safetensors\",\"b\":\"s-b.safetensors\"}}"
                        .getBytes(StandardCharsets.UTF_8);
        Path index = folder.resolve("model.safetensors.index.json");
        Mutations.Outcome outcome =
                Mutations.run(
                        sound,
                        sound.length,
                        10_000,
                        new Seed(20261124).of("index"),
                        folder.toString(),
                        bytes -> {
                            try (Arena arena = Arena.ofConfined()) {
                                touch(SafetensorsIndex.parse(index, bytes).map(index, arena));
                            }
                        });
        assertThat(outcome.refused()).isBetween(5_000, 9_999);
        assertThat(outcome.mostBytes()).isLessThan(LITTLE);
    }
}
