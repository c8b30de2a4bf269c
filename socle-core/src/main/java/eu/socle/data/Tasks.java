package eu.socle.data;

import eu.socle.core.AtomicFile;
import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.data.dedup.Signature;
import eu.socle.data.dedup.Signer;
import eu.socle.data.judge.Judgement;
import eu.socle.data.judge.Judges;
import eu.socle.data.read.FileReader;
import eu.socle.data.read.Plan;
import eu.socle.data.read.Reading;
import eu.socle.data.read.Tags;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The numbered tasks of the data stage. Each reads files that earlier phases left in the folder,
/// writes its own files whole, and does nothing when they are there: so any engine may run it
/// anywhere, twice, or again after a crash.
public final class Tasks {

    /// The folder of working files, gone when the stage ends.
    static final String WORKING = "units.tmp";

    private static final String PLAN = "plan.json";

    private final DataConfig config;
    private final Path folder;
    private final Path working;
    private final List<Unit> units;
    private final FileReader reader;
    private final Judges judges;

    private Tasks(DataConfig config, Path base, Path folder, Plan plan) {
        this.config = config;
        this.folder = folder;
        this.working = folder.resolve(WORKING);
        this.units = Unit.cut(plan.files());
        this.reader = new FileReader(base);
        this.judges = Judges.of(config.quality(), config.licences(), config.languages());
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
        try (UnitWriter out = new UnitWriter(files(number))) {
            for (Plan.PlannedFile file : units.get(number).files()) {
                reader.read(
                        file,
                        reading -> {
                            try {
                                note(reading, out);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
            }
            out.publish();
        }
    }

    private void note(Reading reading, UnitWriter out) throws IOException {
        switch (reading) {
            case Reading.Failed failed ->
                    out.add(
                            new Note.NoPage(
                                    failed.id(),
                                    failed.source(),
                                    failed.reason().word(),
                                    failed.detail(),
                                    true));
            case Reading.Page page -> judged(page.document(), out);
        }
    }

    private void judged(Document document, UnitWriter out) throws IOException {
        long characters = document.text().codePointCount(0, document.text().length());
        switch (judges.judge(document)) {
            case Judgement.Dropped dropped ->
                    out.add(
                            new Note.Page(
                                    document.id(),
                                    document.rights(),
                                    document.tags(),
                                    characters,
                                    0,
                                    new Note.Drop(
                                            dropped.step(), dropped.reason(), dropped.detail()),
                                    null),
                            new byte[0]);
            case Judgement.Kept kept -> {
                Document now = kept.document();
                byte[] text = now.text().getBytes(StandardCharsets.UTF_8);
                Signature signature = new Signature(config.dedup().minHash().bands());
                new Signer(config.dedup().minHash())
                        .sign(now.text(), now.rights().url(), signature);
                out.add(
                        new Note.Page(
                                now.id(),
                                now.rights(),
                                now.tags(),
                                characters,
                                text.length,
                                null,
                                signature),
                        text);
            }
        }
    }

    Path partAccount(int part) {
        return working.resolve(String.format(Locale.ROOT, "part-%05d.account.json", part));
    }

    private void writePart(int number) throws IOException {
        Path file = folder.resolve(String.format(Locale.ROOT, "part-%05d.parquet", number));
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Tally tally = new Tally();
        try (Settlement settlement = Settlement.open(working);
                PartWriter part = new PartWriter(temporary, config.rowGroupDocuments())) {
            Settlement.Shape shape = settlement.shape();
            long from = shape.parts().get(number);
            long to = shape.parts().get(number + 1);
            for (int unit = 0; unit < units.size(); unit++) {
                if (shape.kept().get(unit) < to && shape.kept().get(unit + 1) > from) {
                    writeKept(unit, from, to, settlement, part, tally);
                }
            }
            part.finish();
        }
        AtomicFile.publish(temporary, file);
        AtomicFile.write(partAccount(number), Json.canonical(tally.counts()));
    }

    /// Writes the kept documents `from` to `to` that lie in a unit.
    private void writeKept(
            int unit, long from, long to, Settlement settlement, PartWriter part, Tally tally)
            throws IOException {
        long candidate = settlement.shape().candidates().get(unit);
        long kept = settlement.shape().kept().get(unit);
        try (UnitReader in = new UnitReader(files(unit))) {
            for (@Nullable Note note = in.next(); note != null && kept < to; note = in.next()) {
                if (!(note instanceof Note.Page page) || page.drop() != null) {
                    continue;
                }
                Doubles.Place place = settlement.place(candidate);
                if (place.stays(candidate)) {
                    if (kept >= from) {
                        Document document = kept(page, in.lastText(), place);
                        part.add(document);
                        tally.kept(document, page.characters());
                    }
                    kept++;
                }
                candidate++;
            }
        }
    }

    private static Document kept(Note.Page page, String text, Doubles.Place place) {
        return new Document(page.id(), text, page.rights(), page.tags())
                .withTag(Tags.CHARACTERS, Integer.toString(text.codePointCount(0, text.length())))
                .withTag(Tags.CLUSTER_SIZE, Long.toString(place.size()));
    }

    private void account(int number) throws IOException {
        UnitFiles files = files(number);
        Path temporary = files.rejects().resolveSibling(files.rejects().getFileName() + ".tmp");
        Tally tally = new Tally();
        try (Settlement settlement = Settlement.open(working);
                UnitReader in = new UnitReader(files);
                BufferedWriter out = Files.newBufferedWriter(temporary)) {
            long candidate = settlement.shape().candidates().get(number);
            for (@Nullable Note note = in.next(); note != null; note = in.next()) {
                Reject reject = null;
                switch (note) {
                    case Note.NoPage none -> reject = Reject.of(none);
                    case Note.Page page -> {
                        if (page.drop() == null) {
                            Doubles.Place place = settlement.place(candidate);
                            if (!place.stays(candidate)) {
                                reject = Reject.copy(page, place, settlement);
                            }
                            candidate++;
                        } else {
                            reject = Reject.of(page, page.drop());
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
