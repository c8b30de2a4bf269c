package eu.socle.data.dataset;

import eu.socle.core.Document;
import eu.socle.data.policy.Annotation;
import eu.socle.data.policy.Annotations;
import eu.socle.data.write.ParquetWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Writes one part of a dataset, row group by row group.
public final class PartWriter implements AutoCloseable {

    private static final long ROW_GROUP_CHARACTERS = 16 << 20; // bounds what is held in memory

    private final int rowGroupDocuments;
    private final DatasetColumns columns;
    private final ParquetWriter out;
    private int inGroup;
    private long characters;

    /// @param annotations what is stated about each document
    /// @throws IOException if it cannot be written
    public PartWriter(Path file, int rowGroupDocuments, List<Annotation> annotations)
            throws IOException {
        this.columns = new DatasetColumns(annotations);
        this.rowGroupDocuments = rowGroupDocuments;
        this.out = ParquetWriter.create(file, columns.all());
    }

    /// Appends one document.
    ///
    /// @throws IOException if it cannot be written
    public void add(Document document, Annotations annotations) throws IOException {
        columns.add(document, annotations);
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
    public void finish() throws IOException {
        group();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
