package eu.socle.data;

import eu.socle.core.AtomicFile;
import eu.socle.core.Digest;
import eu.socle.core.Json;
import eu.socle.core.Rights;
import eu.socle.core.Rights.Licence;
import eu.socle.data.policy.Annotation;
import eu.socle.data.policy.Schema;
import eu.socle.data.read.page.Tags;
import eu.socle.data.read.plan.Plan;
import eu.socle.data.unit.Annotated;
import eu.socle.data.unit.Note;
import eu.socle.data.unit.NoteBytes;
import eu.socle.data.unit.Unit;
import eu.socle.data.unit.UnitFiles;
import eu.socle.data.unit.UnitReader;
import eu.socle.data.unit.UnitWriter;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Takes documents out of what `keep-annotated` kept: their texts become zeros of the same length,
/// so that no other text moves, and their notes keep a digest of the id alone. A later decision
/// drops them as erased.
///
/// The texts are rewritten before the notes, and what is all zeros counts as erased: so an
/// interruption anywhere is mended by doing it again.
public final class UnitErasure {

    private final Path folder;
    private final Schema schema;
    private final String erasure;
    private final Gone gone;

    private UnitErasure(Path folder, Schema schema, String erasure, Gone gone) {
        this.folder = folder;
        this.schema = schema;
        this.erasure = erasure;
        this.gone = gone;
    }

    /// Says of a document whether it goes.
    @FunctionalInterface
    public interface Gone {
        boolean goes(String id, String text) throws IOException;
    }

    /// Whether what was kept beside a dataset can be rewritten; runs of earlier versions did not
    /// keep what that takes.
    public static boolean canRewrite(Path dataset) {
        return Files.exists(dataset.resolve(Annotated.FOLDER).resolve(Annotated.SCHEMA));
    }

    /// Rewrites the units that hold documents that go.
    ///
    /// @param erasure by which the notes say it
    /// @throws eu.socle.core.Refusal if a unit is damaged
    /// @throws IOException if a file cannot be read or written
    public static void erase(Path dataset, String erasure, Gone gone) throws IOException {
        Path folder = dataset.resolve(Annotated.FOLDER);
        List<Annotation> annotations =
                List.of(Json.read(folder.resolve(Annotated.SCHEMA), Annotation[].class));
        UnitErasure work = new UnitErasure(folder, new Schema(annotations), erasure, gone);
        Plan plan = Json.read(folder.resolve(Tasks.PLAN), Plan.class);
        int units = Unit.cut(plan.slices()).size();
        for (int unit = 0; unit < units; unit++) {
            work.unit(new UnitFiles(folder, unit));
        }
    }

    /// Where a text lies in the texts of a unit.
    private record Range(long at, int bytes) {}

    private void unit(UnitFiles files) throws IOException {
        List<Range> leaving = new ArrayList<>();
        boolean noted = false;
        long at = 0;
        try (FileChannel texts = FileChannel.open(files.texts());
                UnitReader reader = new UnitReader(files, schema)) {
            for (@Nullable Note note = reader.next(); note != null; note = reader.next()) {
                if (!(note instanceof Note.Page page) || page.textBytes() == 0) {
                    continue;
                }
                if (isBlank(text(texts, at, page.textBytes()))) {
                    noted |= page.annotations() != null;
                } else if (gone.goes(page.id(), reader.lastText())) {
                    leaving.add(new Range(at, page.textBytes()));
                    noted = true;
                }
                at += page.textBytes();
            }
        }
        if (!leaving.isEmpty()) {
            blot(files.texts(), leaving);
        }
        if (noted) {
            rewriteNotes(files);
        }
    }

    private static byte[] text(FileChannel texts, long at, int bytes) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(bytes);
        while (text.hasRemaining()) {
            if (texts.read(text, at + text.position()) < 0) {
                throw new EOFException("the texts end before their notes do");
            }
        }
        return text.array();
    }

    private static boolean isBlank(byte[] text) {
        for (byte one : text) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }

    /// Writes zeros over some texts, in a copy that then takes the file's name.
    private static void blot(Path file, List<Range> ranges) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.copy(file, temporary, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel copy = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            for (Range range : ranges) {
                ByteBuffer zeros = ByteBuffer.allocate(range.bytes);
                while (zeros.hasRemaining()) {
                    copy.write(zeros, range.at + zeros.position());
                }
            }
        }
        AtomicFile.publish(temporary, file);
    }

    /// Writes the notes anew beside the unit and gives them its name; texts and site files stay.
    private void rewriteNotes(UnitFiles files) throws IOException {
        Path aside = Files.createDirectories(folder.resolve("erasing.tmp"));
        UnitFiles other = new UnitFiles(aside, files.number());
        long at = 0;
        try (FileChannel texts = FileChannel.open(files.texts());
                UnitReader reader = new UnitReader(files, schema);
                UnitWriter writer = new UnitWriter(other)) {
            for (@Nullable Note note = reader.next(); note != null; note = reader.next()) {
                NoteBytes bytes = new NoteBytes();
                switch (note) {
                    case Note.NoPage none -> bytes.add(none);
                    case Note.Page page -> {
                        byte[] text = text(texts, at, page.textBytes());
                        boolean erased = text.length > 0 && isBlank(text);
                        bytes.add(erased ? blotted(page) : page, text);
                        at += text.length;
                    }
                }
                writer.append(bytes);
            }
            writer.publish();
        }
        AtomicFile.publish(other.notes(), files.notes());
        Files.delete(other.texts());
        Files.delete(other.sites());
        Files.delete(aside);
    }

    private Note.Page blotted(Note.Page page) {
        String digest = "sha256:";
        String id = page.id().startsWith(digest) ? page.id() : digest + Digest.of(page.id());
        SortedMap<String, String> tags = new TreeMap<>();
        tags.put(Tags.ERASED, page.tags().getOrDefault(Tags.ERASED, erasure));
        Licence licence = page.rights().licence();
        Rights rights =
                new Rights(
                        page.rights().source(),
                        "",
                        "",
                        licence instanceof Licence.Known known
                                ? new Licence.Known(known.spdx(), "")
                                : licence,
                        List.of());
        return new Note.Page(id, rights, tags, page.characters(), page.textBytes(), null, null);
    }
}
