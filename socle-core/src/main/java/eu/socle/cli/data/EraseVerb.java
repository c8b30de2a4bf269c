package eu.socle.cli.data;

import eu.socle.cli.Console;
import eu.socle.cli.Options;
import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Refusal;
import eu.socle.core.Run;
import eu.socle.data.dataset.ParquetDataset;
import eu.socle.data.erase.Request;
import eu.socle.data.erase.Search;
import eu.socle.data.erase.Target;
import eu.socle.data.index.DatasetIndex;
import eu.socle.data.personal.IdentifierKey;
import eu.socle.dossier.DossierStage;
import eu.socle.energy.EnergyConfig;
import eu.socle.energy.Meters;
import eu.socle.erase.Erase;
import eu.socle.erase.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `socle data erase RUN`.
@Command(
        name = "erase",
        description =
                "Erase documents and their copies from the dataset and the token shards of a run, and write a signed receipt.")
final class EraseVerb implements Callable<Integer> {

    @Mixin Options options;

    @Parameters(paramLabel = "RUN", description = "A run directory, for example runs/hello.")
    private Path directory;

    @Option(
            names = "--document",
            paramLabel = "ID",
            description = "A document's id, for example web/page.html or crawl.jsonl#3.")
    private List<String> documents = new ArrayList<>();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "An address; every document that was read from it.")
    private List<String> urls = new ArrayList<>();

    @Option(
            names = "--identifier",
            paramLabel = "WORDS",
            description =
                    "An identifier or words that name a person: documents in which it was masked (through the index, if the dataset was made with data.personal.identifier-index), and every document that has the words in its text, author, title, address or id. Needs --key.")
    private List<String> identifiers = new ArrayList<>();

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "The controller's secret key, the one of data.personal.identifier-index if the dataset has that; the receipt names identifiers by a keyed hash alone.")
    private @Nullable Path key;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "What the receipt states as the reason, for example: request of 3 May.")
    private String reason = "";

    @Option(
            names = "--list",
            description = "Only list what would be erased (right of access); nothing is touched.")
    private boolean list;

    @Option(
            names = "--indexed",
            description =
                    "With --list: look in the index alone, in milliseconds; no text is read, so copies that were kept apart and words as they stand in texts are not listed.")
    private boolean indexed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many threads read (default: all cores). Never changes a result.")
    private int threads = Runtime.getRuntime().availableProcessors();

    private record Erased(String event, String erasure, String receipt, int documents) {}

    @Override
    public Integer call() {
        if (documents.isEmpty() && urls.isEmpty() && identifiers.isEmpty()) {
            throw Refusal.usage("name what is to be erased: --document, --url or --identifier.");
        }
        if (indexed && !list) {
            throw Refusal.usage(
                    "--indexed goes with --list; an erasure reads every text, so that no copy stays.");
        }
        Request request = new Request(documents, urls, identifiers);
        byte[] secret = key();
        Path file = directory.resolve("run.json");
        if (!Files.exists(file)) {
            throw Refusal.usage(
                    directory + " holds no run.json, so it is no run; name a run directory.");
        }
        Console console = options.console();
        try (Run run =
                Run.open(
                        directory,
                        Json.read(file, Run.Identity.class),
                        InstantSource.system(),
                        threads,
                        Meters.detect(EnergyConfig.standard()),
                        console)) {
            if (list) {
                Path data = directory.resolve("data");
                if (indexed) {
                    list(Search.direct(data, request, index(secret)), console);
                    return 0;
                }
                announce(data, console);
                list(Search.of(data, request, index(secret), run.workers()).targets(), console);
                return 0;
            }
            announce(directory.resolve("data"), console);
            Erase.Outcome outcome = Erase.run(run, request, secret, reason);
            say(outcome, console);
            if (Files.exists(directory.resolve("dossier"))) {
                DossierStage.run(run); // the one from before states counts that no longer hold
            }
        }
        return 0;
    }

    private Optional<IdentifierKey> index(byte[] secret) {
        return identifiers.isEmpty()
                ? Optional.empty()
                : Optional.of(IdentifierKey.of(secret, String.valueOf(key)));
    }

    /// Says what is read, because it takes the time.
    private void announce(Path data, Console console) {
        int parts = ParquetDataset.open(data).parts().size();
        String texts =
                "the texts of " + parts + (parts == 1 ? " part are" : " parts are") + " read";
        if (identifiers.isEmpty()) {
            console.say("Copies that were kept apart: " + texts + ".");
            return;
        }
        try (DatasetIndex index = DatasetIndex.open(data)) {
            console.say(
                    index.identifierKey().isPresent()
                            ? "Identifiers: what was masked is looked up in the index; for words as they stand "
                                    + texts
                                    + "."
                            : "Identifiers: this dataset has no index of them (data.personal.identifier-index), so what was masked cannot be found; for words as they stand "
                                    + texts
                                    + ".");
        } catch (IOException e) {
            throw Refusal.failure(data + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private byte[] key() {
        if (key == null) {
            if (!identifiers.isEmpty()) {
                throw Refusal.usage(
                        "--identifier needs --key: a receipt that names a person by a plain hash would give the name away.");
            }
            return new byte[0];
        }
        try {
            return Files.readAllBytes(key);
        } catch (IOException e) {
            throw Refusal.usage("the key " + key + " cannot be read: " + e.getMessage() + ".");
        }
    }

    private static void list(List<Target> targets, Console console) {
        for (Target target : targets) {
            console.say(target.id() + "  " + target.why().word());
        }
        console.say(documents(targets.size()) + " would be erased; nothing was touched.");
    }

    private static String documents(long count) {
        return count == 1 ? "1 document" : count + " documents";
    }

    private static String count(long count, String one) {
        return count + " " + one + (count == 1 ? "" : "s");
    }

    private static void say(Erase.Outcome outcome, Console console) {
        Receipt receipt = outcome.receipt();
        console.event(
                new Erased(
                        "erased",
                        receipt.erasure(),
                        outcome.file().toString(),
                        receipt.documents().size()));
        console.say(
                receipt.erasure()
                        + ": "
                        + documents(receipt.documents().size())
                        + (receipt.documents().size() == 1 ? " was" : " were")
                        + " erased, "
                        + count(receipt.data().files().size(), "file")
                        + " of the dataset rewritten or deleted.");
        for (Receipt.Gone gone : receipt.documents()) {
            console.say(
                    "  "
                            + gone.document().brief()
                            + "  "
                            + gone.why().word()
                            + (gone.split().isEmpty()
                                    ? ""
                                    : ", " + gone.tokens() + " tokens of " + gone.split()));
        }
        for (Receipt.Model model : receipt.models()) {
            console.say(
                    "  the "
                            + model.what()
                            + " "
                            + model.digest().brief()
                            + " of step "
                            + model.step()
                            + " had read them at "
                            + count(model.steps(), "step")
                            + " from "
                            + model.firstStep()
                            + " to "
                            + model.lastStep()
                            + "; its weights were not changed.");
        }
        if (receipt.quoted().documents() > 0) {
            console.say(
                    "  "
                            + count(receipt.quoted().documents(), "other document")
                            + (receipt.quoted().documents() == 1 ? " holds " : " hold ")
                            + count(receipt.quoted().passages(), "passage")
                            + " of 13 words of them and "
                            + (receipt.quoted().documents() == 1 ? "stays." : "stay."));
        }
        Digest root = receipt.data().rootAfter();
        console.say("The dataset has the root " + root + " now.");
        console.say("Receipt       " + outcome.file());
        console.say("Exclude       " + outcome.file().resolveSibling(Erase.EXCLUSIONS));
    }
}
