package eu.socle.dossier;

import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Ledger;
import eu.socle.core.Manifest;
import eu.socle.core.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Whether a dossier is what its ledger says: the chain of the ledger, the signature, and every
/// figure computed again.
///
/// @param facts how many facts the ledger holds
/// @param key name of the key that signed, empty when there is none
/// @param faults what does not hold, one sentence each; empty means verified
public record Verification(int facts, String key, List<String> faults) {

    public Verification {
        faults = List.copyOf(faults);
    }

    /// Checks a dossier folder; works offline and reads nothing else.
    ///
    /// @throws Refusal if a file of the dossier is missing
    public static Verification of(Path folder) {
        List<String> faults = new ArrayList<>();
        for (String file :
                List.of("ledger.jsonl", "dossier.json", "signature.json", "index.html")) {
            if (!Files.isRegularFile(folder.resolve(file))) {
                throw Refusal.usage(
                        folder
                                + " is no dossier: "
                                + file
                                + " is missing; make it with `./socle dossier`.");
            }
        }
        Findings findings;
        try {
            findings = Findings.of(Ledger.read(folder.resolve("ledger.jsonl")));
        } catch (Refusal refusal) {
            return new Verification(0, "", List.of(String.valueOf(refusal.getMessage())));
        }
        try {
            Signature signature = Json.read(folder.resolve("signature.json"), Signature.class);
            checkSignature(folder, findings, signature, faults);
            checkFigures(folder, findings, faults);
            return new Verification(findings.lines(), signature.keyName(), faults);
        } catch (Refusal refusal) {
            faults.add(String.valueOf(refusal.getMessage()));
            return new Verification(findings.lines(), "", faults);
        } catch (IOException e) {
            throw Refusal.failure(
                    "the dossier " + folder + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /// Checks the folders of a run against its dossier: each finished stage has the manifest that
    /// the ledger names last, and every file is as that manifest states. Folders that are gone are
    /// not looked at.
    ///
    /// @param run a run directory with a dossier
    /// @return what does not hold, one sentence each
    /// @throws Refusal if a folder cannot be read
    public static List<String> stages(Path run) {
        Findings findings = Findings.of(Ledger.read(run.resolve("dossier/ledger.jsonl")));
        List<String> faults = new ArrayList<>();
        new Present(findings)
                .versions().stream()
                        .map(Present.Version::stage)
                        .distinct()
                        .forEach(stage -> checkStage(run.resolve(stage), stage, findings, faults));
        return faults;
    }

    private static void checkStage(
            Path folder, String stage, Findings findings, List<String> faults) {
        if (!Files.exists(folder.resolve(Manifest.FILE))) {
            return;
        }
        Manifest there = Manifest.read(folder);
        try {
            there.damaged(folder).forEach(fault -> faults.add(folder + ": " + fault + "."));
        } catch (IOException e) {
            throw Refusal.failure(folder + " cannot be read: " + e.getMessage() + ".", e);
        }
        Digest named =
                new Present(findings).current(stage).map(Present.Version::manifest).orElseThrow();
        if (!there.digest().equals(named)) {
            faults.add(
                    folder.resolve(Manifest.FILE)
                            + " is not the manifest that the ledger names last; write the dossier again if the stage was made or erased from since.");
        }
    }

    private static void checkSignature(
            Path folder, Findings findings, Signature signature, List<String> faults)
            throws IOException {
        if (!signature.fits()) {
            faults.add("signature.json does not fit the digests it states.");
        }
        if (!signature.head().equals(findings.head())) {
            faults.add("ledger.jsonl ends with another line than the one that was signed.");
        }
        if (!signature.figures().equals(Digest.ofFile(folder.resolve("dossier.json")))) {
            faults.add("dossier.json has other bytes than those that were signed.");
        }
        if (!signature.page().equals(Digest.ofFile(folder.resolve("index.html")))) {
            faults.add("index.html has other bytes than those that were signed.");
        }
    }

    private static void checkFigures(Path folder, Findings findings, List<String> faults) {
        Figures stated = Json.read(folder.resolve("dossier.json"), Figures.class);
        Figures again = Figures.of(findings);
        for (Figures.Figure figure : again.figures()) {
            Figures.Figure there = stated.named(figure.name());
            if (there == null) {
                faults.add(
                        "dossier.json lacks the figure "
                                + figure.name()
                                + ", which the ledger gives.");
            } else if (!there.equals(figure)) {
                faults.add(
                        "dossier.json states "
                                + figure.name()
                                + " = "
                                + there.value()
                                + " ("
                                + there.status()
                                + "), the ledger gives "
                                + figure.value()
                                + " ("
                                + figure.status()
                                + ").");
            }
        }
        for (Figures.Figure figure : stated.figures()) {
            if (again.named(figure.name()) == null) {
                faults.add(
                        "dossier.json states the figure "
                                + figure.name()
                                + ", which the ledger does not give.");
            }
        }
        if (!Objects.equals(stated.statements(), again.statements())) {
            faults.add("dossier.json states other words than the ledger gives.");
        }
        if (stated.facts() != again.facts() || !Objects.equals(stated.head(), again.head())) {
            faults.add("dossier.json was made from another ledger.");
        }
    }
}
