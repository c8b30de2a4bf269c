package eu.socle.data.unit;

import eu.socle.core.Json;
import eu.socle.core.Rights;
import eu.socle.core.Rights.Licence;
import eu.socle.data.dedup.Signature;
import eu.socle.data.policy.Annotations;
import eu.socle.data.rights.SiteFile;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Notes, the texts they speak of and what sites say, as the bytes that [UnitWriter] appends to the
/// files of a unit.
public final class NoteBytes {

    private final ByteArrayOutputStream noteBytes = new ByteArrayOutputStream(1 << 12);
    private final ByteArrayOutputStream texts = new ByteArrayOutputStream(1 << 12);
    private final ByteArrayOutputStream siteBytes = new ByteArrayOutputStream(0);
    private final DataOutputStream notes = new DataOutputStream(noteBytes);
    private final DataOutputStream sites = new DataOutputStream(siteBytes);

    /// Appends a record without text.
    ///
    /// @throws IOException if it cannot be written
    public void add(Note.NoPage note) throws IOException {
        notes.writeByte(UnitWriter.NO_PAGE);
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
    public void add(Note.Page note, byte[] text) throws IOException {
        notes.writeByte(UnitWriter.PAGE);
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
    public void add(SiteFile file) throws IOException {
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

    /// Appends everything to the files of a unit.
    ///
    /// @throws IOException if they cannot be written
    void writeTo(OutputStream notesOut, OutputStream textsOut, OutputStream sitesOut)
            throws IOException {
        noteBytes.writeTo(notesOut);
        texts.writeTo(textsOut);
        siteBytes.writeTo(sitesOut);
    }
}
