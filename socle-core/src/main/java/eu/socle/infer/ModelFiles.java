package eu.socle.infer;

import eu.socle.core.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where the parts of one model lie.
///
/// @param name what the model is called
/// @param folder holds config.json and model.safetensors
/// @param tokenizer the tokenizer.json
public record ModelFiles(String name, Path folder, Path tokenizer) {

    /// Finds the model of a run directory (its `model/`), or a Hugging Face folder (config.json,
    /// model.safetensors and tokenizer.json side by side). A model of a run has the run's name,
    /// another its folder's.
    ///
    /// @throws Refusal usage, naming what is missing and what to do
    public static ModelFiles in(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            throw Refusal.usage(
                    "there is no folder "
                            + folder
                            + "; name a run directory, or make one with: socle run recipes/hello.yaml.");
        }
        Path parent = absolute.getParent();
        if (isRun(absolute)) {
            return checked(nameOf(absolute), absolute.resolve("model"));
        }
        return checked(nameOf(parent != null && isRun(parent) ? parent : absolute), absolute);
    }

    private static boolean isRun(Path folder) {
        return Files.isRegularFile(folder.resolve("run.json"));
    }

    private static ModelFiles checked(String name, Path folder) {
        for (String file : List.of("config.json", "model.safetensors", "tokenizer.json")) {
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
}
