package eu.socle.cli;

import eu.socle.core.AtomicFile;
import eu.socle.data.describe.Description;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `socle data describe RUN`.
@Command(
        name = "describe",
        description =
                "Write what a dataset says of itself, from its files alone: Croissant, datasheet (EN, FR), domains, attribution.")
final class DescribeVerb implements Callable<Integer> {

    @Mixin Options options;

    @Parameters(paramLabel = "RUN", description = "A run directory, or the folder of a dataset.")
    private Path run;

    @Option(
            names = "--out",
            paramLabel = "DIRECTORY",
            description = "Where the files go (default: description/ beside the dataset).")
    private @Nullable Path out;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What people call the dataset (default: the directory's name).")
    private @Nullable String name;

    @Override
    public Integer call() {
        Path into = out == null ? run.resolve(Description.FOLDER) : out;
        try {
            Path called = run.toAbsolutePath().normalize().getFileName();
            Description.write(
                    ProveVerb.dataset(run), into, name == null ? String.valueOf(called) : name);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(into, e);
        }
        for (String file : Description.FILES) {
            options.console().say(into.resolve(file).toString());
        }
        return 0;
    }
}
