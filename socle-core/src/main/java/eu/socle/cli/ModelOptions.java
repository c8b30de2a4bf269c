package eu.socle.cli;

import eu.socle.core.Workers;
import eu.socle.infer.LoadedModel;
import eu.socle.infer.ModelFiles;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What every verb that uses a finished model asks for.
public final class ModelOptions {

    public @Mixin Options options;

    @Parameters(
            paramLabel = "DIRECTORY",
            description =
                    "A run directory, for example runs/hello, a Hugging Face model folder, or a .gguf file.")
    private Path directory;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many threads compute (default: all cores).")
    private int threads = Runtime.getRuntime().availableProcessors();

    public Workers workers() {
        return Workers.of(threads);
    }

    public LoadedModel open(Workers workers) {
        return LoadedModel.open(ModelFiles.in(directory), workers);
    }
}
