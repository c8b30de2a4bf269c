package eu.socle.data;

import eu.socle.core.AtomicFile;
import eu.socle.core.Json;
import eu.socle.core.Rights;
import eu.socle.core.Rights.Licence;
import eu.socle.data.dedup.Signature;
import eu.socle.data.policy.Annotations;
import eu.socle.data.rights.SiteFile;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Writes what came out of one unit: its notes, and the texts they speak of, in two files that
/// exist whole or not at all. The notes come last, so that whoever sees them finds the texts.
final class UnitWriter implements AutoCloseable {

    static final int END = 0;
    static final int NO_PAGE = 1;
    static final int PAGE = 2;
    private static final int BUFFER = 1 << 16;

    private final UnitFiles files;
    private final DataOutputStream notes;
    private final BufferedOutputStream texts;
    private final DataOutputStream sites;

    /// @throws IOException if the files cannot be written
    UnitWriter(UnitFiles files) throws IOException {
        this.files = files;
        this.texts =
                new BufferedOutputStream(Files.newOutputStream(temporary(files.texts())), BUFFER);
        this.sites =
                new DataOutputStream(
                        new BufferedOutputStream(
                                Files.newOutputStream(temporary(files.sites())), BUFFER));
        this.notes =
                new DataOutputStream(
                        new BufferedOutputStream(
                                Files.newOutputStream(temporary(files.notes())), BUFFER));
    }

    private static Path temporary(Path file) {
        return file.resolveSibling(file.getFileName() + ".tmp");
    }

    /// Appends a record without text.
    ///
    /// @throws IOException if it cannot be written
    void add(Note.NoPage note) throws IOException {
        notes.writeByte(NO_PAGE);
        text(note.id());
        text(note.source());
        text(note.reason());
        text(note.detail());
        notes.writeBoolean(note.failed());
    }

    /// Appends a document.
    ///
    /// @param text its UTF-8, of the length that the note states
    /// @throws IOException if it cannot be written
    void add(Note.Page note, byte[] text) throws IOException {
        notes.writeByte(PAGE);
        text(note.id());
        rights(note.rights());
        notes.writeShort(note.tags().size());
        for (Map.Entry<String, String> tag : note.tags().entrySet()) {
            text(tag.getKey());
            text(tag.getValue());
        }
        notes.writeLong(note.characters());
        notes.writeInt(note.textBytes());
        Annotations annotations = note.annotations();
        notes.writeBoolean(annotations != null);
        if (annotations != null) {
            annotations.write(notes);
        }
        Signature signature = note.signature();
        notes.writeBoolean(signature != null);
        if (signature != null) {
            signature.write(notes);
        }
        texts.write(text, 0, note.textBytes());
    }

    /// Appends what a site says of its pages.
    ///
    /// @throws IOException if it cannot be written
    void add(SiteFile file) throws IOException {
        sites.writeBoolean(true);
        sites.writeUTF(file.kind().name());
        sites.writeUTF(file.host());
        sites.writeUTF(file.address().length() > 8192 ? "" : file.address());
        sites.writeUTF(file.date());
        sites.writeInt(file.status());
        sites.writeInt(file.body().length);
        sites.write(file.body());
    }

    private void rights(Rights rights) throws IOException {
        text(rights.source());
        text(rights.url());
        text(rights.fetched());
        switch (rights.licence()) {
            case Licence.Known known -> {
                notes.writeBoolean(true);
                text(known.spdx());
                text(known.evidence());
            }
            case Licence.Unknown unknown -> {
                notes.writeBoolean(false);
                text(unknown.because());
            }
        }
        text(rights.optOuts().isEmpty() ? "" : Json.canonical(rights.optOuts()));
    }

    private void text(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        notes.writeInt(bytes.length);
        notes.write(bytes);
    }

    /// Ends the unit and gives both files their names.
    ///
    /// @throws IOException if they cannot be written
    void publish() throws IOException {
        notes.writeByte(END);
        sites.writeBoolean(false);
        close();
        AtomicFile.publish(temporary(files.texts()), files.texts());
        AtomicFile.publish(temporary(files.sites()), files.sites());
        AtomicFile.publish(temporary(files.notes()), files.notes());
    }

    /// Lets go of the files; without [#publish()] before, they stay left-overs.
    @Override
    public void close() throws IOException {
        try (sites;
                texts) {
            notes.close();
        }
    }
}
