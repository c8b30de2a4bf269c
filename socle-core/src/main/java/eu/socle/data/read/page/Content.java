package eu.socle.data.read.page;

import eu.socle.data.read.FileReader;
import eu.socle.data.read.Manner;
import eu.socle.data.read.Unreadable;
import eu.socle.data.read.bytes.Decoding;
import eu.socle.data.read.plan.Kind;
import eu.socle.data.read.plan.Source;

/// The bytes of one document to its text.
///
/// @param manner how it is read
/// @param source the source it belongs to
public record Content(Manner manner, Source source) {

    /// A text, or why there is none.
    public sealed interface Result {}

    /// A text and what was found beside it.
    ///
    /// @param text with `\n` between lines
    /// @param mended see [Decoding.Text]
    public record Text(String text, Metadata metadata, String mended) implements Result {}

    public record Wrong(Unreadable reason, String detail) implements Result {}

    /// Reads a file: its encoding must be what it says.
    public Result of(Kind kind, byte[] bytes, Metadata metadata) {
        if (kind == Kind.PDF) {
            return pdf(bytes, metadata);
        }
        return decoded(
                kind,
                kind == Kind.HTML
                        ? Decoding.ofPage(bytes)
                        : Decoding.ofPlain(bytes, 0, bytes.length),
                metadata);
    }

    /// Reads what was fetched from the web, where a wrong encoding is mended.
    ///
    /// @param charset of the HTTP header; empty when it states none
    public Result ofFetched(Kind kind, byte[] bytes, String charset, Metadata metadata) {
        if (kind == Kind.PDF) {
            return pdf(bytes, metadata);
        }
        return decoded(kind, Decoding.ofFetchedPage(bytes, charset), metadata);
    }

    private Result decoded(Kind kind, Decoding decoding, Metadata metadata) {
        return switch (decoding) {
            case Decoding.Wrong wrong -> new Wrong(Unreadable.INVALID_ENCODING, wrong.detail());
            case Decoding.Text text ->
                    switch (kind) {
                        case HTML -> page(text, metadata);
                        case MARKDOWN ->
                                text(FrontMatter.strip(text.text(), metadata), text, metadata);
                        case PLAIN, PROGRAM, PDF, JSON_LINES, WARC, PARQUET, CSV, TSV ->
                                text(text.text(), text, metadata);
                    };
        };
    }

    private static Result text(String body, Decoding.Text decoded, Metadata metadata) {
        return new Text(FileReader.normalLines(body), metadata, decoded.mended());
    }

    private Result page(Decoding.Text decoded, Metadata metadata) {
        return switch (HtmlPage.of(decoded.text(), manner.extraction())) {
            case ParsedPage.Refused refused -> new Wrong(Unreadable.OVER_BUDGET, refused.detail());
            case HtmlPage page -> {
                page.describe(metadata);
                metadata.place(decoded.text());
                yield text(page.mainText(), decoded, metadata);
            }
        };
    }

    private Result pdf(byte[] bytes, Metadata metadata) {
        return switch (PdfPage.of(bytes)) {
            case PdfPage.Refused refused -> new Wrong(refused.reason(), refused.detail());
            case PdfPage.Text page -> {
                page.describe(metadata);
                yield new Text(FileReader.normalLines(page.text()), metadata, "");
            }
        };
    }
}
