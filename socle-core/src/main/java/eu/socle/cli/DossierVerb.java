package eu.socle.cli;

import eu.socle.core.Fact;
import eu.socle.core.Ledger;
import eu.socle.core.Refusal;
import eu.socle.core.Workers;
import eu.socle.data.recount.Recount;
import eu.socle.dossier.DossierStage;
import eu.socle.dossier.Verification;
import eu.socle.erase.ReceiptCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `socle dossier DIRECTORY`.
@Command(
        name = "dossier",
        description = "Writes the evidence of a run directory, or verifies it with --verify.")
final class DossierVerb implements Callable<Integer> {

    @Mixin private Options options;

    @Parameters(paramLabel = "DIRECTORY", description = "A run directory, for example runs/hello.")
    private Path directory;

    @Option(
            names = "--verify",
            description =
                    "Check chain, signature, every figure, and every file that a manifest names.")
    private boolean verify;

    @Option(
            names = "--documents",
            description =
                    "With --verify: read every document too, count all figures of the dataset again from its rows and its list of rejects, build its commitment anew, and check the receipts of erasures.")
    private boolean documents;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many threads read documents (default: all cores).")
    private int threads = Runtime.getRuntime().availableProcessors();

    private record Verified(
            String event, String directory, int facts, String key, List<String> faults) {}

    @Override
    public Integer call() {
        Console console = options.console();
        if (documents && !verify) {
            throw Refusal.usage("--documents goes with --verify.");
        }
        if (!verify) {
            console.say("dossier   " + DossierStage.write(directory));
            return 0;
        }
        Verification verification = Verification.of(directory.resolve("dossier"));
        List<String> faults = new ArrayList<>(verification.faults());
        if (verification.facts() > 0) {
            faults.addAll(Verification.stages(directory));
        }
        String counted = documents ? recount(console, faults) : "";
        console.event(
                new Verified(
                        "verified",
                        directory.toString(),
                        verification.facts(),
                        verification.key(),
                        faults));
        faults.forEach(console::refuse);
        if (faults.isEmpty()) {
            console.say(
                    "verified: "
                            + verification.facts()
                            + " facts in one chain, signed by key "
                            + verification.key()
                            + "; every figure and every file is as stated."
                            + counted);
        }
        return faults.isEmpty() ? 0 : 1;
    }

    /// Adds what the documents do not bear out.
    ///
    /// @return what was compared, in words
    private String recount(Console console, List<String> faults) {
        List<Fact> facts =
                Recount.sinceMade(
                        Ledger.read(directory.resolve("ledger.jsonl")).stream()
                                .map(Ledger.Line::fact)
                                .toList());
        Path temporary = null;
        try (Workers workers = Workers.of(threads)) {
            temporary = Files.createTempDirectory("socle-recount");
            Recount recount =
                    Recount.of(directory.resolve("data"), facts, temporary, workers, console);
            faults.addAll(recount.faults());
            faults.addAll(ReceiptCheck.faults(directory, facts));
            return " "
                    + recount.figures()
                    + " figures were counted again from "
                    + recount.documents()
                    + " documents.";
        } catch (IOException e) {
            throw Refusal.failure("the recount cannot be written: " + e.getMessage() + ".", e);
        } finally {
            delete(temporary);
        }
    }

    private static void delete(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            for (Path file : inside.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw Refusal.failure(folder + " cannot be removed: " + e.getMessage() + ".", e);
        }
    }
}
