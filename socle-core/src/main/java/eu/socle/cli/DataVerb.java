package eu.socle.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `socle data RECIPE`.
@Command(
        name = "data",
        description = "Reads, judges, deduplicates and writes the dataset of a recipe.",
        subcommands = {ProveVerb.class})
final class DataVerb implements Callable<Integer> {

    @Mixin RunOptions run;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description =
                    "Where the tasks run: local (default), or one that another artifact brings, for example spark. Never changes a result.")
    private String engine = "local";

    @Override
    public Integer call() {
        try (Chain chain = run.open()) {
            chain.data(engine);
        }
        return 0;
    }
}
