package eu.socle.infer;

import eu.socle.core.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where the parts of one model lie.
///
/// @param name what the model is called
/// @param folder holds config.json and model.safetensors
/// @param tokenizer the tokenizer.json
public record ModelFiles(String name, Path folder, Path tokenizer) {

    /// Finds the model of a run (`model/` and `token/tokenizer.json`), of the model folder of a run, or of a Hugging Face folder (config.json, model.safetensors and tokenizer.json side by side).
    ///
    /// @throws Refusal usage, naming what is missing and what to do
    public static ModelFiles in(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            throw Refusal.usage(
                    "there is no folder " + folder + "; name a run directory, or make one with: socle run recipes/hello.yaml.");
        }
        if (Files.isRegularFile(absolute.resolve("run.json"))) {
            return checked(nameOf(absolute), absolute.resolve("model"), absolute.resolve("token").resolve("tokenizer.json"));
        }
        Path beside = absolute.resolve("tokenizer.json");
        Path parent = absolute.getParent();
        if (!Files.isRegularFile(beside) && parent != null && Files.isRegularFile(parent.resolve("run.json"))) {
            return checked(nameOf(parent), absolute, parent.resolve("token").resolve("tokenizer.json"));
        }
        return checked(nameOf(absolute), absolute, beside);
    }

    private static ModelFiles checked(String name, Path folder, Path tokenizer) {
        for (Path file : new Path[] {folder.resolve("config.json"), folder.resolve("model.safetensors"), tokenizer}) {
            if (!Files.isRegularFile(file)) {
                throw Refusal.usage(
                        file + " is missing, so there is no model to use; finish the run with: socle run, or name another folder.");
            }
        }
        return new ModelFiles(name, folder, tokenizer);
    }

    private static String nameOf(Path folder) {
        Path name = folder.getFileName();
        return name == null ? "model" : name.toString();
    }
}
