package eu.socle.cli.data;

import eu.socle.cli.Chain;
import eu.socle.cli.RunOptions;
import eu.socle.data.unit.Annotated;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `socle data RECIPE`.
@Command(
        name = "data",
        description = "Reads, judges, deduplicates and writes the dataset of a recipe.",
        subcommands = {
            ProveVerb.class,
            EraseVerb.class,
            DescribeVerb.class,
            ReportVerb.class,
            TrainLanguageVerb.class
        })
public final class DataVerb implements Callable<Integer> {

    @Mixin RunOptions run;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description =
                    "Where the tasks run: local (default), or one that another artifact brings, for example spark. Never changes a result.")
    private String engine = "local";

    @Option(
            names = "--annotated",
            paramLabel = "RUN",
            description =
                    "Decide about what this run read and measured (keep-annotated: true), without reading the sources.")
    private @Nullable Path annotated;

    @Override
    public Integer call() {
        try (Chain chain = run.open()) {
            if (annotated != null) {
                chain.decideAgain(Annotated.of(annotated));
                return 0;
            }
            chain.data(engine);
        }
        return 0;
    }
}
