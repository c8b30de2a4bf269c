package eu.socle.data.read;

import dev.hardwood.InputFile;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowGroupPredicate;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.ColumnSchema;
import eu.socle.core.Document;
import eu.socle.core.Exhaustion;
import eu.socle.core.Refusal;
import eu.socle.data.read.bytes.Decoding;
import eu.socle.data.read.page.Fields;
import eu.socle.data.read.page.Metadata;
import eu.socle.data.read.plan.Ids;
import eu.socle.data.read.plan.Kind;
import eu.socle.data.read.plan.Plan.PlannedFile;
import eu.socle.data.read.plan.Plan.PlannedSlice;
import eu.socle.data.read.plan.Slicing;
import eu.socle.data.read.store.LocalFile;
import eu.socle.data.read.store.Stored;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A slice of a Parquet file: whole row groups, each row a document with the number of the row in
/// the file, from 1. Only the columns that a document is made of are read.
///
/// @param slice what to read
/// @param stored its file
/// @param manner how it is read
/// @param out takes the readings in order
public record ParquetFile(PlannedSlice slice, Stored stored, Manner manner, Consumer<Reading> out) {

    /// Where row groups begin that lie about a target apart; none when the file is not Parquet.
    public static List<Slicing.Cut> cuts(Stored stored, long target) {
        List<Slicing.Cut> cuts = new ArrayList<>();
        try (ParquetFileReader file = ParquetFileReader.open(input(stored))) {
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
        try (ParquetFileReader parquet = ParquetFileReader.open(input(stored))) {
            if (columns(parquet).isEmpty()) {
                if (slice.number() == 0) {
                    out.accept(
                            FileReader.failed(
                                    file,
                                    Unreadable.INVALID_RECORD,
                                    "no column of texts is called \""
                                            + file.source().fields().text()
                                            + "\""));
                }
                return;
            }
            long row = 1;
            List<RowGroup> groups = parquet.getFileMetaData().rowGroups();
            for (int i = 0; i < groups.size(); i++) {
                RowGroup group = groups.get(i);
                long start = start(group);
                if (start >= slice.from() && start < slice.to()) {
                    long end = i + 1 < groups.size() ? start(groups.get(i + 1)) : stored.length();
                    group(parquet, group, RowGroupPredicate.byteRange(start, end), row);
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
    /// @param headersElsewhere true when there are headers in a form that is not read here
    private record Wanted(List<String> names, boolean headersElsewhere) {}

    /// Empty when no column holds the text of documents.
    private Optional<Wanted> columns(ParquetFileReader parquet) {
        Fields fields = slice.file().source().fields();
        List<String> wanted = new ArrayList<>(fields.licence());
        wanted.addAll(List.of(fields.text(), fields.url(), fields.date(), fields.language()));
        wanted.addAll(List.of(Metadata.AUTHOR, Metadata.TITLE, StoredHeaders.FIELD));
        List<String> there = new ArrayList<>();
        boolean hasText = false;
        boolean headersElsewhere = false;
        for (ColumnSchema column : parquet.getFileSchema().getColumns()) {
            boolean flat = column.maxRepetitionLevel() == 0 && isText(column);
            String path = column.fieldPath().toString();
            if (flat && wanted.contains(column.name()) && path.equals(column.name())) {
                there.add(column.name());
                hasText |= column.name().equals(fields.text());
            } else {
                headersElsewhere |=
                        path.equals(StoredHeaders.FIELD)
                                || path.startsWith(StoredHeaders.FIELD + ".");
            }
        }
        return hasText ? Optional.of(new Wanted(there, headersElsewhere)) : Optional.empty();
    }

    private static boolean isText(ColumnSchema column) {
        return column.type() == PhysicalType.BYTE_ARRAY;
    }

    private void group(
            ParquetFileReader parquet, RowGroup group, RowGroupPredicate alone, long first) {
        Wanted columns = columns(parquet).orElseThrow();
        long number = first;
        try (RowReader rows =
                parquet.buildRowReader()
                        .projection(
                                ColumnProjection.columns(columns.names().toArray(new String[0])))
                        .filter(alone)
                        .build()) {
            while (rows.hasNext()) {
                rows.next();
                row(rows, number, columns);
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

    private void row(RowReader rows, long number, Wanted columns) {
        Fields fields = slice.file().source().fields();
        if (rows.isNull(fields.text())) {
            failed(number, Unreadable.INVALID_RECORD, "row " + number + " has no text");
            return;
        }
        byte[] bytes = rows.getBinary(fields.text());
        if (bytes.length > FileReader.LARGEST_DOCUMENT) {
            failed(
                    number,
                    Unreadable.TOO_LARGE,
                    "row " + number + " has more than " + FileReader.LARGEST_DOCUMENT + " bytes");
            return;
        }
        if (!(Decoding.ofPlain(bytes, 0, bytes.length) instanceof Decoding.Text text)) {
            failed(number, Unreadable.INVALID_ENCODING, "row " + number + " is not UTF-8");
            return;
        }
        Metadata metadata = manner.metadata();
        metadata.fields(fields, name -> value(rows, name, columns.names()));
        if (columns.headersElsewhere()) {
            StoredHeaders.unread("a column that holds no texts", metadata);
        }
        StoredHeaders.read(value(rows, StoredHeaders.FIELD, columns.names()), metadata);
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

    private static String value(RowReader rows, String name, List<String> columns) {
        return !columns.contains(name) || rows.isNull(name) ? "" : rows.getString(name);
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

    private static InputFile input(Stored stored) {
        return stored instanceof LocalFile local ? InputFile.of(local.path()) : new Ranges(stored);
    }

    /// Ranged reads of a file that is not on this machine.
    private record Ranges(Stored stored) implements InputFile {
        @Override
        public void open() {
            // each range is a request of its own
        }

        @Override
        public ByteBuffer readRange(long offset, int length) throws IOException {
            byte[] bytes = new byte[length];
            try (InputStream in = stored.open(offset, offset + length)) {
                if (in.readNBytes(bytes, 0, length) < length) {
                    throw new EOFException("the file ends early");
                }
            }
            return ByteBuffer.wrap(bytes);
        }

        @Override
        public long length() {
            return stored.length();
        }

        @Override
        public String name() {
            return "remote";
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
