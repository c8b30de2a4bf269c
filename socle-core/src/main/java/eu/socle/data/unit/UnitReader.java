package eu.socle.data.unit;

import eu.socle.core.Refusal;
import eu.socle.core.Rights;
import eu.socle.core.Rights.Licence;
import eu.socle.data.dataset.DatasetColumns;
import eu.socle.data.dedup.Signature;
import eu.socle.data.policy.Annotations;
import eu.socle.data.policy.Schema;
import eu.socle.data.rights.SiteFile;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads the notes of one unit in their order, and the text of a document when it is asked for.
public final class UnitReader implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final UnitFiles files;
    private final Schema schema;
    private final DataInputStream notes;
    private final FileChannel texts;
    private long textOffset; // of the document after the last note
    private int textBytes;

    /// @param schema of the annotations
    /// @throws IOException if the unit's files cannot be opened
    public UnitReader(UnitFiles files, Schema schema) throws IOException {
        this.files = files;
        this.schema = schema;
        this.notes =
                new DataInputStream(
                        new BufferedInputStream(Files.newInputStream(files.notes()), BUFFER));
        this.texts = FileChannel.open(files.texts());
    }

    /// The next note; null after the last.
    ///
    /// @throws Refusal if the file is not as it was written
    public @Nullable Note next() throws IOException {
        try {
            textOffset += textBytes;
            textBytes = 0;
            return switch (notes.readByte()) {
                case UnitWriter.END -> null;
                case UnitWriter.NO_PAGE ->
                        new Note.NoPage(text(), text(), text(), text(), notes.readBoolean());
                case UnitWriter.PAGE -> page();
                default -> throw damaged();
            };
        } catch (java.io.EOFException e) {
            throw damaged();
        }
    }

    private Note page() throws IOException {
        String id = text();
        Rights rights = rights();
        SortedMap<String, String> tags = new TreeMap<>();
        int count = notes.readShort();
        for (int i = 0; i < count; i++) {
            String name = text();
            tags.put(name, text());
        }
        long characters = notes.readLong();
        textBytes = notes.readInt();
        Annotations annotations = notes.readBoolean() ? Annotations.read(schema, notes) : null;
        Signature signature = notes.readBoolean() ? Signature.read(notes) : null;
        return new Note.Page(id, rights, tags, characters, textBytes, annotations, signature);
    }

    private Rights rights() throws IOException {
        String source = text();
        String url = text();
        String fetched = text();
        Licence licence =
                notes.readBoolean()
                        ? new Licence.Known(text(), text())
                        : new Licence.Unknown(text());
        return new Rights(source, url, fetched, licence, DatasetColumns.optOuts(text()));
    }

    private String text() throws IOException {
        int length = notes.readInt();
        if (length < 0) {
            throw damaged();
        }
        return new String(notes.readNBytes(length), StandardCharsets.UTF_8);
    }

    /// The text of the document of the last note.
    ///
    /// @throws IOException if it cannot be read
    public String lastText() throws IOException {
        return new String(lastUtf8(), StandardCharsets.UTF_8);
    }

    /// The same as UTF-8.
    ///
    /// @throws IOException if it cannot be read
    public byte[] lastUtf8() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(textBytes);
        while (bytes.hasRemaining()) {
            if (texts.read(bytes, textOffset + bytes.position()) < 0) {
                throw damaged();
            }
        }
        return bytes.array();
    }

    /// What sites say of their pages, of one unit.
    ///
    /// @throws IOException if it cannot be read
    public static List<SiteFile> sites(UnitFiles files) throws IOException {
        List<SiteFile> sites = new ArrayList<>();
        try (DataInputStream in =
                new DataInputStream(
                        new BufferedInputStream(Files.newInputStream(files.sites()), BUFFER))) {
            while (in.readBoolean()) {
                sites.add(
                        new SiteFile(
                                SiteFile.Kind.valueOf(in.readUTF()),
                                in.readUTF(),
                                in.readUTF(),
                                in.readUTF(),
                                in.readInt(),
                                in.readNBytes(in.readInt())));
            }
        }
        return sites;
    }

    private Refusal damaged() {
        return Refusal.failure(
                files.notes() + " is damaged; remove its folder and run the same command again.");
    }

    @Override
    public void close() throws IOException {
        try {
            notes.close();
        } finally {
            texts.close();
        }
    }
}
