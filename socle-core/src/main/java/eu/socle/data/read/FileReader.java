package eu.socle.data.read;

import eu.socle.core.Digest;
import eu.socle.core.Document;
import eu.socle.core.Refusal;
import eu.socle.data.read.Plan.PlannedFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;

/// Turns one planned file into documents: one for a page or a text, one for each line of JSON
/// Lines. What cannot be read becomes a [Reading.Failed]; nothing is lost and nothing ends the run,
/// but a file that changes while it is read.
///
/// @param base what the locations of the plan are relative to
public record FileReader(Path base) {

    /// In bytes. The longest novels have 4 MiB; a file beyond four times that is no document but a
    /// collection.
    public static final int LARGEST_DOCUMENT = 16 << 20;

    /// Reads the file, handing over each document or failure in order.
    ///
    /// @throws Refusal if the file is no longer the one that was planned
    public void read(PlannedFile file, Consumer<Reading> out) {
        if (file.sha256() == null) {
            out.accept(failed(file, file.id(), Unreadable.UNREADABLE, "the file cannot be opened"));
            return;
        }
        Path path = base.resolve(file.location());
        try (DigestInputStream raw =
                new DigestInputStream(Files.newInputStream(path), Digest.sha256())) {
            Kind kind = Kind.of(Input.inner(file.id()));
            if (kind == Kind.JSON_LINES) {
                readLines(file, raw, out);
            } else {
                out.accept(readWhole(file, kind, raw));
            }
            raw.transferTo(OutputStream.nullOutputStream());
            if (!HexFormat.of()
                    .formatHex(raw.getMessageDigest().digest())
                    .equals(file.sha256().hex())) {
                throw changed(path);
            }
        } catch (IOException e) {
            throw Refusal.failure(
                    path
                            + " could be read a moment ago and cannot now: "
                            + e.getMessage()
                            + "; run the same command again.",
                    e);
        }
    }

    private static Refusal changed(Path path) {
        return Refusal.failure(
                path
                        + " was changed while it was being read; run the same command again when it is still.");
    }

    private Reading readWhole(PlannedFile file, Kind kind, InputStream raw) {
        Input.Bytes bytes = new Input.Bytes();
        try (Input in = Input.of(file.id(), raw)) {
            if (!in.readAll(bytes, LARGEST_DOCUMENT)) {
                return failed(
                        file,
                        file.id(),
                        Unreadable.TOO_LARGE,
                        "more than " + LARGEST_DOCUMENT + " bytes");
            }
        } catch (EOFException e) {
            return failed(
                    file,
                    file.id(),
                    Unreadable.TRUNCATED_RECORD,
                    "the compressed stream ends early");
        } catch (IOException e) {
            return failed(
                    file, file.id(), Unreadable.UNREADABLE, "the compressed stream is damaged");
        }
        byte[] exact = Arrays.copyOf(bytes.array(), bytes.length());
        Decoding decoding =
                kind == Kind.HTML
                        ? Decoding.ofPage(exact)
                        : Decoding.ofPlain(exact, 0, exact.length);
        return switch (decoding) {
            case Decoding.Wrong wrong ->
                    failed(file, file.id(), Unreadable.INVALID_ENCODING, wrong.detail());
            case Decoding.Text text -> page(file, kind, text.text());
        };
    }

    private static Reading page(PlannedFile file, Kind kind, String text) {
        Metadata metadata = new Metadata();
        String body = text;
        if (kind == Kind.MARKDOWN) {
            body = FrontMatter.strip(text, metadata);
        } else if (kind == Kind.HTML) {
            HtmlPage page = HtmlPage.of(text);
            if (page.nodes() > HtmlPage.MOST_NODES) {
                return failed(
                        file,
                        file.id(),
                        Unreadable.TOO_LARGE,
                        "more than " + HtmlPage.MOST_NODES + " nodes");
            }
            page.describe(metadata);
            body = page.mainText();
        }
        return new Reading.Page(
                metadata.document(file.id(), normalLines(body), file.source(), kind));
    }

    private void readLines(PlannedFile file, InputStream raw, Consumer<Reading> out) {
        Input.Bytes line = new Input.Bytes();
        long number = 1;
        try (Input in = Input.of(file.id(), raw)) {
            for (; ; number++) {
                line.clear();
                boolean ended = in.readLine(line, LARGEST_DOCUMENT);
                if (!ended && line.length() >= LARGEST_DOCUMENT) {
                    boolean more = skipLine(in, line);
                    out.accept(
                            record(
                                    file,
                                    number,
                                    Unreadable.TOO_LARGE,
                                    "more than " + LARGEST_DOCUMENT + " bytes"));
                    if (!more) {
                        return;
                    }
                    continue;
                }
                if (line.length() > 0) {
                    readRecord(file, number, line, ended, out);
                }
                if (!ended) {
                    return;
                }
            }
        } catch (EOFException e) {
            out.accept(
                    record(
                            file,
                            number,
                            Unreadable.TRUNCATED_RECORD,
                            "the compressed stream ends early"));
        } catch (IOException e) {
            out.accept(
                    record(
                            file,
                            number,
                            Unreadable.UNREADABLE,
                            "the compressed stream is damaged"));
        }
    }

    private static boolean skipLine(Input in, Input.Bytes line) throws IOException {
        boolean ended;
        do {
            line.clear();
            ended = in.readLine(line, 1 << 20);
        } while (!ended && line.length() > 0);
        return ended;
    }

    /// One line; empty lines are no records. A last line without newline that is not whole was cut
    /// off.
    private void readRecord(
            PlannedFile file, long number, Input.Bytes line, boolean ended, Consumer<Reading> out) {
        switch (Decoding.ofPlain(line.array(), 0, line.length())) {
            case Decoding.Wrong wrong -> {
                boolean whole = ended || line.array()[line.length() - 1] == '}';
                Unreadable reason =
                        whole ? Unreadable.INVALID_ENCODING : Unreadable.TRUNCATED_RECORD;
                out.accept(record(file, number, reason, wrong.detail()));
            }
            case Decoding.Text text -> {
                if (text.text().isBlank()) {
                    return;
                }
                out.accept(
                        switch (JsonRecord.of(text.text())) {
                            case JsonRecord.NotJson json ->
                                    record(
                                            file,
                                            number,
                                            ended
                                                    ? Unreadable.INVALID_RECORD
                                                    : Unreadable.TRUNCATED_RECORD,
                                            json.detail());
                            case JsonRecord.NoText json ->
                                    record(file, number, Unreadable.INVALID_RECORD, json.detail());
                            case JsonRecord.Page page -> recordPage(file, number, page);
                        });
            }
        }
    }

    private static Reading recordPage(PlannedFile file, long number, JsonRecord.Page page) {
        int half = loneSurrogate(page.text());
        if (half >= 0) {
            return record(
                    file,
                    number,
                    Unreadable.INVALID_ENCODING,
                    "character " + half + " is half of a surrogate pair");
        }
        Kind kind = file.source().programText() ? Kind.PROGRAM : Kind.PLAIN;
        Document document =
                page.metadata()
                        .document(
                                Ids.ofRecord(file.id(), number),
                                normalLines(page.text()),
                                file.source(),
                                kind);
        return new Reading.Page(document);
    }

    private static int loneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return i;
            }
        }
        return -1;
    }

    /// Line ends as `\n`, no blank lines at the two ends.
    private static String normalLines(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n').strip();
    }

    private static Reading record(PlannedFile file, long number, Unreadable reason, String detail) {
        return failed(
                file, Ids.ofRecord(file.id(), number), reason, "line " + number + ": " + detail);
    }

    private static Reading failed(PlannedFile file, String id, Unreadable reason, String detail) {
        return new Reading.Failed(id, file.source().name(), reason, detail);
    }
}
