package eu.socle.data;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Run;
import eu.socle.data.dedup.Duplicates;
import eu.socle.data.dedup.Fingerprint;
import eu.socle.data.judge.Judges;
import eu.socle.data.read.FileReader;
import eu.socle.data.read.Ids;
import eu.socle.data.read.Plan;
import eu.socle.data.read.Tags;
import eu.socle.data.read.store.Stores;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The data stage: sources in, dataset out.
///
/// Units of a few files are read and judged in parallel; each leaves a file, so an interrupted
/// stage goes on after the last finished one. When all are done, duplicates are found over all
/// units, and what stays is written in order of ids: `part-00000.parquet` and on, and
/// `rejects.jsonl` with the reason for each document that does not stay.
public final class DataStage {

    /// The file of documents that are not kept: id, source, step, reason, detail; never their text.
    public static final String REJECTS = "rejects.jsonl";

    private static final String UNITS =
            "units.tmp"; // folder of finished units, gone when the stage ends

    private final DataConfig config;
    private final Plan plan;
    private final Stores stores;
    private final Run run;

    private DataStage(DataConfig config, Plan plan, Stores stores, Run run) {
        this.config = config;
        this.plan = plan;
        this.stores = stores;
        this.run = run;
    }

    /// Does the stage, or goes on with it.
    ///
    /// @param base what the paths of the sources are relative to
    /// @throws eu.socle.core.Refusal for a source that is missing, or a folder that cannot be
    ///   written
    public static Manifest run(DataConfig config, Path base, Run run) {
        try (Stores stores = new Stores(base)) {
            Plan plan = Plan.of(config.sources(), stores, run.workers());
            SortedMap<String, Digest> inputs = new TreeMap<>();
            inputs.put("sources", plan.digest());
            return run.stage(
                    "data", config, inputs, new DataStage(config, plan, stores, run)::work);
        }
    }

    private SortedMap<String, Long> work(Path folder) throws IOException {
        Path unitFolder = Files.createDirectories(folder.resolve(UNITS));
        List<Unit> units = Unit.cut(plan.slices());
        readAndJudge(units, unitFolder);
        Tally tally = new Tally(config.sources(), plan);
        try (UnitFiles files = new UnitFiles(units, unitFolder)) {
            write(folder, files, tally);
        }
        tally.facts().forEach(run::state);
        delete(unitFolder);
        return tally.counts();
    }

    private void readAndJudge(List<Unit> units, Path folder) {
        FileReader reader = new FileReader(stores, config.extraction());
        Judges judges = Judges.of(config.quality(), config.licences(), config.languages());
        AtomicLong documents = new AtomicLong();
        long started = System.nanoTime();
        try (Progress.Work progress =
                run.progress().begin("read and judge", "slices", plan.slices().size())) {
            run.workers()
                    .forEach(
                            units.size(),
                            i -> {
                                long now =
                                        documents.addAndGet(
                                                units.get(i)
                                                        .work(
                                                                folder,
                                                                reader,
                                                                judges,
                                                                config.dedup()));
                                progress.advance(units.get(i).slices().size());
                                progress.figure(
                                        "documents/s", now / ((System.nanoTime() - started) / 1e9));
                                run.unitDone();
                            });
        }
    }

    private void write(Path folder, UnitFiles files, Tally tally) throws IOException {
        List<UnitFiles.Entry> entries = files.index();
        entries.sort(Comparator.comparing(UnitFiles.Entry::id, Ids.ORDER));
        List<String> candidates = new ArrayList<>();
        List<Fingerprint> fingerprints = new ArrayList<>();
        for (UnitFiles.Entry entry : entries) {
            if (entry.fingerprint() != null) {
                candidates.add(entry.id());
                fingerprints.add(entry.fingerprint());
            }
        }
        Duplicates duplicates = Duplicates.of(fingerprints);
        Path rejects = folder.resolve(REJECTS);
        Path temporary = folder.resolve(REJECTS + ".tmp");
        try (Progress.Work progress = run.progress().begin("write", "documents", entries.size());
                DatasetWriter dataset =
                        new DatasetWriter(
                                folder, config.shardDocuments(), config.rowGroupDocuments());
                BufferedWriter out = Files.newBufferedWriter(temporary)) {
            int candidate = 0;
            for (UnitFiles.Entry entry : entries) {
                switch (files.read(entry)) {
                    case Outcome.Rejected rejected -> reject(rejected, out, tally);
                    case Outcome.Candidate found -> {
                        if (duplicates.keptInsteadOf(candidate) == candidate) {
                            keep(found, duplicates.clusterSize(candidate), dataset, tally);
                        } else {
                            reject(duplicate(found, candidate, duplicates, candidates), out, tally);
                        }
                        candidate++;
                    }
                }
                progress.advance(1);
            }
            dataset.finish();
        }
        AtomicFile.publish(temporary, rejects);
    }

    private static void keep(
            Outcome.Candidate found, int clusterSize, DatasetWriter dataset, Tally tally)
            throws IOException {
        Document document =
                new Document(found.id(), found.text(), found.rights(), found.tags())
                        .withTag(Tags.CLUSTER_SIZE, Integer.toString(clusterSize));
        dataset.add(document);
        tally.kept(document, found.charactersIn());
    }

    private static Outcome.Rejected duplicate(
            Outcome.Candidate found, int number, Duplicates duplicates, List<String> ids) {
        boolean exact = duplicates.isExactCopy(number);
        String other =
                ids.get(
                        exact
                                ? duplicates.firstWithSameText(number)
                                : duplicates.keptInsteadOf(number));
        return new Outcome.Rejected(
                found.id(),
                found.source(),
                "dedup",
                exact ? "exact_duplicate" : "near_duplicate",
                (exact ? "the same text as " : "nearly the text of ") + other,
                false,
                found.rights().licence().label(),
                found.charactersIn(),
                List.of());
    }

    /// One line of the rejects file.
    private record Line(
            String id,
            String source,
            String step,
            String reason,
            String detail,
            boolean failed,
            @Nullable String licence) {}

    private static void reject(Outcome.Rejected document, BufferedWriter out, Tally tally)
            throws IOException {
        Line line =
                new Line(
                        document.id(),
                        document.source(),
                        document.step(),
                        document.reason(),
                        document.detail(),
                        document.failed(),
                        document.licence());
        out.write(Json.canonical(line));
        out.write('\n');
        tally.rejected(document);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            for (Path file : inside.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
