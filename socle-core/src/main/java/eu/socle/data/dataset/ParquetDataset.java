package eu.socle.data.dataset;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.ColumnSchema;
import eu.socle.core.Document;
import eu.socle.core.Documents;
import eu.socle.core.Exhaustion;
import eu.socle.core.Manifest;
import eu.socle.core.Refusal;
import eu.socle.core.Rights;
import eu.socle.core.Rights.Licence;
import eu.socle.data.read.page.Tags;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The kept documents of a finished data stage, in order of their ids.
///
/// @param parts the Parquet files in order
/// @param count how many documents they hold
public record ParquetDataset(List<Path> parts, long count) implements Documents {

    private static final List<String> WORDS =
            List.of(
                    DatasetColumns.ID,
                    DatasetColumns.URL,
                    Tags.AUTHOR,
                    Tags.TITLE,
                    DatasetColumns.TEXT);

    public ParquetDataset {
        parts = List.copyOf(parts);
    }

    /// The dataset in the folder of a finished data stage.
    ///
    /// @throws Refusal if its manifest is missing or damaged
    public static ParquetDataset open(Path folder) {
        Manifest manifest = Manifest.read(folder);
        List<Path> parts =
                manifest.files().stream()
                        .map(Manifest.Entry::path)
                        .filter(path -> path.endsWith(".parquet"))
                        .map(folder::resolve)
                        .toList();
        Long count = manifest.counts().get("documents.kept");
        if (count == null) {
            throw Refusal.failure(
                    folder
                            + " is not the folder of a data stage: its manifest counts no documents.");
        }
        return new ParquetDataset(parts, count);
    }

    /// One row of a part; reads the row group it lies in and no other.
    ///
    /// @throws Refusal if the part cannot be read or has no such row
    public static Document read(Path part, long row) {
        List<Document> one = read(part, row, 1);
        if (one.isEmpty()) {
            throw Refusal.failure(
                    part + " has no row " + row + "; make the dataset again with: socle data.");
        }
        return one.getFirst();
    }

    /// Some rows of a part.
    ///
    /// @throws Refusal if the part cannot be read
    static List<Document> read(Path part, long from, long count) {
        List<Document> documents = new ArrayList<>();
        try (ParquetFileReader file = ParquetFileReader.open(InputFile.of(part));
                RowReader rows = file.buildRowReader().skip(from).head(count).build()) {
            List<ColumnSchema> columns = file.getFileSchema().getColumns();
            while (rows.hasNext()) {
                rows.next();
                documents.add(document(rows, columns));
            }
            return documents;
        } catch (IOException | RuntimeException e) {
            throw cannotRead(part, e);
        }
    }

    /// Takes one row's text.
    @FunctionalInterface
    public interface Texts {
        /// Takes it.
        ///
        /// @param row within the part
        void take(long row, String text);
    }

    /// Goes through the texts of a part and reads no other column.
    ///
    /// @throws Refusal if the part cannot be read
    public static void texts(Path part, Texts taker) {
        try (ParquetFileReader file = ParquetFileReader.open(InputFile.of(part));
                ColumnReader column = file.columnReader(DatasetColumns.TEXT)) {
            long row = 0;
            while (column.nextBatch()) {
                byte[] values = column.getBinaryValues();
                int[] offsets = column.getBinaryOffsets();
                for (int i = 0; i < column.getRecordCount(); i++) {
                    int length = offsets[i + 1] - offsets[i];
                    taker.take(
                            row++, new String(values, offsets[i], length, StandardCharsets.UTF_8));
                }
            }
        } catch (IOException | RuntimeException e) {
            throw cannotRead(part, e);
        }
    }

    /// Goes through the words that a part has of each document: id, address, author, title and
    /// text, each on a line.
    ///
    /// @throws Refusal if the part cannot be read
    public static void words(Path part, Texts taker) {
        try (ParquetFileReader file = ParquetFileReader.open(InputFile.of(part))) {
            List<String> there =
                    file.getFileSchema().getColumns().stream().map(ColumnSchema::name).toList();
            List<String> names = WORDS.stream().filter(there::contains).toList();
            ColumnProjection few = ColumnProjection.columns(names.toArray(String[]::new));
            try (RowReader rows = file.buildRowReader().projection(few).build()) {
                for (long row = 0; rows.hasNext(); row++) {
                    rows.next();
                    taker.take(
                            row,
                            names.stream()
                                    .map(name -> text(rows, name))
                                    .collect(Collectors.joining("\n")));
                }
            }
        } catch (IOException | RuntimeException e) {
            throw cannotRead(part, e);
        }
    }

    private static Refusal cannotRead(Path part, Exception e) {
        Exhaustion.passOn(e);
        return e instanceof Refusal refusal
                ? refusal
                : Refusal.failure(part + " cannot be read: " + e.getMessage() + ".", e);
    }

    @Override
    public Stream<Document> open() {
        Rows rows = new Rows(parts.iterator());
        Spliterator<Document> documents =
                Spliterators.spliterator(rows, count, Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(documents, false).onClose(rows::close);
    }

    /// Goes through the parts, one open at a time.
    private static final class Rows implements Iterator<Document>, AutoCloseable {
        private final Iterator<Path> parts;
        private @Nullable Path part;
        private @Nullable ParquetFileReader file;
        private @Nullable RowReader rows;
        private List<ColumnSchema> columns = List.of();

        Rows(Iterator<Path> parts) {
            this.parts = parts;
        }

        @Override
        public boolean hasNext() {
            try {
                while (rows == null || !rows.hasNext()) {
                    close();
                    if (!parts.hasNext()) {
                        return false;
                    }
                    part = parts.next();
                    file = ParquetFileReader.open(InputFile.of(part));
                    rows = file.rowReader();
                    columns = file.getFileSchema().getColumns();
                }
                return true;
            } catch (IOException | RuntimeException e) {
                throw damaged(e);
            }
        }

        @Override
        public Document next() {
            if (!hasNext() || rows == null) {
                throw new NoSuchElementException();
            }
            try {
                rows.next();
                return document(rows, columns);
            } catch (RuntimeException e) {
                throw damaged(e);
            }
        }

        private Refusal damaged(Exception e) {
            Exhaustion.passOn(e);
            return e instanceof Refusal refusal
                    ? refusal
                    : Refusal.failure(
                            part
                                    + " cannot be read: "
                                    + e.getMessage()
                                    + "; remove its folder and make it again.",
                            e);
        }

        @Override
        public void close() {
            try {
                if (rows != null) {
                    rows.close();
                }
                if (file != null) {
                    file.close();
                }
            } catch (IOException e) {
                throw damaged(e);
            } finally {
                rows = null;
                file = null;
            }
        }
    }

    private static Document document(RowReader row, List<ColumnSchema> columns) {
        String evidence = text(row, DatasetColumns.LICENCE_EVIDENCE);
        Licence licence =
                row.isNull(DatasetColumns.LICENCE)
                        ? new Licence.Unknown(evidence)
                        : new Licence.Known(text(row, DatasetColumns.LICENCE), evidence);
        Rights rights =
                new Rights(
                        text(row, DatasetColumns.SOURCE),
                        text(row, DatasetColumns.URL),
                        text(row, DatasetColumns.FETCHED),
                        licence,
                        DatasetColumns.optOuts(text(row, DatasetColumns.OPT_OUTS)));
        SortedMap<String, String> tags = new TreeMap<>();
        for (ColumnSchema column : columns) {
            String name = column.name();
            if (!DatasetColumns.OWN.contains(name) && !row.isNull(name)) {
                tags.put(name, tag(row, column));
            }
        }
        return new Document(
                text(row, DatasetColumns.ID), text(row, DatasetColumns.TEXT), rights, tags);
    }

    private static String tag(RowReader row, ColumnSchema column) {
        return switch (column.type()) {
            case INT64 -> Long.toString(row.getLong(column.name()));
            case DOUBLE -> Double.toString(row.getDouble(column.name()));
            default -> row.getString(column.name());
        };
    }

    private static String text(RowReader row, String column) {
        return row.isNull(column) ? "" : row.getString(column);
    }
}
