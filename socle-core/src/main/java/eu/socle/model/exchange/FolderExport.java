package eu.socle.model.exchange;

import eu.socle.core.AtomicFile;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.model.ModelConfig;
import eu.socle.model.StatedShapes;
import eu.socle.model.file.NamedTensors;
import eu.socle.model.file.Pending;
import eu.socle.model.file.Safetensors;
import eu.socle.tensor.DType;
import eu.socle.tensor.Tensor;
import eu.socle.tensor.block.Cast;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Writes a checkpoint as a folder that transformers loads: config.json, model.safetensors (or
/// shards), and the tokenizer where there is one.
public final class FolderExport {

    /// Files beside the weights that are copied as they are.
    private static final List<String> COMPANIONS =
            List.of(
                    "tokenizer.json",
                    "tokenizer_config.json",
                    "special_tokens_map.json",
                    "tokenizer.model",
                    "chat_template.jinja",
                    "generation_config.json");

    /// What was written.
    ///
    /// @param tensors how many
    /// @param notes what a person should know, for example why there is no tokenizer
    public record Report(int tensors, List<String> notes) {}

    private FolderExport() {}

    /// Writes the folder; the weights come last, config.json after them, so that what was
    /// interrupted does not look like a model; what failed leaves nothing behind.
    ///
    /// @param type F32, F16 or BF16; null keeps each tensor's type and widens blocks to F32
    /// @param shardBytes most bytes of tensors in one file
    /// @throws Refusal if the folder holds a model already, or cannot be written
    public static Report write(
            Path folder, Checkpoint checkpoint, @Nullable DType type, long shardBytes) {
        if (Files.exists(folder.resolve("config.json"))) {
            throw Refusal.usage(folder + " holds a model already; name another folder.");
        }
        if (type != null && type != DType.F32 && type != DType.F16 && type != DType.BF16) {
            throw Refusal.usage(
                    "safetensors does not have "
                            + type
                            + "; choose F32, F16 or BF16, or a .gguf file.");
        }
        List<String> notes = new ArrayList<>();
        requireWhole(checkpoint, notes);
        Set<Path> before = inside(folder);
        boolean made = !Files.exists(folder);
        try {
            int tensors = fill(folder, checkpoint, type, shardBytes, notes);
            return new Report(tensors, List.copyOf(notes));
        } catch (RuntimeException e) {
            inside(folder).stream()
                    .filter(file -> !before.contains(file))
                    .forEach(AtomicFile::discard);
            if (made) {
                AtomicFile.discard(folder);
            }
            throw e;
        }
    }

    /// @return how many tensors there are
    private static int fill(
            Path folder,
            Checkpoint checkpoint,
            @Nullable DType type,
            long shardBytes,
            List<String> notes) {
        try {
            Files.createDirectories(folder);
            companions(folder, checkpoint, notes);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(folder, e);
        }
        NamedTensors tensors = checkpoint.tensors();
        SortedMap<String, Pending> pending = new TreeMap<>();
        DType main = DType.F32;
        for (String name : tensors.names()) {
            Tensor tensor = tensors.tensor(name);
            DType stored = stored(tensor.type(), type);
            pending.put(name, Pending.of(tensor, stored));
            if (name.equals("model.embed_tokens.weight")) {
                main = stored;
            }
        }
        Safetensors.writeModel(folder, pending, shardBytes);
        AtomicFile.write(folder.resolve("config.json"), config(checkpoint, main) + "\n");
        return pending.size();
    }

    /// What a folder holds; nothing where there is none.
    private static Set<Path> inside(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(folder, e);
        }
    }

    /// A model that cannot be computed here can still be copied, but not held against its config.
    private static void requireWhole(Checkpoint checkpoint, List<String> notes) {
        ModelConfig config;
        try {
            config =
                    ModelConfig.parse(
                            Json.canonical(checkpoint.config()), checkpoint.path().toString());
        } catch (Refusal refusal) {
            notes.add("copied without a check that all tensors are there: " + refusal.getMessage());
            return;
        }
        StatedShapes.require(config, checkpoint.tensors(), checkpoint.path());
    }

    private static DType stored(DType type, @Nullable DType wanted) {
        if (!Cast.isReal(type)) {
            return type;
        }
        if (wanted != null) {
            return wanted;
        }
        return type.isBlock() ? DType.F32 : type;
    }

    private static String config(Checkpoint checkpoint, DType main) {
        ObjectNode config = (ObjectNode) checkpoint.config().deepCopy();
        config.remove("dtype");
        config.put(
                "torch_dtype",
                switch (main) {
                    case F16 -> "float16";
                    case BF16 -> "bfloat16";
                    default -> "float32";
                });
        return config.toPrettyString();
    }

    private static void companions(Path folder, Checkpoint checkpoint, List<String> notes)
            throws IOException {
        if (Checkpoint.isGguf(checkpoint.path())) {
            try {
                VocabularyFiles.write(
                        folder, checkpoint.path().toString(), checkpoint.vocabulary());
            } catch (Refusal refusal) {
                notes.add("no tokenizer was written: " + refusal.getMessage());
            }
            return;
        }
        for (String name : COMPANIONS) {
            Path from = checkpoint.path().resolve(name);
            if (Files.isRegularFile(from)) {
                Files.copy(from, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!Files.isRegularFile(folder.resolve("tokenizer.json"))) {
            notes.add("no tokenizer.json was found, so none was copied");
        }
    }
}
