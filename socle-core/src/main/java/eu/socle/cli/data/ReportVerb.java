package eu.socle.cli.data;

import eu.socle.cli.Options;
import eu.socle.core.AtomicFile;
import eu.socle.data.describe.Description;
import eu.socle.dossier.dataset.DatasetReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `socle data report RUN`.
@Command(
        name = "report",
        description =
                "Write one page with the statistics of a dataset as charts and tables (EN, FR): why documents were dropped, languages, sources, licences, years, domains, lengths, scores, duplicates.")
final class ReportVerb implements Callable<Integer> {

    @Mixin Options options;

    @Parameters(paramLabel = "RUN", description = "A run directory, or the folder of a dataset.")
    private Path run;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Where the page goes (default: description/report.html beside the dataset).")
    private @Nullable Path out;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What people call the dataset (default: the directory's name).")
    private @Nullable String name;

    @Override
    public Integer call() {
        Path into = out == null ? run.resolve(Description.FOLDER).resolve(Description.REPORT) : out;
        try {
            Path called = run.toAbsolutePath().normalize().getFileName();
            DatasetReport.write(
                    ProveVerb.dataset(run),
                    run.resolve("token"),
                    name == null ? String.valueOf(called) : name,
                    into);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(into, e);
        }
        options.console().say(into.toString());
        return 0;
    }
}
