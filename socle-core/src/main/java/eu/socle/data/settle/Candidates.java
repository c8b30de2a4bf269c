package eu.socle.data.settle;

import eu.socle.core.AtomicFile;
import eu.socle.data.dedup.Signature;
import eu.socle.data.unit.Note;
import eu.socle.data.unit.RangeInput;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The candidates of a piece in their order, in columns of their own, so that what compares them
/// and what writes them need not look at every note again: where each lies, read here, and what is
/// compared of it, read by [Keys].
public final class Candidates implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final DataInputStream in;
    private final RangeInput range;
    private final FileChannel texts;
    private long note;
    private long text;
    private int textBytes;

    private Candidates(Path file, Path texts) throws IOException {
        range = new RangeInput(file, 0, Long.MAX_VALUE);
        in = new DataInputStream(range);
        this.texts = FileChannel.open(texts);
    }

    /// Writes the columns of a piece. They exist whole or not at all.
    public static final class Writer implements AutoCloseable {
        private final PieceFiles files;
        private final DataOutputStream keys;
        private final DataOutputStream places;

        /// @throws IOException if the files cannot be written
        public Writer(PieceFiles files) throws IOException {
            this.files = files;
            keys = out(files.keys());
            places = out(files.candidates());
        }

        /// Adds the next candidate.
        ///
        /// @param priority in its cluster
        /// @param note place of its note in the unit's notes
        /// @param text place of its text in the unit's texts
        /// @throws IOException if it cannot be written
        public void add(Note.Page page, long priority, long note, long text) throws IOException {
            byte[] id = IdFile.bytes(page.id());
            keys.writeInt(id.length);
            keys.write(id);
            keys.writeLong(priority);
            page.signed().write(keys);
            places.writeLong(note);
            places.writeLong(text);
            places.writeInt(page.textBytes());
        }

        /// Gives the files their names.
        ///
        /// @throws IOException if they cannot be written
        public void publish() throws IOException {
            close();
            AtomicFile.publish(temporary(files.keys()), files.keys());
            AtomicFile.publish(temporary(files.candidates()), files.candidates());
        }

        @Override
        public void close() throws IOException {
            try (places) {
                keys.close();
            }
        }
    }

    private static Path temporary(Path file) {
        return file.resolveSibling(file.getFileName() + ".tmp");
    }

    private static DataOutputStream out(Path file) throws IOException {
        return new DataOutputStream(
                new BufferedOutputStream(Files.newOutputStream(temporary(file)), BUFFER));
    }

    /// What is compared of the candidates, in their order.
    static final class Keys implements AutoCloseable {
        private final DataInputStream in;

        /// @throws IOException if the file cannot be opened
        Keys(PieceFiles files) throws IOException {
            in = new DataInputStream(new RangeInput(files.keys(), 0, Long.MAX_VALUE));
        }

        /// What is compared of one candidate.
        ///
        /// @param id UTF-8
        record Key(byte[] id, long priority, Signature signature) {}

        /// The next; null after the last.
        ///
        /// @throws IOException if it cannot be read
        @Nullable Key next() throws IOException {
            int first = in.read();
            if (first < 0) {
                return null;
            }
            int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
            byte[] id = new byte[length];
            in.readFully(id);
            return new Key(id, in.readLong(), Signature.read(in));
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /// Opens the places of a piece's candidates.
    ///
    /// @param texts of the unit
    /// @throws IOException if the files cannot be opened
    public static Candidates open(PieceFiles files, Path texts) throws IOException {
        return new Candidates(files.candidates(), texts);
    }

    /// Goes to the next candidate, at first to the first one.
    ///
    /// @return false after the last
    /// @throws IOException if it cannot be read
    public boolean next() throws IOException {
        int first = in.read();
        if (first < 0) {
            return false;
        }
        note = (long) first << 56;
        for (int shift = 48; shift >= 0; shift -= 8) {
            note |= (long) in.readUnsignedByte() << shift;
        }
        text = in.readLong();
        textBytes = in.readInt();
        return true;
    }

    /// The place of its note in the unit's notes.
    public long note() {
        return note;
    }

    /// Bytes of its text.
    public int textBytes() {
        return textBytes;
    }

    /// Its text.
    ///
    /// @throws IOException if it cannot be read
    public byte[] utf8() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(textBytes);
        while (bytes.hasRemaining()) {
            if (texts.read(bytes, text + bytes.position()) < 0) {
                throw new EOFException("a text ends early");
            }
        }
        return bytes.array();
    }

    @Override
    public void close() throws IOException {
        try (texts) {
            in.close();
        }
    }
}
