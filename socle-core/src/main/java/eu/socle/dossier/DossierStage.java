package eu.socle.dossier;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Ledger;
import eu.socle.core.Refusal;
import eu.socle.core.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes the evidence of a run: `index.html` for people, `dossier.json` for programs, a copy of
/// the ledger, and a signature over all of them. The same ledger gives the same page and figures.
public final class DossierStage {

    private DossierStage() {}

    /// Writes `dossier/` in the run's directory.
    ///
    /// @return the page
    public static Path run(Run run) {
        return write(run.directory());
    }

    /// As [#run(Run)], for a run that nobody is working on.
    ///
    /// @throws Refusal if the directory holds no ledger or it does not verify
    public static Path write(Path directory) {
        Path ledger = directory.resolve("ledger.jsonl");
        if (!Files.isRegularFile(ledger)) {
            throw Refusal.usage(
                    directory
                            + " holds no ledger.jsonl, so it is no run; name a run directory, for example runs/hello.");
        }
        Path folder = directory.resolve("dossier");
        try {
            Files.createDirectories(folder);
            byte[] copy = Files.readAllBytes(ledger);
            AtomicFile.write(folder.resolve("ledger.jsonl"), copy);
            Findings findings = Findings.of(Ledger.read(folder.resolve("ledger.jsonl")));
            String figures = Json.canonical(Figures.of(findings)) + "\n";
            String page = new Page(findings, Figures.of(findings)).html();
            AtomicFile.write(folder.resolve("dossier.json"), figures);
            AtomicFile.write(folder.resolve("index.html"), page);
            Signature signature =
                    Signature.sign(
                            directory.resolve(RunKey.FOLDER),
                            findings.head(),
                            Digest.of(figures),
                            Digest.of(page));
            AtomicFile.write(folder.resolve("signature.json"), signature.json());
            return folder.resolve("index.html");
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(folder, e);
        }
    }
}
