package eu.socle.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What every verb that works on a run asks for.
final class RunOptions {

    @Mixin Options options;

    @Parameters(paramLabel = "RECIPE", description = "The recipe, for example recipes/hello.yaml.")
    private Path recipe;

    @Option(
            names = "--into",
            paramLabel = "DIRECTORY",
            description = "The run directory; by default runs/ and the recipe's name.")
    private @Nullable Path into;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many threads compute (default: all cores). Never changes a result.")
    private int threads = Runtime.getRuntime().availableProcessors();

    Chain open() {
        return Chain.open(recipe, into, threads, options.console());
    }
}
