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
import java.io.RandomAccessFile;
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
    private final RangeInput range;
    private final DataInputStream notes;
    private final long end; // of the last note
    private final FileChannel texts;
    private long textOffset; // of the document after the last note
    private int textBytes;

    /// A reader of the whole unit.
    ///
    /// @param schema of the annotations
    /// @throws IOException if the unit's files cannot be opened
    public UnitReader(UnitFiles files, Schema schema) throws IOException {
        this(files, schema, new Piece(files.number(), 0, Long.MAX_VALUE, 0));
    }

    /// A reader of a piece of the unit.
    ///
    /// @throws IOException if the unit's files cannot be opened
    public UnitReader(UnitFiles files, Schema schema, Piece piece) throws IOException {
        this.files = files;
        this.schema = schema;
        this.end = piece.end();
        this.range = new RangeInput(files.notes(), piece.notes(), Long.MAX_VALUE);
        this.notes = new DataInputStream(range);
        this.textOffset = piece.text();
        this.texts = FileChannel.open(files.texts());
    }

    /// The place of the next note in the unit's notes.
    public long position() {
        return range.position();
    }

    /// The place of the last note's text in the unit's texts.
    public long textPosition() {
        return textOffset;
    }

    /// The document whose note lies at a place ahead.
    ///
    /// @throws Refusal if there is none
    public Note.Page page(long position) throws IOException {
        range.goTo(position);
        if (next() instanceof Note.Page page) {
            return page;
        }
        throw damaged();
    }

    /// The next note; null after the last.
    ///
    /// @throws Refusal if the file is not as it was written
    public @Nullable Note next() throws IOException {
        if (range.position() == end) {
            return null;
        }
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

    /// Where pieces of a unit may begin, and where its last note ends.
    public record Marks(List<Piece.Mark> all, long end) {}

    /// Reads the marks that stand behind the notes; there are none in notes of an earlier version.
    ///
    /// @throws Refusal if the file is not as it was written
    public static Marks marks(UnitFiles files) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(files.notes().toFile(), "r")) {
            long length = in.length();
            int count = 0;
            long end = length - 1; // where no marks stand behind the notes
            if (length > UnitWriter.MARKS_END) {
                in.seek(length - UnitWriter.MARKS_END);
                int stated = in.readInt();
                if (in.readLong() == UnitWriter.MARKS) {
                    count = stated;
                    end = length - UnitWriter.MARKS_END - 16L * count - 1;
                }
            }
            if (count < 0 || end < 0) {
                throw damaged(files);
            }
            in.seek(end);
            if (in.read() != UnitWriter.END) {
                throw damaged(files);
            }
            byte[] bytes = new byte[16 * count];
            in.readFully(bytes);
            ByteBuffer marks = ByteBuffer.wrap(bytes);
            List<Piece.Mark> all = new ArrayList<>();
            while (marks.hasRemaining()) {
                all.add(new Piece.Mark(marks.getLong(), marks.getLong()));
            }
            return new Marks(all, end);
        }
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
        return damaged(files);
    }

    private static Refusal damaged(UnitFiles files) {
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
