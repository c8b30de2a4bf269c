package eu.socle.data;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.data.dataset.PartWriter;
import eu.socle.data.dedup.contamination.Overlap;
import eu.socle.data.dedup.passage.Cutting;
import eu.socle.data.erase.Exclusions;
import eu.socle.data.judge.Judges;
import eu.socle.data.personal.IdentifierKey;
import eu.socle.data.policy.Annotations;
import eu.socle.data.read.FileReader;
import eu.socle.data.read.Manner;
import eu.socle.data.read.page.Tags;
import eu.socle.data.read.plan.Plan;
import eu.socle.data.read.store.Stores;
import eu.socle.data.rights.Signals;
import eu.socle.data.rights.SiteFile;
import eu.socle.data.rights.SiteFiles;
import eu.socle.data.settle.Doubles;
import eu.socle.data.settle.Existing;
import eu.socle.data.settle.Reject;
import eu.socle.data.settle.Settlement;
import eu.socle.data.settle.Standing;
import eu.socle.data.statistics.Gathered;
import eu.socle.data.statistics.Gathering;
import eu.socle.data.unit.Batches;
import eu.socle.data.unit.Crew;
import eu.socle.data.unit.Decider;
import eu.socle.data.unit.Note;
import eu.socle.data.unit.Noting;
import eu.socle.data.unit.Permission;
import eu.socle.data.unit.Unit;
import eu.socle.data.unit.UnitFiles;
import eu.socle.data.unit.UnitReader;
import eu.socle.data.unit.UnitWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The numbered tasks of the data stage. Each reads files that earlier phases left in the folder,
/// writes its own files whole, and does nothing when they are there: so any engine may run it
/// anywhere, twice, or again after a crash.
public final class Tasks {

    /// The folder of working files, gone when the stage ends.
    static final String WORKING = "units.tmp";

    public static final String PLAN = "plan.json";

    private final DataConfig config;
    private final Path base;
    private final Path folder;
    private final Path working;
    private final List<Unit> units;
    private final FileReader reader;
    private final Judges judges;
    private final Exclusions exclusions;
    private final Existing existing;
    private final Noting noting;
    private @Nullable Decider decider;

    private Tasks(DataConfig config, Path base, Path folder, Plan plan, Judges judges) {
        this.config = config;
        this.base = base;
        this.folder = folder;
        this.working = folder.resolve(WORKING);
        this.units = Unit.cut(plan.slices());
        this.reader =
                new FileReader(
                        new Stores(base),
                        new Manner(config.extraction(), new Signals(config.rights().agents())));
        this.judges = judges;
        this.exclusions = exclusions(config, base);
        Overlap overlap =
                config.decontamination().items().isEmpty()
                        ? null
                        : config.decontamination().overlap(base);
        this.existing = Existing.open(config.dedup(), base);
        Permission own = new Permission(config.rights(), List.of());
        this.noting = new Noting(config, judges, overlap, own, exclusions);
    }

    /// What was erased and must not come back.
    public static Exclusions exclusions(DataConfig config, Path base) {
        return Exclusions.read(config.exclude().stream().map(base::resolve).toList());
    }

    /// By which the key of the index of identifiers is known; empty when there is no such index.
    Optional<Digest> identifierKey() {
        return config.personal().key(base).map(IdentifierKey::check);
    }

    public Existing existing() {
        return existing;
    }

    public Exclusions exclusions() {
        return exclusions;
    }

    /// The tasks of a new stage, for its driver; leaves the plan for the machines that help.
    ///
    /// @param base what the paths of the sources are relative to
    /// @param folder of the stage
    /// @param judges of the config
    static Tasks plan(DataConfig config, Path base, Path folder, Plan plan, Judges judges)
            throws IOException {
        Path working = Files.createDirectories(folder.resolve(WORKING));
        AtomicFile.write(working.resolve(PLAN), Json.canonical(plan));
        return new Tasks(config, base, folder, plan, judges);
    }

    /// The tasks that a driver planned, for a machine that helps.
    ///
    /// @throws eu.socle.core.Refusal if there is no plan in the folder
    public static Tasks join(DataConfig config, Path base, Path folder) {
        Plan plan = Json.read(folder.resolve(WORKING).resolve(PLAN), Plan.class);
        Judges judges = Judges.of(config.quality(), config.personal(), base, config.languages());
        return new Tasks(config, base, folder, plan, judges);
    }

    public Path working() {
        return working;
    }

    public Judges judges() {
        return judges;
    }

    public List<Unit> units() {
        return units;
    }

    public UnitFiles files(int unit) {
        return new UnitFiles(working, unit);
    }

    /// Does one task, unless its files are there.
    ///
    /// @throws eu.socle.core.Refusal if a file cannot be written, or a source changed since it was
    ///   planned
    public void run(Phase phase, int number) {
        run(phase, number, Crew.alone());
    }

    /// As [#run(Phase, int)], with other threads that may help to read.
    void run(Phase phase, int number, Crew crew) {
        Path done =
                switch (phase) {
                    case READ -> files(number).notes();
                    case PASSAGES -> files(number).passages();
                    case SUBSTRINGS -> files(number).windows();
                    case WRITE -> partAccount(number);
                    case ACCOUNT -> files(number).account();
                };
        if (Files.exists(done)) {
            return;
        }
        try {
            switch (phase) {
                case READ -> read(number, crew);
                case PASSAGES -> PassageTasks.hash(this, number, config.dedup().passages());
                case SUBSTRINGS ->
                        PassageTasks.hashWindows(this, number, config.dedup().passages());
                case WRITE -> writePart(number);
                case ACCOUNT -> account(number);
            }
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(done, e);
        } catch (UncheckedIOException e) {
            throw AtomicFile.cannotWrite(done, Objects.requireNonNull(e.getCause()));
        }
    }

    private void read(int number, Crew crew) throws IOException {
        try (UnitWriter out = new UnitWriter(files(number))) {
            Batches batches = new Batches(noting, crew, out);
            for (Plan.PlannedSlice slice : units.get(number).slices()) {
                reader.read(slice, batches::add);
            }
            batches.finish();
            out.publish();
        }
    }

    /// Helps the threads that still read units, until all are read.
    void help(Crew crew) {
        crew.help(noting);
    }

    /// Reads the notes of a unit.
    public UnitReader reader(int unit) throws IOException {
        return new UnitReader(files(unit), judges.chain().schema());
    }

    /// Decides about documents, once every unit is read.
    public synchronized Decider decider() throws IOException {
        if (decider == null) {
            List<SiteFile> crawled = new ArrayList<>();
            for (int unit = 0; unit < units.size(); unit++) {
                crawled.addAll(UnitReader.sites(files(unit)));
            }
            List<SiteFiles> sites = new ArrayList<>();
            if (!crawled.isEmpty()) {
                sites.add(SiteFiles.of(crawled, config.rights().agents()));
            }
            if (!config.siteFiles().isEmpty()) {
                sites.add(
                        SiteFiles.ofFolder(
                                base.resolve(config.siteFiles()), config.rights().agents()));
            }
            decider = new Decider(new Permission(config.rights(), sites), judges, config.sample());
        }
        return decider;
    }

    Path partAccount(int part) {
        return working.resolve(String.format(Locale.ROOT, "part-%05d.account.json", part));
    }

    Path partTraces(int part) {
        return working.resolve(String.format(Locale.ROOT, "part-%05d.traces", part));
    }

    /// What is counted about the documents of a part.
    Gathered.Files partStatistics(int part) {
        String name = String.format(Locale.ROOT, "part-%05d", part);
        return new Gathered.Files(
                working.resolve(name + ".statistics.json"), working.resolve(name + ".domains"));
    }

    private void writePart(int number) throws IOException {
        Path file = folder.resolve(String.format(Locale.ROOT, "part-%05d.parquet", number));
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Tally tally = new Tally();
        Gathering gathering = new Gathering(judges.chain().schema());
        try (Settlement settlement = Settlement.open(working);
                PartWriter part =
                        new PartWriter(
                                temporary,
                                config.rowGroupDocuments(),
                                judges.chain().annotations());
                Traces.Writer traces = new Traces.Writer(partTraces(number))) {
            Settlement.Shape shape = settlement.shape();
            long from = shape.parts().get(number);
            long to = shape.parts().get(number + 1);
            for (int unit = 0; unit < units.size(); unit++) {
                if (shape.kept().get(unit) < to && shape.kept().get(unit + 1) > from) {
                    writeKept(unit, from, to, settlement, part, traces, tally, gathering);
                }
            }
            part.finish();
        }
        AtomicFile.publish(temporary, file);
        gathering.write(partStatistics(number).numbers(), partStatistics(number).byDomain());
        AtomicFile.write(partAccount(number), Json.canonical(tally.counts()));
    }

    /// Writes the kept documents `from` to `to` that lie in a unit.
    private void writeKept(
            int unit,
            long from,
            long to,
            Settlement settlement,
            PartWriter part,
            Traces.Writer traces,
            Tally tally,
            Gathering gathering)
            throws IOException {
        long candidate = settlement.standing().first(unit);
        long kept = settlement.shape().kept().get(unit);
        Decider decides = decider();
        Judges.Desk desk = new Judges.Desk();
        try (UnitReader in = reader(unit)) {
            for (@Nullable Note note = in.next(); note != null && kept < to; note = in.next()) {
                if (!(note instanceof Note.Page read)) {
                    continue;
                }
                Decider.Decided decided = decides.of(read);
                if (decided.drop() != null) {
                    continue;
                }
                Note.Page page = decided.page();
                Doubles.Place place = settlement.standing().place(candidate);
                if (place.stays()) {
                    if (kept >= from) {
                        Cutting cutting = Cutting.of(in.lastUtf8(), settlement.cuts(candidate));
                        tally.cut(cutting);
                        String cluster = settlement.standing().id(place.cluster());
                        Document edited =
                                kept(page, cutting.text(), place, desk)
                                        .withTag(Tags.CLUSTER, cluster);
                        String masked = edited.tags().getOrDefault(Tags.IDENTIFIERS, "");
                        Document document = edited.withoutTag(Tags.IDENTIFIERS);
                        Annotations values = Objects.requireNonNull(page.annotations());
                        part.add(document, values);
                        traces.kept(document, page.signed(), masked);
                        tally.kept(document, page.characters());
                        gathering.keep(document, values, page.characters(), bytes(document.text()));
                    }
                    kept++;
                }
                candidate++;
            }
        }
    }

    private static long bytes(String text) {
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // each half of a pair is two of the four bytes of its code point
            bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return bytes;
    }

    private Document kept(Note.Page page, String text, Doubles.Place place, Judges.Desk desk) {
        Document edited =
                judges.edit(new Document(page.id(), text, page.rights(), page.tags()), desk);
        String now = edited.text();
        return edited.withTag(
                        Tags.CHARACTERS, Integer.toString(now.codePointCount(0, now.length())))
                .withTag(Tags.CLUSTER_SIZE, Long.toString(place.size()));
    }

    private void account(int number) throws IOException {
        UnitFiles files = files(number);
        Path temporary = files.rejects().resolveSibling(files.rejects().getFileName() + ".tmp");
        Tally tally = new Tally();
        Gathering gathering = new Gathering(judges.chain().schema());
        try (Standing standing = Standing.open(working);
                UnitReader in = reader(number);
                Traces.Writer traces = new Traces.Writer(files.traces());
                BufferedWriter out = Files.newBufferedWriter(temporary)) {
            long candidate = standing.first(number);
            Decider decides = decider();
            for (@Nullable Note note = in.next(); note != null; note = in.next()) {
                Reject reject = null;
                switch (note) {
                    case Note.NoPage none -> {
                        reject = Reject.of(none);
                        gathering.none(none.source());
                    }
                    case Note.Page read -> {
                        Decider.Decided decided = decides.of(read);
                        Note.Page page = decided.page();
                        Note.Drop drop = decided.drop();
                        if (drop == null) {
                            Doubles.Place place = standing.place(candidate);
                            if (!place.stays()) {
                                reject = Reject.of(page, place, standing, existing);
                                long stays = place.representative();
                                if (place.isDouble() && stays >= 0) {
                                    String kept = standing.id(stays);
                                    traces.dropped(page.id(), page.rights().url(), kept);
                                }
                            }
                            candidate++;
                        } else {
                            reject = Reject.of(page, drop);
                        }
                        if (reject != null) {
                            gathering.drop(
                                    page.rights(),
                                    page.tags(),
                                    page.characters(),
                                    page.annotations());
                        }
                    }
                }
                if (reject != null) {
                    out.write(reject.line());
                    tally.rejected(reject);
                }
            }
        }
        AtomicFile.publish(temporary, files.rejects());
        gathering.write(files.statistics().numbers(), files.statistics().byDomain());
        AtomicFile.write(files.account(), Json.canonical(tally.counts()));
    }
}
