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

/// A slice of a CSV or TSV file: its first row names the columns (and tells the separator of CSV),
/// each other row is a document with the number of the row, from 1.
///
/// @param slice what to read
/// @param stored its file, for the names when the slice does not begin with them
/// @param separator between fields, a comma for CSV with any separator
/// @param manner how it is read
/// @param out takes the readings in order
record TableFile(
        PlannedSlice slice, Stored stored, char separator, Manner manner, Consumer<Reading> out) {

    /// What may part the fields of a CSV file; outside English-speaking countries often not a
    /// comma.
    private static final String SEPARATORS = ",;\t|";

    void read(InputStream raw) throws IOException {
        Compression compression = Compression.of(slice.file().location());
        long number = slice.firstRecord() - (slice.number() == 0 ? 0 : 1);
        try (Input in = Input.of(compression, raw, slice.from())) {
            Optional<Header> header = header();
            if (header.isEmpty()) {
                return;
            }
            Rows rows = rows(in, header.get().separator());
            if (slice.number() == 0) {
                in.skipMark();
                rows.next(FileReader.LARGEST_DOCUMENT, Long.MAX_VALUE); // the names
            }
            while (rows.position() < slice.plain()) {
                switch (rows.next(FileReader.LARGEST_DOCUMENT, slice.plain())) {
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
                    case Rows.Fields row -> row(number, header.get().names(), row);
                }
                number++;
            }
        } catch (IOException e) {
            failed(number, FileReader.reason(e), FileReader.detail(e));
        }
    }

    private Rows rows(Input in, char by) {
        return separator == '\t' ? Rows.ofTsv(in) : Rows.ofCsv(in, by);
    }

    /// The first row.
    ///
    /// @param separator that parts the names, and so all fields
    private record Header(char separator, List<String> names) {}

    /// The first row, by the separator under which it names the column of texts. Says what is wrong
    /// when there is none, once for all slices.
    private Optional<Header> header() throws IOException {
        String text = slice.file().source().fields().text();
        String problem = "";
        for (char by : separator == '\t' ? "\t".toCharArray() : SEPARATORS.toCharArray()) {
            Optional<List<String>> names = names(by);
            long found = names.orElse(List.of()).stream().filter(text::equals).count();
            if (found == 1) {
                return names.map(all -> new Header(by, all));
            }
            if (found > 1) {
                problem = found + " columns are called \"" + text + "\"; give one another name";
                break;
            }
            if (problem.isEmpty()) {
                problem =
                        names.isEmpty()
                                ? "the first row, which names the columns, is missing or not UTF-8"
                                : "none of the "
                                        + names.get().size()
                                        + " columns that the first row names is called \""
                                        + text
                                        + "\"; the source's key \"text\" names another";
            }
        }
        if (slice.number() == 0) {
            out.accept(FileReader.failed(slice.file(), Unreadable.INVALID_RECORD, problem));
        }
        return Optional.empty();
    }

    private Optional<List<String>> names(char by) throws IOException {
        try (InputStream head = stored.open(0, Long.MAX_VALUE);
                Input in = Input.of(Compression.of(slice.file().location()), head, 0)) {
            in.skipMark();
            return rows(in, by).next(FileReader.LARGEST_DOCUMENT, Long.MAX_VALUE)
                            instanceof Rows.Fields row
                    ? texts(row.fields())
                    : Optional.empty();
        }
    }

    private static Optional<List<String>> texts(List<byte[]> fields) {
        List<String> texts = new ArrayList<>();
        for (byte[] field : fields) {
            if (!(Decoding.ofField(field) instanceof Decoding.Text text)) {
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
