package eu.socle.model.exchange;

import eu.socle.core.AtomicFile;
import eu.socle.core.Refusal;
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
import java.util.SortedMap;
import java.util.TreeMap;
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
    /// interrupted does not look like a model.
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
        return new Report(pending.size(), List.copyOf(notes));
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
