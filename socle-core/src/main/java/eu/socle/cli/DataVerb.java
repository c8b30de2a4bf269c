package eu.socle.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `socle data RECIPE`.
@Command(
        name = "data",
        description = "Reads, judges, deduplicates and writes the dataset of a recipe.")
final class DataVerb implements Callable<Integer> {

    @Mixin RunOptions run;

    @Override
    public Integer call() {
        try (Chain chain = run.open()) {
            chain.data();
        }
        return 0;
    }
}
