package eu.socle.data.unit;

import eu.socle.core.Document;
import eu.socle.data.DataConfig;
import eu.socle.data.Decontamination;
import eu.socle.data.dedup.Signature;
import eu.socle.data.dedup.Signer;
import eu.socle.data.dedup.contamination.Overlap;
import eu.socle.data.dedup.near.MinHash;
import eu.socle.data.erase.Exclusions;
import eu.socle.data.judge.Judges;
import eu.socle.data.judge.text.Scratch;
import eu.socle.data.policy.Decision;
import eu.socle.data.read.NoDocument;
import eu.socle.data.read.Reading;
import eu.socle.data.read.page.Tags;
import eu.socle.data.rights.SiteFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is noted of each reading: a document is judged and signed as far as its own words allow.
/// Pure, so any thread may note any reading, each with a [Worker] of its own.
///
/// @param overlap finds evaluation sets in texts; null when the recipe names none
/// @param own the rights that documents state themselves
/// @param exclusions what was erased and must not come back
public record Noting(
        DataConfig config,
        Judges judges,
        @Nullable Overlap overlap,
        Permission own,
        Exclusions exclusions) {

    private static final byte[] NO_TEXT = {};

    /// The memory of one thread, used again from document to document.
    static final class Worker {
        private final Scratch scratch = new Scratch();
        private final Signer signer;

        private Worker(MinHash minHash) {
            signer = new Signer(minHash);
        }
    }

    Worker worker() {
        return new Worker(config.dedup().minHash());
    }

    /// Notes a reading.
    ///
    /// @throws IOException never, as the notes stay in memory
    void note(Reading reading, NoteBytes out, Worker worker) throws IOException {
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
    private void page(Document document, NoteBytes out, Worker worker) throws IOException {
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
            Document document, Optional<String> erased, long characters, NoteBytes out)
            throws IOException {
        Document noted = erased.map(e -> document.withTag(Tags.ERASED, e)).orElse(document);
        out.add(
                new Note.Page(noted.id(), noted.rights(), noted.tags(), characters, 0, null, null),
                NO_TEXT);
    }
}
