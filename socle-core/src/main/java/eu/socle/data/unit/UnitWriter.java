package eu.socle.data.unit;

import eu.socle.core.AtomicFile;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes what came out of one unit: its notes, and the texts they speak of, in two files that
/// exist whole or not at all. The notes come last, so that whoever sees them finds the texts.
public final class UnitWriter implements AutoCloseable {

    static final int END = 0;
    static final int NO_PAGE = 1;
    static final int PAGE = 2;
    private static final int BUFFER = 1 << 16;

    private final UnitFiles files;
    private final DataOutputStream notes;
    private final BufferedOutputStream texts;
    private final DataOutputStream sites;

    /// @throws IOException if the files cannot be written
    public UnitWriter(UnitFiles files) throws IOException {
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

    /// Appends notes with their texts.
    ///
    /// @throws IOException if they cannot be written
    public void append(NoteBytes bytes) throws IOException {
        bytes.writeTo(notes, texts, sites);
    }

    /// Ends the unit and gives both files their names.
    ///
    /// @throws IOException if they cannot be written
    public void publish() throws IOException {
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
