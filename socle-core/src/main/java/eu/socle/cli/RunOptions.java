package eu.socle.cli;

import eu.socle.core.Refusal;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What every verb that works on a run asks for.
public final class RunOptions {

    @Mixin Options options;

    @Parameters(
            arity = "0..1", // a verb may have verbs of its own, which need none
            paramLabel = "RECIPE",
            description = "The recipe, for example recipes/hello.yaml.")
    private @Nullable Path recipe;

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

    public Chain open() {
        if (recipe == null) {
            throw Refusal.usage("name a recipe, for example recipes/hello.yaml; see --help.");
        }
        return Chain.open(recipe, into, threads, options.console());
    }
}
