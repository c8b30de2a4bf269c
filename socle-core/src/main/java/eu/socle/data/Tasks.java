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
import eu.socle.data.settle.Candidates;
import eu.socle.data.settle.Doubles;
import eu.socle.data.settle.Existing;
import eu.socle.data.settle.ExistingTexts;
import eu.socle.data.settle.PieceFiles;
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
import eu.socle.data.unit.Piece;
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
public final class Tasks implements AutoCloseable {

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
    private @Nullable ExistingTexts existingTexts;
    private @Nullable List<Piece> pieces; // once all units are read

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

    /// The texts of existing datasets.
    public synchronized ExistingTexts existingTexts() {
        if (existingTexts == null) {
            existingTexts = ExistingTexts.open(config.dedup(), base);
        }
        return existingTexts;
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

    public UnitFiles unitFiles(int unit) {
        return new UnitFiles(working, unit);
    }

    public PieceFiles files(int piece) {
        return new PieceFiles(working, piece);
    }

    /// Cuts the units into pieces, once all of them are read.
    ///
    /// @throws IOException if a unit cannot be read
    void cutPieces() throws IOException {
        pieces = Piece.cut(working, units.size());
    }

    /// What the tasks behind [Phase#READ] look at, in the order of the plan.
    public synchronized List<Piece> pieces() {
        if (pieces == null) {
            pieces = Piece.read(working);
        }
        return pieces;
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
                    case READ -> unitFiles(number).notes();
                    case DECIDE -> files(number).candidates();
                    case PASSAGES -> files(number).passages();
                    case SUBSTRINGS -> files(number).windows();
                    case EMPTY -> files(number).emptied();
                    case WRITE -> partAccount(number);
                    case ACCOUNT -> files(number).account();
                };
        if (Files.exists(done)) {
            return;
        }
        try {
            switch (phase) {
                case READ -> read(number, crew);
                case DECIDE -> decide(number);
                case PASSAGES -> PassageTasks.hash(this, number, config.dedup().passages());
                case SUBSTRINGS ->
                        PassageTasks.hashWindows(this, number, config.dedup().passages());
                case EMPTY -> PassageTasks.empty(this, number, config.dedup().passages());
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
        try (UnitWriter out = new UnitWriter(unitFiles(number))) {
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

    private void decide(int number) throws IOException {
        Decider decides = decider();
        try (UnitReader in = reader(number);
                Candidates.Writer out = new Candidates.Writer(files(number))) {
            long note = in.position();
            for (@Nullable Note read = in.next(); read != null; read = in.next()) {
                if (read instanceof Note.Page page && decides.of(page).drop() == null) {
                    long priority = config.dedup().priority(page.source(), page.characters());
                    out.add(page, priority, note, in.textPosition());
                }
                note = in.position();
            }
            out.publish();
        }
    }

    /// Reads the notes of a piece.
    public UnitReader reader(int number) throws IOException {
        Piece piece = pieces().get(number);
        return new UnitReader(unitFiles(piece.unit()), judges.chain().schema(), piece);
    }

    /// The candidates of a piece, once they are decided.
    public Candidates candidates(int number) throws IOException {
        return Candidates.open(files(number), unitFiles(pieces().get(number).unit()).texts());
    }

    /// Decides about documents, once every unit is read.
    public synchronized Decider decider() throws IOException {
        if (decider == null) {
            List<SiteFile> crawled = new ArrayList<>();
            for (int unit = 0; unit < units.size(); unit++) {
                crawled.addAll(UnitReader.sites(unitFiles(unit)));
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

    /// Keys by which near copies of a part's documents are found.
    Path partBands(int part) {
        return working.resolve(String.format(Locale.ROOT, "part-%05d.bands", part));
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
                                judges.chain().annotations(),
                                config.dedup().nearIndex()
                                        ? Optional.of(partBands(number))
                                        : Optional.empty());
                Traces.Writer traces = new Traces.Writer(partTraces(number))) {
            Settlement.Shape shape = settlement.shape();
            long from = shape.parts().get(number);
            long to = shape.parts().get(number + 1);
            for (int piece = 0; piece < pieces().size(); piece++) {
                if (shape.kept().get(piece) < to && shape.kept().get(piece + 1) > from) {
                    writeKept(piece, from, to, settlement, part, traces, tally, gathering);
                }
            }
            part.finish();
        }
        AtomicFile.publish(temporary, file);
        gathering.write(partStatistics(number).numbers(), partStatistics(number).byDomain());
        AtomicFile.write(partAccount(number), Json.canonical(tally.counts()));
    }

    /// Writes the kept documents `from` to `to` that lie in a piece.
    private void writeKept(
            int piece,
            long from,
            long to,
            Settlement settlement,
            PartWriter part,
            Traces.Writer traces,
            Tally tally,
            Gathering gathering)
            throws IOException {
        long candidate = settlement.standing().first(piece);
        long kept = settlement.shape().kept().get(piece);
        Decider decides = decider();
        Judges.Desk desk = new Judges.Desk();
        try (UnitReader in = reader(piece);
                Candidates candidates = candidates(piece)) {
            for (; kept < to && candidates.next(); candidate++) {
                Doubles.Place place = settlement.standing().place(candidate);
                if (!place.stays() || kept++ < from) {
                    continue;
                }
                Note.Page page = decides.complete(in.page(candidates.note()));
                Cutting cutting = Cutting.of(candidates.utf8(), settlement.cuts(candidate));
                tally.cut(cutting);
                String cluster =
                        place.cluster() == candidate
                                ? page.id()
                                : settlement.standing().id(place.cluster());
                Document edited =
                        kept(page, cutting.text(), place, desk).withTag(Tags.CLUSTER, cluster);
                String masked = edited.tags().getOrDefault(Tags.IDENTIFIERS, "");
                Document document = edited.withoutTag(Tags.IDENTIFIERS);
                Annotations values = Objects.requireNonNull(page.annotations());
                part.add(document, values);
                traces.kept(document, page.signed(), masked);
                tally.kept(document, page.characters());
                gathering.keep(document, values, page.characters(), bytes(document.text()));
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
        PieceFiles files = files(number);
        Path temporary = files.rejects().resolveSibling(files.rejects().getFileName() + ".tmp");
        Tally tally = new Tally();
        Gathering gathering = new Gathering(judges.chain().schema());
        try (Standing standing = Standing.open(working);
                UnitReader in = reader(number);
                Candidates candidates = candidates(number);
                Traces.Writer traces = new Traces.Writer(files.traces());
                BufferedWriter out = Files.newBufferedWriter(temporary)) {
            long candidate = standing.first(number);
            boolean more = candidates.next();
            Decider decides = decider();
            long at = in.position();
            for (@Nullable Note note = in.next(); note != null; note = in.next()) {
                Reject reject = null;
                switch (note) {
                    case Note.NoPage none -> {
                        reject = Reject.of(none);
                        gathering.none(none.source());
                    }
                    case Note.Page page -> {
                        if (more && candidates.note() == at) {
                            reject = doubled(page, candidate++, standing, traces, gathering);
                            more = candidates.next();
                        } else {
                            Decider.Decided decided = decides.of(page);
                            Note.Drop drop = Objects.requireNonNull(decided.drop());
                            reject = Reject.of(decided.page(), drop);
                            drop(decided.page(), gathering);
                        }
                    }
                }
                if (reject != null) {
                    out.write(reject.line());
                    tally.rejected(reject);
                }
                at = in.position();
            }
        }
        AtomicFile.publish(temporary, files.rejects());
        gathering.write(files.statistics().numbers(), files.statistics().byDomain());
        AtomicFile.write(files.account(), Json.canonical(tally.counts()));
    }

    /// Says why a candidate does not stay; null when it does.
    private @Nullable Reject doubled(
            Note.Page page,
            long candidate,
            Standing standing,
            Traces.Writer traces,
            Gathering gathering)
            throws IOException {
        Doubles.Place place = standing.place(candidate);
        if (place.stays()) {
            return null;
        }
        long stays = place.representative();
        if (place.isDouble() && stays >= 0) {
            traces.dropped(
                    page.id(),
                    page.rights().url(),
                    standing.id(stays),
                    standing.place(stays).stays()
                            ? Standing.known(place, page.signed())
                            : Optional.empty());
        }
        Note.Page complete = decider().complete(page);
        drop(complete, gathering);
        return Reject.of(complete, place, standing, existing);
    }

    private static void drop(Note.Page page, Gathering gathering) {
        gathering.drop(page.rights(), page.tags(), page.characters(), page.annotations());
    }

    /// Lets go of the storages that sources were read from.
    @Override
    public void close() {
        reader.close();
    }
}
