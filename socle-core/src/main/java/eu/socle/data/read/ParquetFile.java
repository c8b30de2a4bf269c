package eu.socle.data.read;

import dev.hardwood.metadata.CompressionCodec;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowGroupPredicate;
import dev.hardwood.schema.ColumnSchema;
import eu.socle.core.Document;
import eu.socle.core.Exhaustion;
import eu.socle.core.Refusal;
import eu.socle.data.read.bytes.Decoding;
import eu.socle.data.read.page.Fields;
import eu.socle.data.read.page.Metadata;
import eu.socle.data.read.parquet.GroupRows;
import eu.socle.data.read.parquet.StoredInput;
import eu.socle.data.read.plan.Ids;
import eu.socle.data.read.plan.Kind;
import eu.socle.data.read.plan.Plan.PlannedFile;
import eu.socle.data.read.plan.Plan.PlannedSlice;
import eu.socle.data.read.plan.Slicing;
import eu.socle.data.read.store.Stored;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A slice of a Parquet file: whole row groups, each row a document with the number of the row in
/// the file, from 1. Only the columns that a document is made of are read.
///
/// @param slice what to read
/// @param stored its file
/// @param manner how it is read
/// @param out takes the readings in order
public record ParquetFile(PlannedSlice slice, Stored stored, Manner manner, Consumer<Reading> out) {

    /// Names that a message quotes, and the characters of one.
    private static final int MOST_NAMES = 8;

    private static final int LONGEST_NAME = 60;

    /// Where row groups begin that lie about a target apart; none when the file is not Parquet.
    public static List<Slicing.Cut> cuts(Stored stored, long target) {
        List<Slicing.Cut> cuts = new ArrayList<>();
        try (ParquetFileReader file = ParquetFileReader.open(StoredInput.of(stored))) {
            long next = target;
            long rows = 0;
            for (RowGroup group : file.getFileMetaData().rowGroups()) {
                long start = start(group);
                if (start >= next) {
                    cuts.add(new Slicing.Cut(start, rows + 1));
                    next = start + target;
                }
                rows += group.numRows();
            }
            return cuts;
        } catch (IOException | RuntimeException e) {
            Exhaustion.passOn(e);
            return List.of(); // reading it says what is wrong
        }
    }

    void read() {
        PlannedFile file = slice.file();
        try (ParquetFileReader parquet = ParquetFileReader.open(StoredInput.of(stored))) {
            Optional<Wanted> columns = columns(parquet);
            if (columns.isEmpty()) {
                if (slice.number() == 0) {
                    out.accept(
                            FileReader.failed(
                                    file, Unreadable.INVALID_RECORD, withoutText(parquet)));
                }
                return;
            }
            long row = 1;
            List<RowGroup> groups = parquet.getFileMetaData().rowGroups();
            for (int i = 0; i < groups.size(); i++) {
                RowGroup group = groups.get(i);
                long start = start(group);
                if (start >= slice.from() && start < slice.to() && group.numRows() > 0) {
                    long end = i + 1 < groups.size() ? start(groups.get(i + 1)) : stored.length();
                    group(
                            parquet,
                            group,
                            RowGroupPredicate.byteRange(start, end),
                            row,
                            columns.get());
                }
                row += group.numRows();
            }
        } catch (IOException | RuntimeException e) {
            Exhaustion.passOn(e);
            refuseStorage(e);
            out.accept(
                    FileReader.failed(
                            file, Unreadable.UNREADABLE, "is not a Parquet file that can be read"));
        }
    }

    /// The columns to read.
    ///
    /// @param all by their paths
    /// @param headersElsewhere true when there are headers in a form that is not read here
    private record Wanted(SortedMap<String, ColumnSchema> all, boolean headersElsewhere) {
        /// The one that holds the documents.
        ColumnSchema text(String name) {
            return Objects.requireNonNull(all.get(name));
        }
    }

    /// Empty when no column holds the text of documents.
    private Optional<Wanted> columns(ParquetFileReader parquet) {
        Fields fields = slice.file().source().fields();
        List<String> wanted = new ArrayList<>(fields.licence());
        wanted.addAll(List.of(fields.url(), fields.date(), fields.language()));
        wanted.addAll(List.of(Metadata.AUTHOR, Metadata.TITLE, StoredHeaders.FIELD));
        SortedMap<String, ColumnSchema> all = new TreeMap<>();
        boolean hasText = false;
        boolean headersElsewhere = false;
        for (ColumnSchema column : parquet.getFileSchema().getColumns()) {
            String path = column.fieldPath().toString();
            if (path.equals(fields.text()) && GroupRows.isText(column)) {
                all.put(path, column);
                hasText = true;
            }
            if (wanted.contains(path) && GroupRows.isReadable(column)) {
                all.put(path, column);
                continue;
            }
            headersElsewhere |=
                    path.equals(StoredHeaders.FIELD) || path.startsWith(StoredHeaders.FIELD + ".");
        }
        return hasText ? Optional.of(new Wanted(all, headersElsewhere)) : Optional.empty();
    }

    /// What the file has instead of a text.
    private String withoutText(ParquetFileReader parquet) {
        String name = slice.file().source().fields().text();
        StringJoiner texts = new StringJoiner(", ");
        int count = 0;
        for (ColumnSchema column : parquet.getFileSchema().getColumns()) {
            String path = column.fieldPath().toString();
            if (GroupRows.isText(column) && path.length() <= LONGEST_NAME) {
                count++;
                if (count <= MOST_NAMES) {
                    texts.add('"' + path + '"');
                }
            }
        }
        return "no column of texts is called \""
                + name
                + '"'
                + (count == 0
                        ? ""
                        : "; there is "
                                + texts
                                + (count > MOST_NAMES ? ", ..." : "")
                                + "; the source's key \"text\" names another");
    }

    private void group(
            ParquetFileReader parquet,
            RowGroup group,
            RowGroupPredicate alone,
            long first,
            Wanted columns) {
        String name = slice.file().source().fields().text();
        CompressionCodec codec =
                group.columns().get(columns.text(name).columnIndex()).metaData().codec();
        String rows = "rows " + first + " to " + (first + group.numRows() - 1);
        if (codec == CompressionCodec.BROTLI || codec == CompressionCodec.LZO) {
            failed(
                    first,
                    Unreadable.UNREADABLE,
                    rows + " are compressed with " + codec + ", which is not read here");
            return;
        }
        long number = first;
        try (GroupRows cursor = GroupRows.of(parquet, columns.all().values(), group, alone)) {
            while (cursor.next()) {
                row(cursor, number, columns);
                number++;
            }
            if (number - first != group.numRows()) {
                throw new IllegalStateException("rows are missing");
            }
        } catch (RuntimeException e) {
            Exhaustion.passOn(e);
            refuseStorage(e);
            failed(
                    number,
                    Unreadable.UNREADABLE,
                    "rows " + number + " to " + (first + group.numRows() - 1) + " cannot be read");
        }
    }

    private void row(GroupRows rows, long number, Wanted columns) {
        String name = slice.file().source().fields().text();
        if (rows.length(name) > FileReader.LARGEST_DOCUMENT) {
            failed(
                    number,
                    Unreadable.TOO_LARGE,
                    "row " + number + " has more than " + FileReader.LARGEST_DOCUMENT + " bytes");
            return;
        }
        Optional<byte[]> bytes = rows.bytes(name);
        if (bytes.isEmpty()) {
            failed(number, Unreadable.INVALID_RECORD, "row " + number + " has no text");
            return;
        }
        if (!(Decoding.ofField(bytes.get()) instanceof Decoding.Text text)) {
            failed(number, Unreadable.INVALID_ENCODING, "row " + number + " is not UTF-8");
            return;
        }
        Metadata metadata = manner.metadata();
        metadata.fields(slice.file().source().fields(), rows::words);
        if (columns.headersElsewhere()) {
            StoredHeaders.unread("a column that holds no texts", metadata);
        }
        StoredHeaders.read(rows.words(StoredHeaders.FIELD), metadata);
        PlannedFile file = slice.file();
        Document document =
                metadata.document(
                        Ids.ofRecord(file.id(), number),
                        FileReader.normalLines(text.text()),
                        file.source(),
                        file.source().programText() ? Kind.PROGRAM : Kind.PLAIN);
        out.accept(
                new Reading.Page(
                        new Origin(file.location(), -1, -1, Long.toString(number)).on(document)));
    }

    private static long start(RowGroup group) {
        return group.columns().isEmpty() ? -1 : group.columns().getFirst().chunkStartOffset();
    }

    /// A storage that goes away is no damage of the file.
    private static void refuseStorage(Throwable e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof Refusal refusal) {
                throw refusal;
            }
        }
    }

    private void failed(long number, Unreadable reason, String detail) {
        out.accept(
                FileReader.failed(
                        slice.file(), Ids.ofRecord(slice.file().id(), number), reason, detail));
    }
}
