package eu.socle.data;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.data.dedup.Signature;
import eu.socle.data.dedup.Signer;
import eu.socle.data.dedup.contamination.Overlap;
import eu.socle.data.dedup.near.MinHash;
import eu.socle.data.erase.Exclusions;
import eu.socle.data.judge.Judges;
import eu.socle.data.judge.text.Scratch;
import eu.socle.data.personal.IdentifierKey;
import eu.socle.data.policy.Decision;
import eu.socle.data.read.FileReader;
import eu.socle.data.read.NoDocument;
import eu.socle.data.read.Plan;
import eu.socle.data.read.Reading;
import eu.socle.data.read.Tags;
import eu.socle.data.read.store.Stores;
import eu.socle.data.rights.SiteFile;
import eu.socle.data.rights.SiteFiles;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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

    static final String PLAN = "plan.json";
    private static final byte[] NO_TEXT = {};

    private final DataConfig config;
    private final Path base;
    private final Path folder;
    private final Path working;
    private final List<Unit> units;
    private final FileReader reader;
    private final Judges judges;
    private final @Nullable Overlap overlap;
    private final Permission own; // what documents say themselves
    private final Exclusions exclusions;
    private @Nullable Decider decider;

    private Tasks(DataConfig config, Path base, Path folder, Plan plan) {
        this.config = config;
        this.base = base;
        this.folder = folder;
        this.working = folder.resolve(WORKING);
        this.units = Unit.cut(plan.slices());
        this.reader = new FileReader(new Stores(base), config.extraction());
        this.judges = Judges.of(config.quality(), config.personal(), base, config.languages());
        this.overlap =
                config.decontamination().items().isEmpty()
                        ? null
                        : config.decontamination().overlap(base);
        this.own = new Permission(config.rights(), List.of());
        this.exclusions = exclusions(config, base);
    }

    /// What was erased and must not come back.
    static Exclusions exclusions(DataConfig config, Path base) {
        return Exclusions.read(config.exclude().stream().map(base::resolve).toList());
    }

    /// By which the key of the index of identifiers is known; empty when there is no such index.
    Optional<Digest> identifierKey() {
        return config.personal().key(base).map(IdentifierKey::check);
    }

    Exclusions exclusions() {
        return exclusions;
    }

    /// The tasks of a new stage, for its driver; leaves the plan for the machines that help.
    ///
    /// @param base what the paths of the sources are relative to
    /// @param folder of the stage
    static Tasks plan(DataConfig config, Path base, Path folder, Plan plan) throws IOException {
        Path working = Files.createDirectories(folder.resolve(WORKING));
        AtomicFile.write(working.resolve(PLAN), Json.canonical(plan));
        return new Tasks(config, base, folder, plan);
    }

    /// The tasks that a driver planned, for a machine that helps.
    ///
    /// @throws eu.socle.core.Refusal if there is no plan in the folder
    public static Tasks join(DataConfig config, Path base, Path folder) {
        Plan plan = Json.read(folder.resolve(WORKING).resolve(PLAN), Plan.class);
        return new Tasks(config, base, folder, plan);
    }

    Path working() {
        return working;
    }

    Judges judges() {
        return judges;
    }

    List<Unit> units() {
        return units;
    }

    UnitFiles files(int unit) {
        return new UnitFiles(working, unit);
    }

    /// Does one task, unless its files are there.
    ///
    /// @throws eu.socle.core.Refusal if a file cannot be written, or a source changed since it was
    ///   planned
    public void run(Phase phase, int number) {
        Path done =
                switch (phase) {
                    case READ -> files(number).notes();
                    case WRITE -> partAccount(number);
                    case ACCOUNT -> files(number).account();
                };
        if (Files.exists(done)) {
            return;
        }
        try {
            switch (phase) {
                case READ -> read(number);
                case WRITE -> writePart(number);
                case ACCOUNT -> account(number);
            }
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(done, e);
        } catch (UncheckedIOException e) {
            throw AtomicFile.cannotWrite(done, Objects.requireNonNull(e.getCause()));
        }
    }

    private void read(int number) throws IOException {
        Worker worker = new Worker(config.dedup().minHash());
        try (UnitWriter out = new UnitWriter(files(number))) {
            for (Plan.PlannedSlice slice : units.get(number).slices()) {
                reader.read(
                        slice,
                        reading -> {
                            try {
                                note(reading, out, worker);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
            }
            out.publish();
        }
    }

    /// The memory of one worker, used again from document to document.
    private static final class Worker {
        private final Scratch scratch = new Scratch();
        private final Signer signer;

        Worker(MinHash minHash) {
            signer = new Signer(minHash);
        }
    }

    private void note(Reading reading, UnitWriter out, Worker worker) throws IOException {
        switch (reading) {
            case Reading.Failed failed ->
                    out.add(
                            new Note.NoPage(
                                    failed.id(),
                                    failed.source(),
                                    failed.reason().word(),
                                    failed.detail(),
                                    true));
            case Reading.Skipped skipped ->
                    out.add(
                            new Note.NoPage(
                                    skipped.id(),
                                    skipped.source(),
                                    skipped.reason().word(),
                                    skipped.detail(),
                                    false));
            case Reading.SiteFile site -> {
                out.add(
                        new Note.NoPage(
                                site.id(),
                                site.source(),
                                NoDocument.SITE_FILE.word(),
                                site.url(),
                                false));
                Optional<SiteFile> file =
                        SiteFile.ofAnswer(site.url(), site.fetched(), site.status(), site.body());
                if (file.isPresent()) {
                    out.add(file.get());
                }
            }
            case Reading.Page page -> page(page.document(), out, worker);
        }
    }

    /// Reads on only while the page's own words allow it: the text of a reserved document is kept
    /// nowhere. What its site says is known when all units are read.
    private void page(Document document, UnitWriter out, Worker worker) throws IOException {
        long characters = document.text().codePointCount(0, document.text().length());
        Optional<String> erased = exclusions.reason(document);
        if (erased.isPresent() || own.refusal(document.rights()).isPresent()) {
            withoutText(document, erased, characters, out);
            return;
        }
        Judges.Measured measured = judges.measure(document, worker.scratch);
        Document now = measured.document();
        String read = now.text(); // as a dataset has it
        erased = exclusions.reason(now).or(() -> exclusions.near(read));
        if (erased.isPresent()) {
            withoutText(document, erased, characters, out);
            return;
        }
        if (overlap != null) {
            Optional<Overlap.Finding> found = overlap.find(now.text());
            if (found.isPresent()) {
                now = now.withTag(Tags.CONTAMINATION, Decontamination.words(found.get()));
            }
        }
        boolean dropped =
                judges.decide(now.tags(), measured.annotations()) instanceof Decision.Drop;
        byte[] text = NO_TEXT;
        Signature signature = null;
        if (!dropped || config.keepAnnotated()) {
            text = now.text().getBytes(StandardCharsets.UTF_8);
            signature = new Signature(config.dedup().minHash().bands());
            worker.signer.sign(now.text(), now.rights().url(), signature);
        }
        out.add(
                new Note.Page(
                        now.id(),
                        now.rights(),
                        now.tags(),
                        characters,
                        text.length,
                        measured.annotations(),
                        signature),
                text);
    }

    /// Notes a document whose text is kept nowhere.
    private static void withoutText(
            Document document, Optional<String> erased, long characters, UnitWriter out)
            throws IOException {
        Document noted = erased.map(e -> document.withTag(Tags.ERASED, e)).orElse(document);
        out.add(
                new Note.Page(noted.id(), noted.rights(), noted.tags(), characters, 0, null, null),
                NO_TEXT);
    }

    /// Reads the notes of a unit.
    UnitReader reader(int unit) throws IOException {
        return new UnitReader(files(unit), judges.chain().schema());
    }

    /// Decides about documents, once every unit is read.
    synchronized Decider decider() throws IOException {
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

    private void writePart(int number) throws IOException {
        Path file = folder.resolve(String.format(Locale.ROOT, "part-%05d.parquet", number));
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Tally tally = new Tally();
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
                    writeKept(unit, from, to, settlement, part, traces, tally);
                }
            }
            part.finish();
        }
        AtomicFile.publish(temporary, file);
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
            Tally tally)
            throws IOException {
        long candidate = settlement.shape().candidates().get(unit);
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
                Doubles.Place place = settlement.place(candidate);
                if (place.stays(candidate)) {
                    if (kept >= from) {
                        Document edited = kept(page, in.lastText(), place, desk);
                        String masked = edited.tags().getOrDefault(Tags.IDENTIFIERS, "");
                        Document document = edited.withoutTag(Tags.IDENTIFIERS);
                        part.add(document, Objects.requireNonNull(page.annotations()));
                        traces.kept(document, masked);
                        tally.kept(document, page.characters());
                    }
                    kept++;
                }
                candidate++;
            }
        }
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
        try (Settlement settlement = Settlement.open(working);
                UnitReader in = reader(number);
                Traces.Writer traces = new Traces.Writer(files.traces());
                BufferedWriter out = Files.newBufferedWriter(temporary)) {
            long candidate = settlement.shape().candidates().get(number);
            Decider decides = decider();
            for (@Nullable Note note = in.next(); note != null; note = in.next()) {
                Reject reject = null;
                switch (note) {
                    case Note.NoPage none -> reject = Reject.of(none);
                    case Note.Page read -> {
                        Decider.Decided decided = decides.of(read);
                        Note.Page page = decided.page();
                        Note.Drop drop = decided.drop();
                        if (drop == null) {
                            Doubles.Place place = settlement.place(candidate);
                            if (!place.stays(candidate)) {
                                reject = Reject.copy(page, place, settlement);
                                String kept = settlement.id(place.representative());
                                traces.dropped(page.id(), page.rights().url(), kept);
                            }
                            candidate++;
                        } else {
                            reject = Reject.of(page, drop);
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
        AtomicFile.write(files.account(), Json.canonical(tally.counts()));
    }
}
