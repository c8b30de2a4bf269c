package eu.socle.data;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Run;
import eu.socle.data.dedup.Signature;
import eu.socle.data.judge.Judges;
import eu.socle.data.read.FileReader;
import eu.socle.data.read.Ids;
import eu.socle.data.read.Plan;
import eu.socle.data.read.Tags;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
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
    private final Path base;
    private final Run run;

    private DataStage(DataConfig config, Plan plan, Path base, Run run) {
        this.config = config;
        this.plan = plan;
        this.base = base;
        this.run = run;
    }

    /// Does the stage, or goes on with it.
    ///
    /// @param base what the paths of the sources are relative to
    /// @throws eu.socle.core.Refusal for a source that is missing, or a folder that cannot be
    ///   written
    public static Manifest run(DataConfig config, Path base, Run run) {
        Plan plan = Plan.of(config.sources(), base);
        SortedMap<String, Digest> inputs = new TreeMap<>();
        inputs.put("sources", plan.digest());
        return run.stage("data", config, inputs, new DataStage(config, plan, base, run)::work);
    }

    private SortedMap<String, Long> work(Path folder) throws IOException {
        Path unitFolder = Files.createDirectories(folder.resolve(UNITS));
        List<Unit> units = Unit.cut(plan.files());
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
        FileReader reader = new FileReader(base);
        Judges judges = Judges.of(config.quality(), config.licences(), config.languages());
        AtomicLong documents = new AtomicLong();
        long started = System.nanoTime();
        try (Progress.Work progress =
                run.progress().begin("read and judge", "files", plan.files().size())) {
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
                                progress.advance(units.get(i).files().size());
                                progress.figure(
                                        "documents/s", now / ((System.nanoTime() - started) / 1e9));
                                run.unitDone();
                            });
        }
    }

    private void write(Path folder, UnitFiles files, Tally tally) throws IOException {
        List<UnitFiles.Entry> entries = files.index();
        entries.sort(Comparator.comparing(UnitFiles.Entry::id, Ids.ORDER));
        List<UnitFiles.Entry> candidates =
                entries.stream().filter(entry -> entry.signature() != null).toList();
        Path rejects = folder.resolve(REJECTS);
        Path temporary = folder.resolve(REJECTS + ".tmp");
        try (Progress.Work progress = run.progress().begin("write", "documents", entries.size());
                DatasetWriter dataset =
                        new DatasetWriter(
                                folder, config.shardDocuments(), config.rowGroupDocuments());
                Doubles doubles = doubles(candidates, folder.resolve(UNITS));
                BufferedWriter out = Files.newBufferedWriter(temporary)) {
            int candidate = 0;
            for (UnitFiles.Entry entry : entries) {
                switch (files.read(entry)) {
                    case Outcome.Rejected rejected -> reject(rejected, out, tally);
                    case Outcome.Candidate found -> {
                        switch (doubles.of(candidate++)) {
                            case Doubles.Fate.Stays stays ->
                                    keep(found, stays.clusterSize(), dataset, tally);
                            case Doubles.Fate.Goes goes ->
                                    reject(
                                            duplicate(
                                                    found,
                                                    goes,
                                                    candidates.get((int) goes.other()).id()),
                                            out,
                                            tally);
                        }
                    }
                }
                progress.advance(1);
            }
            dataset.finish();
        }
        AtomicFile.publish(temporary, rejects);
    }

    private static void keep(
            Outcome.Candidate found, long clusterSize, DatasetWriter dataset, Tally tally)
            throws IOException {
        Document document =
                new Document(found.id(), found.text(), found.rights(), found.tags())
                        .withTag(Tags.CLUSTER_SIZE, Long.toString(clusterSize));
        dataset.add(document);
        tally.kept(document, found.charactersIn());
    }

    private Doubles doubles(List<UnitFiles.Entry> candidates, Path folder) {
        return Doubles.of(
                candidates.size(),
                new Doubles.Signatures() {
                    @Override
                    public Signature of(int candidate) {
                        return Objects.requireNonNull(candidates.get(candidate).signature());
                    }

                    @Override
                    public long characters(int candidate) {
                        return candidates.get(candidate).characters();
                    }
                },
                config.dedup(),
                folder);
    }

    private static Outcome.Rejected duplicate(
            Outcome.Candidate found, Doubles.Fate.Goes goes, String other) {
        String detail =
                switch (goes.reason()) {
                    case "exact_duplicate" -> "the same text as ";
                    case "same_address" -> "the same address as ";
                    default -> "nearly the text of ";
                };
        return new Outcome.Rejected(
                found.id(),
                found.source(),
                "dedup",
                goes.reason(),
                detail + other,
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
