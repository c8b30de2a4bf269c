package eu.socle.data.read;

import eu.socle.core.Document;
import eu.socle.data.read.bytes.Compression;
import eu.socle.data.read.bytes.Decoding;
import eu.socle.data.read.bytes.Input;
import eu.socle.data.read.page.Fields;
import eu.socle.data.read.page.Metadata;
import eu.socle.data.read.plan.Ids;
import eu.socle.data.read.plan.Kind;
import eu.socle.data.read.plan.Plan.PlannedFile;
import eu.socle.data.read.plan.Plan.PlannedSlice;
import eu.socle.data.read.store.Stored;
import eu.socle.data.read.table.Rows;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A slice of a CSV or TSV file: its first row names the columns, each other row is a document with
/// the number of the row, from 1.
///
/// @param slice what to read
/// @param stored its file, for the names when the slice does not begin with them
/// @param separator between fields
/// @param manner how it is read
/// @param out takes the readings in order
record TableFile(
        PlannedSlice slice, Stored stored, char separator, Manner manner, Consumer<Reading> out) {

    void read(InputStream raw) throws IOException {
        PlannedFile file = slice.file();
        Compression compression = Compression.of(file.location());
        Rows rows = new Rows(Input.of(compression, raw, slice.from()), separator);
        long number = slice.firstRecord() - (slice.number() == 0 ? 0 : 1);
        try {
            Optional<List<String>> names = slice.number() == 0 ? names(rows) : names();
            if (names.isEmpty()) {
                return;
            }
            while (rows.position() < slice.plain()) {
                switch (rows.next(FileReader.LARGEST_DOCUMENT)) {
                    case Rows.End _ -> {
                        return;
                    }
                    case Rows.Unclosed _ -> {
                        failed(
                                number,
                                Unreadable.INVALID_RECORD,
                                "a quote is not closed; the rows behind it cannot be told apart");
                        return;
                    }
                    case Rows.TooLarge _ ->
                            failed(
                                    number,
                                    Unreadable.TOO_LARGE,
                                    "more than " + FileReader.LARGEST_DOCUMENT + " bytes");
                    case Rows.Fields row -> row(number, names.get(), row);
                }
                number++;
            }
        } catch (IOException e) {
            failed(number, FileReader.reason(e), FileReader.detail(e));
        }
    }

    /// The names of the first row of another slice.
    private Optional<List<String>> names() throws IOException {
        try (InputStream head = stored.open(0, Long.MAX_VALUE)) {
            Rows rows = new Rows(Input.of(Compression.NONE, head, 0), separator);
            return rows.next(FileReader.LARGEST_DOCUMENT) instanceof Rows.Fields row
                    ? columns(row).filter(this::hasText)
                    : Optional.empty();
        }
    }

    private Optional<List<String>> names(Rows rows) throws IOException {
        if (!(rows.next(FileReader.LARGEST_DOCUMENT) instanceof Rows.Fields row)) {
            out.accept(
                    FileReader.failed(
                            slice.file(),
                            Unreadable.INVALID_RECORD,
                            "there is no row that names the columns"));
            return Optional.empty();
        }
        Optional<List<String>> names = columns(row);
        if (names.isEmpty() || !hasText(names.get())) {
            out.accept(
                    FileReader.failed(
                            slice.file(),
                            Unreadable.INVALID_RECORD,
                            "no column is called \""
                                    + slice.file().source().fields().text()
                                    + "\""));
            return Optional.empty();
        }
        return names;
    }

    private boolean hasText(List<String> names) {
        return names.contains(slice.file().source().fields().text());
    }

    private static Optional<List<String>> columns(Rows.Fields row) {
        return texts(row.fields());
    }

    private static Optional<List<String>> texts(List<byte[]> fields) {
        List<String> texts = new ArrayList<>();
        for (byte[] field : fields) {
            if (!(Decoding.ofPlain(field, 0, field.length) instanceof Decoding.Text text)) {
                return Optional.empty();
            }
            texts.add(text.text());
        }
        return Optional.of(texts);
    }

    private void row(long number, List<String> names, Rows.Fields row) {
        if (row.fields().size() != names.size()) {
            failed(
                    number,
                    Unreadable.INVALID_RECORD,
                    row.fields().size() + " fields under " + names.size() + " names");
            return;
        }
        Optional<List<String>> values = texts(row.fields());
        if (values.isEmpty()) {
            failed(number, Unreadable.INVALID_ENCODING, "the row is not UTF-8");
            return;
        }
        PlannedFile file = slice.file();
        Fields fields = file.source().fields();
        Metadata metadata = manner.metadata();
        metadata.fields(fields, name -> value(name, names, values.get()));
        StoredHeaders.read(value(StoredHeaders.FIELD, names, values.get()), metadata);
        Document document =
                metadata.document(
                        Ids.ofRecord(file.id(), number),
                        FileReader.normalLines(value(fields.text(), names, values.get())),
                        file.source(),
                        file.source().programText() ? Kind.PROGRAM : Kind.PLAIN);
        out.accept(
                new Reading.Page(
                        FileReader.origin(slice, row.start(), row.length(), number).on(document)));
    }

    private static String value(String name, List<String> names, List<String> values) {
        int at = names.indexOf(name);
        return at < 0 ? "" : values.get(at);
    }

    private void failed(long number, Unreadable reason, String detail) {
        out.accept(
                FileReader.failed(
                        slice.file(),
                        Ids.ofRecord(slice.file().id(), number),
                        reason,
                        "row " + number + ": " + detail));
    }
}
