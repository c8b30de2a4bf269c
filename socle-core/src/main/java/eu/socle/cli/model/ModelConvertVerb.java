package eu.socle.cli.model;

import eu.socle.cli.Console;
import eu.socle.cli.Options;
import eu.socle.core.Refusal;
import eu.socle.model.exchange.Checkpoint;
import eu.socle.model.exchange.FolderExport;
import eu.socle.model.exchange.GgufExport;
import eu.socle.model.exchange.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `socle model convert SOURCE TARGET`.
@Command(
        name = "convert",
        description =
                "Converts a model between Hugging Face's folders and GGUF files, and quantises it. What the other notation cannot say is refused by name.",
        footer = {
            "",
            "For example:",
            "  socle model convert runs/hello hello-q8.gguf --type q8_0 --license EUPL-1.2",
            "  socle model convert model.gguf model-folder --type bf16"
        })
final class ModelConvertVerb implements Callable<Integer> {

    @Mixin private Options options;

    @Parameters(
            index = "0",
            paramLabel = "SOURCE",
            description = "A Hugging Face model folder, a run directory, or a .gguf file.")
    private Path source;

    @Parameters(
            index = "1",
            paramLabel = "TARGET",
            description = "A .gguf file, or a folder for safetensors; neither may exist.")
    private Path target;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description =
                    "How matrices are stored: ${COMPLETION-CANDIDATES}; the last five in .gguf only (default: f16 in a .gguf file, in a folder as they are).")
    private @Nullable Storage type;

    @Option(
            names = "--name",
            paramLabel = "TEXT",
            description = "What the model is called (default: the name of the source).")
    private @Nullable String name;

    @Option(
            names = "--license",
            paramLabel = "SPDX",
            description = "Its licence, written into a .gguf file.")
    private String license = "";

    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            description = "A dataset it was trained on; may be given several times.")
    private List<String> datasets = new ArrayList<>();

    @Option(
            names = "--base-model",
            paramLabel = "NAME",
            description = "A model it was made from; may be given several times.")
    private List<String> baseModels = new ArrayList<>();

    @Option(
            names = "--shard-size",
            paramLabel = "MB",
            description = "Largest safetensors file in 10^6 bytes (default: ${DEFAULT-VALUE}).")
    private long shardSize = 5000;

    private record Written(
            String event, String path, String type, int tensors, long bytes, List<String> notes) {}

    @Override
    public Integer call() {
        Console console = options.console();
        if (Files.exists(target) && !isEmptyFolder(target)) {
            throw Refusal.usage(
                    target + " is there already; name another target, or delete it first.");
        }
        if (shardSize < 1) {
            throw Refusal.usage("--shard-size must be at least 1.");
        }
        try (Checkpoint checkpoint = Checkpoint.open(ModelVerb.place(source))) {
            Written written = Checkpoint.isGguf(target) ? gguf(checkpoint) : folder(checkpoint);
            written.notes().forEach(note -> console.note("note: " + ModelVerb.printable(note)));
            console.event(written);
            console.say(
                    String.format(
                            Locale.ROOT,
                            "%s: %d tensors as %s, %s bytes",
                            target,
                            written.tensors(),
                            written.type(),
                            Console.count(written.bytes())));
        }
        return 0;
    }

    private Written gguf(Checkpoint checkpoint) {
        Storage stored = type == null ? Storage.F16 : type;
        Path named = source.toAbsolutePath().normalize().getFileName();
        String called = name != null ? name : named == null ? "" : named.toString();
        GgufExport.Report report =
                GgufExport.write(
                        target,
                        checkpoint,
                        stored,
                        new GgufExport.Provenance(called, license, datasets, baseModels));
        return new Written(
                "converted",
                target.toString(),
                stored.name(),
                report.tensors(),
                bytes(target),
                report.notes());
    }

    private Written folder(Checkpoint checkpoint) {
        FolderExport.Report report =
                FolderExport.write(
                        target,
                        checkpoint,
                        type == null ? null : type.type(),
                        shardSize * 1_000_000);
        return new Written(
                "converted",
                target.toString(),
                type == null ? "they were" : type.name(),
                report.tensors(),
                bytes(target),
                report.notes());
    }

    private static boolean isEmptyFolder(Path folder) {
        try (Stream<Path> inside = Files.list(folder)) {
            return Files.isDirectory(folder) && inside.findAny().isEmpty();
        } catch (IOException e) {
            return false; // a file, or a folder that cannot be read: not empty
        }
    }

    /// Bytes of a file, or of all weights in a folder.
    private static long bytes(Path path) {
        try {
            if (Files.isRegularFile(path)) {
                return Files.size(path);
            }
            long sum = 0;
            try (Stream<Path> inside = Files.list(path)) {
                for (Path file :
                        inside.filter(p -> p.toString().endsWith(".safetensors")).toList()) {
                    sum += Files.size(file);
                }
            }
            return sum;
        } catch (IOException e) {
            throw Refusal.failure(path + " cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
