package eu.socle.infer;

import eu.socle.core.Digest;
import eu.socle.core.Refusal;
import eu.socle.model.exchange.Checkpoint;
import eu.socle.model.file.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where the parts of one model lie: in a folder, or all in one GGUF file.
///
/// @param name what the model is called
/// @param folder holds config.json and model.safetensors (or its shards); of a GGUF file the file
/// @param tokenizer the tokenizer.json; of a GGUF file the file
public record ModelFiles(String name, Path folder, Path tokenizer) {

    private static final String INDEX = "model.safetensors.index.json";

    /// Finds the model of a run directory (its `model/`), a Hugging Face folder (config.json,
    /// model.safetensors and tokenizer.json side by side), or a GGUF file. A model of a run has the
    /// run's name, another its folder's or file's.
    ///
    /// @throws Refusal usage, naming what is missing and what to do
    public static ModelFiles in(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        if (Checkpoint.isGguf(absolute) && Files.isRegularFile(absolute)) {
            String file = nameOf(absolute);
            return new ModelFiles(
                    file.substring(0, file.length() - ".gguf".length()), absolute, absolute);
        }
        if (!Files.isDirectory(absolute)) {
            throw Refusal.usage(
                    "there is no folder or .gguf file "
                            + folder
                            + "; name a run directory, or make one with: socle run recipes/hello.yaml.");
        }
        Path parent = absolute.getParent();
        if (isRun(absolute)) {
            return checked(nameOf(absolute), absolute.resolve("model"));
        }
        return checked(nameOf(parent != null && isRun(parent) ? parent : absolute), absolute);
    }

    /// True if the parts lie in one GGUF file.
    public boolean isGguf() {
        return Checkpoint.isGguf(folder) && Files.isRegularFile(folder);
    }

    private static boolean isRun(Path folder) {
        return Files.isRegularFile(folder.resolve("run.json"));
    }

    private static ModelFiles checked(String name, Path folder) {
        boolean sharded = Files.isRegularFile(folder.resolve(INDEX));
        for (String file :
                List.of("config.json", sharded ? INDEX : "model.safetensors", "tokenizer.json")) {
            if (!Files.isRegularFile(folder.resolve(file))) {
                throw Refusal.usage(
                        folder.resolve(file)
                                + " is missing, so there is no model to use; finish the run with: socle run, or name another folder.");
            }
        }
        return new ModelFiles(name, folder, folder.resolve("tokenizer.json"));
    }

    private static String nameOf(Path folder) {
        Path name = folder.getFileName();
        return name == null ? "model" : name.toString();
    }

    /// What the weights are, byte for byte: the digest of their file, or of the list of the shards'
    /// names and digests.
    ///
    /// @throws Refusal if a file cannot be read
    Digest digest() {
        Path one = isGguf() ? folder : folder.resolve("model.safetensors");
        Path index = folder.resolve(INDEX);
        try {
            if (!Files.isRegularFile(index)) {
                return Digest.ofFile(one);
            }
            StringBuilder list = new StringBuilder();
            for (Path shard : Safetensors.files(folder)) {
                list.append(shard.getFileName())
                        .append(' ')
                        .append(Digest.ofFile(shard))
                        .append('\n');
            }
            return Digest.of(list.toString());
        } catch (IOException e) {
            throw Refusal.failure(
                    "the weights in " + folder + " cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
