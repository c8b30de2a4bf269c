package eu.socle.cli;

import eu.socle.core.Digest;
import eu.socle.core.Manifest;
import eu.socle.core.Refusal;
import eu.socle.dossier.DossierStage;
import eu.socle.dossier.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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

    private record Verified(
            String event, String directory, int facts, String key, List<String> faults) {}

    @Override
    public Integer call() {
        Console console = options.console();
        if (!verify) {
            console.say("dossier   " + DossierStage.write(directory));
            return 0;
        }
        Verification verification = Verification.of(directory.resolve("dossier"));
        List<String> faults = new ArrayList<>(verification.faults());
        for (String stage : List.of("data", "token", "model", "eval")) {
            faults.addAll(damaged(directory.resolve(stage)));
        }
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
                            + "; every figure and every file is as stated.");
        }
        return faults.isEmpty() ? 0 : 1;
    }

    /// Files of a finished stage that are not what its manifest states, or a manifest that the
    /// ledger does not know.
    private List<String> damaged(Path folder) {
        @Nullable Path manifest =
                Files.exists(folder.resolve(Manifest.FILE)) ? folder.resolve(Manifest.FILE) : null;
        if (manifest == null) {
            return List.of();
        }
        try {
            Manifest stated = Manifest.read(folder);
            List<String> faults = new ArrayList<>();
            for (String fault : stated.damaged(folder)) {
                faults.add(folder + ": " + fault + ".");
            }
            Digest digest = stated.digest();
            if (!Files.readString(directory.resolve("dossier/ledger.jsonl"))
                    .contains(digest.hex())) {
                faults.add(manifest + " is not the manifest that the ledger names.");
            }
            return faults;
        } catch (IOException e) {
            throw Refusal.failure(folder + " cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
