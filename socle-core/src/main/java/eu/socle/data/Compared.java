package eu.socle.data;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Fact;
import eu.socle.core.Json;
import eu.socle.core.Ledger;
import eu.socle.core.Manifest;
import eu.socle.core.Refusal;
import eu.socle.core.Run;
import eu.socle.data.dedup.DedupConfig;
import eu.socle.data.dedup.SignatureFile;
import eu.socle.data.unit.UnitFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What becomes of a stage that was compared with datasets from which documents were erased since
/// it began.
///
/// The dataset of now is the one of then less the erased documents when its own ledger leads from
/// the manifest of then to that of now, erasure by erasure, and its manifest names the one before.
/// Then a finished stage stays what it is, with the steps stated in its ledger, and an unfinished
/// one keeps what it read and compares it anew. A dataset that was changed in any other way is
/// another input.
final class Compared {

    private static final String AGAINST = "against."; // followed by a dataset's number
    private static final String FILE = "against.json"; // among the working files

    private Compared() {}

    /// Adds what the datasets are to the inputs of a stage.
    ///
    /// @throws eu.socle.core.Refusal if one is not there
    static void inputs(DedupConfig config, Path base, SortedMap<String, Digest> inputs) {
        for (int i = 0; i < config.against().size(); i++) {
            Path folder = folder(config, base, i);
            if (!Files.exists(folder.resolve(Manifest.FILE))) {
                throw Refusal.usage(
                        "data.dedup.against names "
                                + config.against().get(i)
                                + ", but "
                                + folder
                                + " holds no finished dataset; correct the path, or finish that run.");
            }
            inputs.put(AGAINST + i, Manifest.read(folder).digest());
        }
    }

    private static Path folder(DedupConfig config, Path base, int number) {
        return SignatureFile.folder(base.resolve(config.against().get(number)));
    }

    /// States in the run's ledger which erasures lead from the datasets that its stage began with
    /// to those of now, where that is proven.
    ///
    /// @param begun inputs the stage was begun with
    /// @throws eu.socle.core.Refusal if the ledger of a dataset is broken
    static void descend(DedupConfig config, Path base, Run run, SortedMap<String, Digest> begun) {
        for (int i = 0; i < config.against().size(); i++) {
            Digest then = begun.get(AGAINST + i);
            Path data = folder(config, base, i);
            Manifest now = Manifest.read(data);
            if (then == null || then.equals(now.digest())) {
                continue;
            }
            List<Fact.ManifestSuperseded> steps = steps(data, then, now);
            for (Fact.ManifestSuperseded step : steps) {
                run.stateOnce(
                        new Fact.ManifestSuperseded(
                                AGAINST + i, step.before(), step.after(), step.erasure()));
            }
            if (!steps.isEmpty()) {
                run.progress()
                        .note(
                                "documents were erased from "
                                        + config.against().get(i)
                                        + " since this was compared with it ("
                                        + String.join(
                                                ", ",
                                                steps.stream()
                                                        .map(Fact.ManifestSuperseded::erasure)
                                                        .toList())
                                        + "); its ledger proves that it is the same dataset without them.");
            }
        }
    }

    /// The erasures that lead from one manifest to another; none when they do not.
    private static List<Fact.ManifestSuperseded> steps(Path data, Digest then, Manifest now) {
        Path ledger = data.toAbsolutePath().normalize().resolveSibling("ledger.jsonl");
        if (!Files.exists(ledger)) {
            return List.of();
        }
        Map<Digest, Fact.ManifestSuperseded> after = new HashMap<>();
        for (Ledger.Line line : Ledger.read(ledger)) {
            if (line.fact() instanceof Fact.ManifestSuperseded step
                    && step.stage().equals(now.stage())) {
                after.put(step.before(), step);
            }
        }
        List<Fact.ManifestSuperseded> steps = new ArrayList<>();
        Digest at = then;
        while (!at.equals(now.digest())) {
            Fact.ManifestSuperseded step = after.remove(at);
            if (step == null) {
                return List.of();
            }
            steps.add(step);
            at = step.after();
        }
        return steps.getLast().before().equals(now.supersedes()) ? steps : List.of();
    }

    /// Takes away what an earlier attempt found out by comparing with datasets as they were before
    /// an erasure; what it read and judged stays.
    ///
    /// @param folder of the stage
    /// @param working files of the stage
    /// @throws IOException if a file cannot be deleted
    static void refresh(DedupConfig config, Path base, Path folder, Path working)
            throws IOException {
        SortedMap<String, Digest> now = new TreeMap<>();
        inputs(config, base, now);
        Path file = working.resolve(FILE);
        String text = Json.canonical(now);
        if (now.isEmpty() || (Files.exists(file) && Files.readString(file).equals(text))) {
            return;
        }
        delete(
                working,
                name -> !UnitFiles.isRead(name) && !name.equals(Tasks.PLAN) && !name.equals(FILE));
        delete(folder, name -> name.startsWith("part-"));
        AtomicFile.write(file, text); // last: an interruption begins this again
    }

    private interface Names {
        boolean go(String name);
    }

    private static void delete(Path folder, Names names) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            for (Path file : inside.filter(Files::isRegularFile).toList()) {
                if (names.go(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
    }
}
