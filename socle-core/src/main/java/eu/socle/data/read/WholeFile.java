package eu.socle.data.read;

import eu.socle.core.Document;
import eu.socle.data.read.bytes.Compression;
import eu.socle.data.read.bytes.Input;
import eu.socle.data.read.page.Content;
import eu.socle.data.read.page.Metadata;
import eu.socle.data.read.page.Tags;
import eu.socle.data.read.plan.Kind;
import eu.socle.data.read.plan.Plan.PlannedFile;
import java.io.IOException;
import java.io.InputStream;

/// A file that is one document: a page, a Markdown or plain text, a program, a PDF.
///
/// @param file what to read
/// @param manner how it is read
record WholeFile(PlannedFile file, Manner manner) {

    private static final int LARGEST_PDF =
            128 << 20; // pictures and fonts included; its text is held to the same limit as others

    Reading read(InputStream raw) {
        Kind kind = Kind.of(file.location());
        int most = kind == Kind.PDF ? LARGEST_PDF : FileReader.LARGEST_DOCUMENT;
        Input.Bytes bytes = new Input.Bytes();
        try (Input in = Input.of(Compression.of(file.location()), raw, 0)) {
            if (!in.readAll(bytes, most)) {
                return FileReader.failed(
                        file, Unreadable.TOO_LARGE, "more than " + most + " bytes");
            }
        } catch (IOException e) {
            return FileReader.failed(file, FileReader.reason(e), FileReader.detail(e));
        }
        Metadata metadata = manner.metadata();
        if (file.licence() != null) {
            metadata.nearest(file.licence());
        }
        Content.Result result =
                new Content(manner, file.source()).of(kind, bytes.exact(), metadata);
        return switch (result) {
            case Content.Wrong wrong ->
                    Foreign.of(bytes)
                            .map(name -> FileReader.failed(file, Unreadable.UNREADABLE, name))
                            .orElseGet(
                                    () -> FileReader.failed(file, wrong.reason(), wrong.detail()));
            case Content.Text text -> new Reading.Page(document(kind, text));
        };
    }

    private Document document(Kind kind, Content.Text text) {
        Document document =
                new Origin(file.location(), 0, file.bytes(), "")
                        .on(text.metadata().document(file.id(), text.text(), file.source(), kind));
        return text.mended().isEmpty() ? document : document.withTag(Tags.ENCODING, text.mended());
    }
}
