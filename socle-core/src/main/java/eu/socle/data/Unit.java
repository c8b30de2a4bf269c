package eu.socle.data;

import eu.socle.core.AtomicFile;
import eu.socle.core.Document;
import eu.socle.core.Json;
import eu.socle.core.Rights;
import eu.socle.core.Rights.Licence;
import eu.socle.data.dedup.Fingerprint;
import eu.socle.data.dedup.MinHash;
import eu.socle.data.judge.Judgement;
import eu.socle.data.judge.Judges;
import eu.socle.data.read.FileReader;
import eu.socle.data.read.NoDocument;
import eu.socle.data.read.Plan.PlannedSlice;
import eu.socle.data.read.Reading;
import eu.socle.data.read.Tags;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// A few slices of the plan that are read and judged in one go. Its finished file is kept until the
/// stage ends, so that an interrupted stage does not do the work again.
///
/// @param number position in the plan
/// @param slices in the plan's order
record Unit(int number, List<PlannedSlice> slices) {

    private static final int MOST_SLICES = 64; // about a second of work on small pages
    private static final long MOST_BYTES = 16 << 20;

    /// Cuts a plan by slices and bytes alone, never by the number of threads.
    static List<Unit> cut(List<PlannedSlice> plan) {
        List<Unit> units = new ArrayList<>();
        List<PlannedSlice> slices = new ArrayList<>();
        long bytes = 0;
        for (PlannedSlice slice : plan) {
            if (!slices.isEmpty()
                    && (slices.size() == MOST_SLICES || bytes + slice.bytes() > MOST_BYTES)) {
                units.add(new Unit(units.size(), List.copyOf(slices)));
                slices.clear();
                bytes = 0;
            }
            slices.add(slice);
            bytes += slice.bytes();
        }
        if (!slices.isEmpty()) {
            units.add(new Unit(units.size(), List.copyOf(slices)));
        }
        return units;
    }

    Path file(Path folder) {
        return folder.resolve(String.format(Locale.ROOT, "unit-%06d.jsonl", number));
    }

    /// Reads and judges, unless that was done before.
    ///
    /// @return how many documents were worked on now
    /// @throws eu.socle.core.Refusal if the file cannot be written or a source changed
    long work(Path folder, FileReader reader, Judges judges, MinHash minHash) {
        Path done = file(folder);
        if (Files.exists(done)) {
            return 0;
        }
        Path temporary = done.resolveSibling(done.getFileName() + ".tmp");
        long[] count = {0};
        try {
            try (BufferedWriter out = Files.newBufferedWriter(temporary)) {
                for (PlannedSlice slice : slices) {
                    reader.read(
                            slice,
                            reading -> {
                                append(out, outcome(reading, judges, minHash));
                                count[0]++;
                            });
                }
            }
            AtomicFile.publish(temporary, done);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(done, e);
        } catch (UncheckedIOException e) {
            throw AtomicFile.cannotWrite(done, Objects.requireNonNull(e.getCause()));
        }
        return count[0];
    }

    private static void append(BufferedWriter out, Outcome outcome) {
        try {
            out.write(Json.canonical(outcome));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Outcome outcome(Reading reading, Judges judges, MinHash minHash) {
        return switch (reading) {
            case Reading.Failed failed ->
                    new Outcome.Rejected(
                            failed.id(),
                            failed.source(),
                            "read",
                            failed.reason().word(),
                            failed.detail(),
                            true,
                            null,
                            0,
                            List.of());
            case Reading.Skipped skipped ->
                    skipped(
                            skipped.id(),
                            skipped.source(),
                            skipped.reason().word(),
                            skipped.detail());
            case Reading.SiteFile site ->
                    skipped(
                            site.id(), site.source(), NoDocument.SITE_FILE.word(), site.url());
            case Reading.Page page -> judged(page.document(), judges, minHash);
        };
    }

    private static Outcome skipped(String id, String source, String reason, String detail) {
        return new Outcome.Rejected(
                id, source, Outcome.SKIPPED, reason, detail, false, null, 0, List.of());
    }

    private static Outcome judged(Document document, Judges judges, MinHash minHash) {
        long characters = document.text().codePointCount(0, document.text().length());
        Rights rights = document.rights();
        return switch (judges.judge(document)) {
            case Judgement.Dropped dropped ->
                    new Outcome.Rejected(
                            document.id(),
                            rights.source(),
                            dropped.step(),
                            dropped.reason(),
                            dropped.detail(),
                            false,
                            rights.licence().label(),
                            characters,
                            rights.optOuts().stream()
                                    .filter(Rights.OptOut::reserved)
                                    .map(Rights.OptOut::protocol)
                                    .distinct()
                                    .toList());
            case Judgement.Kept kept -> candidate(kept.document(), characters, minHash);
        };
    }

    private static Outcome candidate(Document document, long charactersIn, MinHash minHash) {
        String text = document.text();
        Rights rights = document.rights();
        Fingerprint fingerprint = Fingerprint.of(text, minHash);
        String evidence =
                switch (rights.licence()) {
                    case Licence.Known known -> known.evidence();
                    case Licence.Unknown unknown -> unknown.because();
                };
        return new Outcome.Candidate(
                document.id(),
                text,
                rights.source(),
                rights.url(),
                rights.fetched(),
                rights.licence() instanceof Licence.Known known ? known.spdx() : null,
                evidence,
                rights.optOuts(),
                document.withTag(
                                Tags.CHARACTERS,
                                Integer.toString(text.codePointCount(0, text.length())))
                        .tags(),
                charactersIn,
                fingerprint.exact(),
                fingerprint.bandKeys().stream().map(Long::toHexString).toList());
    }
}
