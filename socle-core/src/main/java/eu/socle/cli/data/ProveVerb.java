package eu.socle.cli.data;

import eu.socle.cli.Console;
import eu.socle.cli.Options;
import eu.socle.core.AtomicFile;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.data.proof.MerkleTree;
import eu.socle.data.proof.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "prove",
        description =
                "Prove that a document is in a dataset, or that it is not; anybody checks it with socle verify.")
public final class ProveVerb implements Callable<Integer> {

    @Mixin Options options;

    @Parameters(paramLabel = "RUN", description = "A run directory, or the folder of a dataset.")
    private Path run;

    @Option(
            names = "--document",
            paramLabel = "ID",
            required = true,
            description = "The document's id, for example web/page.html or crawl.jsonl#3.")
    private String document;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the proof goes (default: the terminal).")
    private @Nullable Path out;

    @Override
    public Integer call() {
        Console console = options.console();
        try (MerkleTree tree = MerkleTree.open(dataset(run))) {
            Proof proof = tree.prove(document);
            String text = Json.canonical(proof) + "\n";
            if (out == null) {
                console.say(text.strip());
                return 0;
            }
            AtomicFile.write(out, text);
            console.say(
                    document
                            + (proof.included() ? " is in" : " is not in")
                            + " the dataset with the root "
                            + proof.root()
                            + "; the proof is in "
                            + out
                            + ".");
            return 0;
        } catch (IOException e) {
            throw Refusal.failure(
                    "the dataset in " + run + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /// The folder of the dataset that a run directory holds, or the folder itself.
    public static Path dataset(Path run) {
        Path inside = run.resolve("data");
        return Files.isDirectory(inside) ? inside : run;
    }
}
