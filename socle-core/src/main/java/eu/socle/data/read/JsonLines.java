package eu.socle.data.read;

import eu.socle.core.Document;
import eu.socle.data.read.bytes.Compression;
import eu.socle.data.read.bytes.Decoding;
import eu.socle.data.read.bytes.Input;
import eu.socle.data.read.plan.Ids;
import eu.socle.data.read.plan.Kind;
import eu.socle.data.read.plan.Plan.PlannedFile;
import eu.socle.data.read.plan.Plan.PlannedSlice;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/// A slice of JSON Lines: one document for each line that begins in it. Empty lines are no records.
///
/// @param slice what to read
/// @param manner how it is read
/// @param out takes the readings in order
record JsonLines(PlannedSlice slice, Manner manner, Consumer<Reading> out) {

    /// Reads the stored bytes, which may go on behind the slice: its last line may.
    void read(InputStream raw) {
        PlannedFile file = slice.file();
        Input.Bytes line = new Input.Bytes();
        long number = slice.firstRecord();
        boolean begun = false;
        try (Input in = Input.of(Compression.of(file.location()), raw, slice.from())) {
            if (slice.partial() && !skipLine(in, line)) {
                return; // the slice before reads this line to its end
            }
            for (; in.plainPosition() < slice.plain(); number++) {
                begun = true;
                long start = in.plainPosition();
                line.clear();
                boolean ended = in.readLine(line, FileReader.LARGEST_DOCUMENT);
                if (!ended && line.length() >= FileReader.LARGEST_DOCUMENT) {
                    boolean more = skipLine(in, line);
                    out.accept(
                            failed(
                                    number,
                                    Unreadable.TOO_LARGE,
                                    "more than " + FileReader.LARGEST_DOCUMENT + " bytes"));
                    if (!more) {
                        return;
                    }
                    continue;
                }
                if (line.length() > 0) {
                    record(number, start, line, ended);
                }
                if (!ended) {
                    return;
                }
            }
        } catch (IOException e) {
            if (begun || !slice.partial()) {
                out.accept(failed(number, FileReader.reason(e), FileReader.detail(e)));
            }
        }
    }

    private static boolean skipLine(Input in, Input.Bytes line) throws IOException {
        boolean ended;
        do {
            line.clear();
            ended = in.readLine(line, 1 << 20);
        } while (!ended && line.length() > 0);
        line.clear();
        return ended;
    }

    /// A last line without newline that is not whole was cut off.
    private void record(long number, long start, Input.Bytes line, boolean ended) {
        switch (Decoding.ofPlain(line.array(), 0, line.length())) {
            case Decoding.Wrong wrong -> {
                boolean whole = ended || line.array()[line.length() - 1] == '}';
                Unreadable reason =
                        whole ? Unreadable.INVALID_ENCODING : Unreadable.TRUNCATED_RECORD;
                out.accept(failed(number, reason, wrong.detail()));
            }
            case Decoding.Text text -> {
                if (text.text().isBlank()) {
                    return;
                }
                long length = ended ? line.length() - 1L : line.length();
                out.accept(
                        switch (JsonRecord.of(
                                text.text(), slice.file().source().fields(), manner.metadata())) {
                            case JsonRecord.NotJson json ->
                                    failed(
                                            number,
                                            ended
                                                    ? Unreadable.INVALID_RECORD
                                                    : Unreadable.TRUNCATED_RECORD,
                                            json.detail());
                            case JsonRecord.NoText json ->
                                    failed(number, Unreadable.INVALID_RECORD, json.detail());
                            case JsonRecord.Page page -> page(number, start, length, page);
                        });
            }
        }
    }

    private Reading page(long number, long start, long length, JsonRecord.Page page) {
        PlannedFile file = slice.file();
        int half = FileReader.loneSurrogate(page.text());
        if (half >= 0) {
            return failed(
                    number,
                    Unreadable.INVALID_ENCODING,
                    "character " + half + " is half of a surrogate pair");
        }
        Kind kind = file.source().programText() ? Kind.PROGRAM : Kind.PLAIN;
        Document document =
                page.metadata()
                        .document(
                                Ids.ofRecord(file.id(), number),
                                FileReader.normalLines(page.text()),
                                file.source(),
                                kind);
        return new Reading.Page(FileReader.origin(slice, start, length, number).on(document));
    }

    private Reading failed(long number, Unreadable reason, String detail) {
        return FileReader.failed(
                slice.file(),
                Ids.ofRecord(slice.file().id(), number),
                reason,
                "line " + number + ": " + detail);
    }
}
