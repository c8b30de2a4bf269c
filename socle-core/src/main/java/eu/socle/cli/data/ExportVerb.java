package eu.socle.cli.data;

import eu.socle.cli.Options;
import eu.socle.core.AtomicFile;
import eu.socle.core.Manifest;
import eu.socle.core.Refusal;
import eu.socle.core.Workers;
import eu.socle.data.export.Export;
import eu.socle.data.export.Format;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `socle data export RUN --into FOLDER --shuffle SEED`.
@Command(
        name = "export",
        description =
                "Copy a dataset for another trainer, its documents in an order drawn from a seed: the same bytes on any number of threads. An erasure does not reach the copy; make it again after one.")
public final class ExportVerb implements Callable<Integer> {

    @Mixin Options options;

    @Parameters(paramLabel = "RUN", description = "A run directory, or the folder of a dataset.")
    private Path run;

    @Option(
            names = "--into",
            paramLabel = "FOLDER",
            required = true,
            description = "Where the copy goes; a folder that is not there yet.")
    private Path into;

    @Option(
            names = "--shuffle",
            paramLabel = "SEED",
            required = true,
            description = "A whole number from which the order is drawn.")
    private long seed;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "parquet (default), or jsonl: JSON Lines in zstd frames.")
    private String format = Format.PARQUET.word();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many threads work (default: all cores). Never changes a result.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Override
    public Integer call() {
        Export export = new Export(format(), seed, Export.BUCKET_BYTES);
        try (Workers workers = Workers.of(threads)) {
            Manifest manifest = export.write(ProveVerb.dataset(run), into, workers);
            options.console()
                    .say(
                            into
                                    + ": "
                                    + manifest.counts().get("documents")
                                    + " documents in "
                                    + manifest.files().size()
                                    + " files, manifest "
                                    + manifest.digest().brief());
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(into, e);
        }
        return 0;
    }

    private Format format() {
        return Arrays.stream(Format.values())
                .filter(one -> one.word().equals(format))
                .findFirst()
                .orElseThrow(() ->
                        Refusal.usage(
                                "the format "
                                        + format
                                        + " is not known; it is one of "
                                        + Arrays.stream(Format.values())
                                                .map(Format::word)
                                                .collect(Collectors.joining(", "))
                                        + "."));
    }
}
