package eu.socle.data;

import eu.socle.core.AtomicFile;
import eu.socle.core.Document;
import eu.socle.data.write.ParquetWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Writes documents in the order they come into `part-00000.parquet` and on. A part exists whole or
/// not at all; a dataset without documents has one part without rows.
final class DatasetWriter implements AutoCloseable {

    private static final long ROW_GROUP_CHARACTERS = 16 << 20; // bounds what is held in memory

    private final Path folder;
    private final int shardDocuments;
    private final int rowGroupDocuments;
    private final DatasetColumns columns = new DatasetColumns();
    private @Nullable ParquetWriter part;
    private int parts;
    private int inPart;
    private int inGroup;
    private long characters;

    DatasetWriter(Path folder, int shardDocuments, int rowGroupDocuments) {
        this.folder = folder;
        this.shardDocuments = shardDocuments;
        this.rowGroupDocuments = rowGroupDocuments;
    }

    /// @throws IOException if it cannot be written
    void add(Document document) throws IOException {
        ParquetWriter open = open();
        columns.add(document);
        inPart++;
        inGroup++;
        characters += document.text().length();
        if (inGroup == rowGroupDocuments || characters >= ROW_GROUP_CHARACTERS) {
            open.writeRowGroup();
            inGroup = 0;
            characters = 0;
        }
        if (inPart == shardDocuments) {
            finishPart();
        }
    }

    /// Finishes the last part.
    ///
    /// @throws IOException if it cannot be written
    void finish() throws IOException {
        if (part != null || parts == 0) {
            open();
            finishPart();
        }
    }

    private ParquetWriter open() throws IOException {
        if (part == null) {
            part = ParquetWriter.create(temporary(), columns.all());
        }
        return part;
    }

    private void finishPart() throws IOException {
        ParquetWriter open = open();
        open.writeRowGroup();
        open.close();
        AtomicFile.publish(temporary(), file());
        part = null;
        parts++;
        inPart = 0;
        inGroup = 0;
        characters = 0;
    }

    private Path file() {
        return folder.resolve(String.format(Locale.ROOT, "part-%05d.parquet", parts));
    }

    private Path temporary() {
        return file().resolveSibling(file().getFileName() + ".tmp");
    }

    /// Lets go of an unfinished part; [#finish()] was not reached.
    @Override
    public void close() throws IOException {
        if (part != null) {
            part.close();
            part = null;
        }
    }
}
