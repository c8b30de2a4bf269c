package eu.socle.data;

import eu.socle.core.Document;
import eu.socle.data.write.ParquetWriter;
import java.io.IOException;
import java.nio.file.Path;

/// Writes one part of a dataset, row group by row group.
final class PartWriter implements AutoCloseable {

    private static final long ROW_GROUP_CHARACTERS = 16 << 20; // bounds what is held in memory

    private final int rowGroupDocuments;
    private final DatasetColumns columns = new DatasetColumns();
    private final ParquetWriter out;
    private int inGroup;
    private long characters;

    /// @throws IOException if it cannot be written
    PartWriter(Path file, int rowGroupDocuments) throws IOException {
        this.rowGroupDocuments = rowGroupDocuments;
        this.out = ParquetWriter.create(file, columns.all());
    }

    /// @throws IOException if it cannot be written
    void add(Document document) throws IOException {
        columns.add(document);
        inGroup++;
        characters += document.text().length();
        if (inGroup == rowGroupDocuments || characters >= ROW_GROUP_CHARACTERS) {
            group();
        }
    }

    private void group() throws IOException {
        out.writeRowGroup();
        inGroup = 0;
        characters = 0;
    }

    /// Writes what is left; [#close()] ends the file.
    ///
    /// @throws IOException if it cannot be written
    void finish() throws IOException {
        group();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
