package eu.socle.data;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Fact;
import eu.socle.core.Json;
import eu.socle.core.Manifest;
import eu.socle.core.Progress;
import eu.socle.core.Refusal;
import eu.socle.core.Run;
import eu.socle.core.dataset.Statistics;
import eu.socle.data.dedup.SignatureFile;
import eu.socle.data.dedup.contamination.ItemFile;
import eu.socle.data.dedup.passage.PassageRule;
import eu.socle.data.index.DatasetIndex;
import eu.socle.data.judge.Judges;
import eu.socle.data.proof.Commitment;
import eu.socle.data.proof.MerkleTree;
import eu.socle.data.read.plan.Plan;
import eu.socle.data.read.store.Stores;
import eu.socle.data.settle.Settlement;
import eu.socle.data.settle.Standing;
import eu.socle.data.statistics.Gathered;
import eu.socle.data.unit.Annotated;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The data stage: sources in, dataset out.
///
/// The plan is cut into units; an [Engine] reads and judges them. When all are done, duplicates are
/// found over all units, and the engine writes what stays, in the order of the plan, as
/// `part-00000.parquet` and on, and says in `rejects.jsonl` why each other document does not stay.
/// `statistics.json` counts them all. Every task leaves files, so an interrupted stage goes on
/// after the last finished one.
public final class DataStage {

    /// The file of documents that are not kept: id, source, step, reason, detail; never their text.
    public static final String REJECTS = "rejects.jsonl";

    private static final String EXCLUSIONS = "exclusions"; // among the inputs
    private static final String OVER = "units.over.tmp"; // working files that nobody needs any more
    private static final String PIECES = "pieces"; // of the units, what later phases look at
    private static final long PART_BYTES = 32 << 20; // of text: some seconds of work for one core

    private final DataConfig config;
    private final Plan plan;
    private final Path base;
    private final Run run;
    private final Engine engine;
    private final Judges judges;
    private final @Nullable Annotated annotated;

    private DataStage(
            DataConfig config,
            Plan plan,
            Path base,
            Run run,
            Engine engine,
            @Nullable Annotated annotated) {
        this.annotated = annotated;
        this.config = config;
        this.plan = plan;
        this.base = base;
        this.run = run;
        this.engine = engine;
        this.judges = Judges.of(config.quality(), config.personal(), base, config.languages());
    }

    /// Does the stage with the threads of the run, or goes on with it.
    ///
    /// @param base what the paths of the sources are relative to
    /// @throws eu.socle.core.Refusal for a source that is missing, or a folder that cannot be
    ///   written
    public static Manifest run(DataConfig config, Path base, Run run) {
        return run(config, base, run, new Engine.Local(run.workers()));
    }

    /// Does the stage on an engine, or goes on with it; any engine may go on with what another
    /// began.
    ///
    /// @throws eu.socle.core.Refusal as [#run(DataConfig, Path, Run)]
    public static Manifest run(DataConfig config, Path base, Run run, Engine engine) {
        try (Stores stores = new Stores(base)) {
            Plan plan = Plan.of(config.sources(), stores, run.workers());
            return stage(new DataStage(config, plan, base, run, engine, null));
        }
    }

    /// Decides again, by the config of now, about what an earlier stage read and measured; the
    /// sources are not read.
    ///
    /// @throws eu.socle.core.Refusal if it was measured in another way, or the policy of now keeps
    ///   a document whose text was not kept
    public static Manifest decideAgain(
            DataConfig config, Path base, Run run, Engine engine, Annotated annotated) {
        return stage(new DataStage(config, annotated.plan(), base, run, engine, annotated));
    }

    private static Manifest stage(DataStage stage) {
        DataConfig config = stage.config;
        SortedMap<String, Digest> inputs = new TreeMap<>();
        inputs.put("sources", stage.plan.digest());
        inputs.put("judges", stage.judges.digest());
        if (!config.decontamination().items().isEmpty()) {
            inputs.put(
                    "evaluation-sets", ItemFile.digest(config.decontamination().read(stage.base)));
        }
        if (!config.exclude().isEmpty()) {
            inputs.put(EXCLUSIONS, Tasks.exclusions(config, stage.base).digest());
        }
        refuseOtherExclusions(stage.run.directory().resolve("data"), inputs);
        if (!config.siteFiles().isEmpty()) {
            inputs.put("site-files", digestOfTree(stage.base.resolve(config.siteFiles())));
        }
        Compared.inputs(config.dedup(), stage.base, inputs);
        Run run = stage.run;
        run.inputsOf("data")
                .ifPresent(begun -> Compared.descend(config.dedup(), stage.base, run, begun));
        return run.stage("data", config, inputs, stage::work);
    }

    /// A finished dataset was made with other lists of what was erased: it needs an erasure, not
    /// another import, to lose what the lists gained.
    private static void refuseOtherExclusions(Path data, SortedMap<String, Digest> inputs) {
        if (!Files.exists(data.resolve(Manifest.FILE))) {
            return;
        }
        Digest before = Manifest.read(data).inputs().get(EXCLUSIONS);
        Digest now = inputs.get(EXCLUSIONS);
        if (before != null && now != null && !before.equals(now)) {
            throw Refusal.usage(
                    data
                            + " was made with other lists of what was erased than data.exclude names now; what they gained since leaves this dataset with: socle data erase. To import with the new lists, name another directory with --into.");
        }
    }

    /// Digest over the names and bytes of every file of a folder.
    private static Digest digestOfTree(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                all.append(root.relativize(file))
                        .append(' ')
                        .append(Digest.ofFile(file))
                        .append('\n');
            }
            return Digest.of(all.toString());
        } catch (IOException e) {
            throw Refusal.usage(
                    "the site files " + root + " cannot be read; correct data.rights.snapshots.");
        }
    }

    private SortedMap<String, Long> work(Path folder) throws IOException {
        Path over = folder.resolve(OVER);
        delete(over);
        SortedMap<String, Long> summary;
        Path working;
        try (Tasks tasks = Tasks.plan(config, base, folder, plan, judges)) {
            working = tasks.working();
            Compared.refresh(config.dedup(), base, folder, working);
            summary = work(tasks, folder);
        }
        // in one move, so that no later attempt finds half of the working files
        Files.move(working, over, StandardCopyOption.ATOMIC_MOVE);
        delete(over);
        return summary;
    }

    private SortedMap<String, Long> work(Tasks tasks, Path folder) throws IOException {
        run.progress().note(config.rights().describe());
        Optional<Decontamination.Reach> sought = config.decontamination().reach(base);
        sought.ifPresent(reach -> run.progress().note(reach.describe()));
        if (annotated != null) {
            annotated.lay(tasks, config);
        }
        each(tasks, Phase.READ, tasks.units().size(), "read and judge", "units");
        tasks.cutPieces();
        int pieces = tasks.pieces().size();
        each(tasks, Phase.DECIDE, pieces, "decide", PIECES);
        Standing.make(tasks, config.dedup());
        cutPassages(tasks, pieces);
        Settlement.make(tasks, config, PART_BYTES);
        Settlement.Shape shape;
        try (Settlement settled = Settlement.open(tasks.working())) {
            shape = settled.shape();
        }
        int parts = shape.partCount();
        each(tasks, Phase.WRITE, parts, "write", "parts");
        each(tasks, Phase.ACCOUNT, pieces, "account", PIECES);
        Tally tally = new Tally();
        for (int piece = 0; piece < pieces; piece++) {
            tally.counts().addAll(Json.read(tasks.files(piece).account(), Counts.class));
        }
        for (int part = 0; part < parts; part++) {
            tally.counts().addAll(Json.read(tasks.partAccount(part), Counts.class));
        }
        joinRejects(tasks, folder);
        statistics(tasks, parts, tally, folder);
        Commitment commitment = commit(tasks, shape, folder, tasks.identifierKey());
        run.state(config.rights().fact());
        tally.facts(config.sources(), plan).forEach(run::state);
        run.state(new Fact.DatasetCommitted(commitment.root(), commitment.documents()));
        if (config.keepAnnotated()) {
            Annotated.in(folder).keep(tasks, config);
        }
        SortedMap<String, Long> summary = tally.summary();
        sought.ifPresent(reach -> {
            summary.put("evaluation.items", reach.items());
            summary.put("evaluation.items-too-short", reach.tooShort());
        });
        return summary;
    }

    private void cutPassages(Tasks tasks, int pieces) throws IOException {
        PassageRule rule = config.dedup().passages();
        if (!rule.any()) {
            return;
        }
        int compared = PassageTasks.tasks(tasks);
        each(tasks, Phase.PASSAGES, compared, "compare passages", PIECES);
        if (rule.substrings() > 0) {
            PassageTasks.findHalfWindows(tasks);
            each(tasks, Phase.SUBSTRINGS, compared, "compare strings", PIECES);
        }
        PassageTasks.findCuts(tasks, config.dedup());
        each(tasks, Phase.EMPTY, pieces, "cut passages", PIECES);
    }

    private void each(Tasks tasks, Phase phase, int count, String what, String unit) {
        try (Progress.Work progress = run.progress().begin(what, unit, count)) {
            engine.run(
                    tasks,
                    phase,
                    count,
                    () -> {
                        progress.advance(1);
                        run.unitDone();
                    });
        }
    }

    private static void statistics(Tasks tasks, int parts, Tally tally, Path folder)
            throws IOException {
        List<Gathered.Files> files = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            files.add(tasks.partStatistics(part));
        }
        for (int piece = 0; piece < tasks.pieces().size(); piece++) {
            files.add(tasks.files(piece).statistics());
        }
        Statistics statistics =
                Gathered.of(
                        files,
                        tasks.judges().chain().schema(),
                        tally.dropped(),
                        tasks.judges().suffixes(),
                        tasks.working());
        AtomicFile.write(folder.resolve(Statistics.FILE), Json.canonical(statistics) + "\n");
    }

    /// The index, the signatures and the commitment over everything that was kept.
    private Commitment commit(
            Tasks tasks, Settlement.Shape shape, Path folder, Optional<Digest> key)
            throws IOException {
        boolean signs = config.dedup().signatures();
        boolean near = config.dedup().nearIndex();
        try (DatasetIndex.Builder index = new DatasetIndex.Builder(folder, key, near);
                MerkleTree.Builder tree = new MerkleTree.Builder(folder);
                SignatureFile.@Nullable Writer signatures =
                        signs ? new SignatureFile.Writer(folder) : null) {
            for (int part = 0; part < shape.partCount(); part++) {
                long first = shape.parts().get(part);
                Traces.addKept(tasks.partTraces(part), first, index, tree, signatures);
                if (near) {
                    index.near(tasks.partBands(part), first);
                }
            }
            for (int piece = 0; piece < tasks.pieces().size(); piece++) {
                Traces.addDropped(tasks.files(piece).traces(), index, signatures);
            }
            index.finish(shape.parts());
            if (signatures != null) {
                signatures.finish(config.dedup().minHash());
            }
            return tree.finish();
        }
    }

    private static void joinRejects(Tasks tasks, Path folder) throws IOException {
        Path rejects = folder.resolve(REJECTS);
        Path temporary = folder.resolve(REJECTS + ".tmp");
        try (OutputStream out = Files.newOutputStream(temporary)) {
            for (int piece = 0; piece < tasks.pieces().size(); piece++) {
                Files.copy(tasks.files(piece).rejects(), out);
            }
        }
        AtomicFile.publish(temporary, rejects);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            for (Path file : inside.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
