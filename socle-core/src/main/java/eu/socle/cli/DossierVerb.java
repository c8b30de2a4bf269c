package eu.socle.cli;

import eu.socle.dossier.DossierStage;
import eu.socle.dossier.Verification;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
        if (verification.facts() > 0) {
            faults.addAll(Verification.stages(directory));
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
}
