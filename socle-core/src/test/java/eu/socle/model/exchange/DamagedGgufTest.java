package eu.socle.model.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.Shared;
import eu.socle.core.Refusal;
import eu.socle.core.Seed;
import eu.socle.model.Mutations;
import eu.socle.model.file.Pending;
import eu.socle.model.gguf.Gguf;
import eu.socle.model.gguf.GgufWriter;
import eu.socle.model.gguf.MetadataValue;
import eu.socle.tensor.DType;
import eu.socle.tensor.Memory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Fifty thousand damaged GGUF files: the container alone, and all the way to the checkpoint.
final class DamagedGgufTest {

    private static final Path HERE = Path.of("damaged.gguf");
    private static final long LITTLE = 4 << 20; // bytes on the heap for a file of kilobytes

    @TempDir Path folder;

    @Test
    void damaged_containers_are_read_whole_or_refused() throws IOException {
        Map<String, MetadataValue> keys = new LinkedHashMap<>();
        keys.put("general.architecture", MetadataValue.of("llama"));
        keys.put("general.alignment", MetadataValue.of(32L));
        keys.put("tokenizer.ggml.tokens", MetadataValue.of(List.of("a", "b", "")));
        keys.put("flag", MetadataValue.of(true));
        keys.put("real", MetadataValue.of(0.5));
        byte[] sound;
        try (Memory memory = new Memory()) {
            Map<String, Pending> tensors = new LinkedHashMap<>();
            tensors.put("f", Pending.of(memory.zeros(2, 32)));
            tensors.put("q", Pending.of(memory.allocate(DType.Q8_0, 2, 32)));
            tensors.put("k", Pending.of(memory.allocate(DType.Q4_K, 1, 256)));
            Path file = folder.resolve("sound.gguf");
            GgufWriter.write(file, keys, tensors);
            sound = Files.readAllBytes(file);
        }
        Mutations.Outcome outcome =
                Mutations.run(
                        sound,
                        340,
                        40_000,
                        new Seed(20261124).of("gguf"),
                        HERE.toString(),
                        bytes -> {
                            try (Gguf file = Gguf.parse(HERE, MemorySegment.ofArray(bytes))) {
                                touch(file);
                            }
                        });
        assertThat(outcome.refused()).isBetween(20_000, 39_999);
        assertThat(outcome.mostBytes()).isLessThan(LITTLE);
    }

    private static void touch(Gguf file) {
        for (String name : file.infos().keySet()) {
            MemorySegment data = file.tensor(name).data();
            data.mismatch(data);
        }
    }

    /// A model's keys and names lie, too: layers, heads, experts, shapes.
    @Test
    void damaged_models_are_read_whole_or_refused() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path original : Shared.cases("oracles/models")) {
            Path file = folder.resolve(original.getFileName() + ".gguf");
            try (Checkpoint checkpoint = Checkpoint.open(original)) {
                GgufExport.write(
                        file,
                        checkpoint,
                        Storage.F16,
                        new GgufExport.Provenance("", "", List.of(), List.of()));
                files.add(file);
            } catch (Refusal refusal) { // some cases have no words in GGUF
                assertThat(file).doesNotExist();
            }
        }
        assertThat(files).isNotEmpty();
        int each = Math.max(200, 10_000 / files.size());
        int all = 0;
        for (Path file : files) {
            String kind = String.valueOf(file.getFileName());
            byte[] sound = Files.readAllBytes(file);
            Mutations.Outcome outcome =
                    Mutations.run(
                            sound,
                            header(sound),
                            each,
                            new Seed(20261124).of(kind),
                            HERE.toString(),
                            DamagedGgufTest::walk);
            assertThat(outcome.refused()).as(kind).isBetween(each / 3, each - 1);
            assertThat(outcome.mostBytes()).isLessThan(16 * LITTLE);
            all += each;
        }
        assertThat(all).isGreaterThan(9_000);
    }

    /// Bytes before the data: keys and tensor infos.
    private static int header(byte[] sound) {
        try (Gguf file = Gguf.parse(HERE, MemorySegment.ofArray(sound))) {
            long data =
                    file.infos().values().stream()
                            .mapToLong(info -> info.offset() + info.bytes())
                            .max()
                            .orElseThrow();
            return Math.toIntExact(sound.length - data);
        }
    }

    private static void walk(byte[] bytes) {
        Gguf file = Gguf.parse(HERE, MemorySegment.ofArray(bytes));
        GgufCheckpoint checkpoint;
        try {
            checkpoint = GgufCheckpoint.of(file);
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
        try (checkpoint) {
            for (String name : checkpoint.names()) {
                checkpoint.tensor(name);
            }
        }
    }
}
