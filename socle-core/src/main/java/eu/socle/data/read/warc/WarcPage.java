package eu.socle.data.read.warc;

import eu.socle.core.Document;
import eu.socle.data.read.FileReader;
import eu.socle.data.read.Manner;
import eu.socle.data.read.NoDocument;
import eu.socle.data.read.Reading;
import eu.socle.data.read.Unreadable;
import eu.socle.data.read.page.Content;
import eu.socle.data.read.page.Metadata;
import eu.socle.data.read.page.Tags;
import eu.socle.data.read.plan.Kind;
import eu.socle.data.read.plan.Plan.PlannedFile;
import eu.socle.data.rights.Signals;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// One record of a WARC file to what it is: a page, a site's rules, or no document and why.
///
/// @param file the file it lies in
/// @param id the record's
/// @param manner how it is read
record WarcPage(PlannedFile file, String id, Manner manner) {

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int RESET_CONTENT = 205;

    /// What stands for the body of a site file that cannot be decoded: no text and no JSON, so that
    /// what it said is unknown, where an empty file would say nothing.
    private static final byte[] NO_TEXT = {0};

    private static final int MOST_DIGITS = 9; // of a length that is compared

    private static final int SNIFFED = 512; // bytes from which a missing type is told

    Reading read(WarcRecord.Whole record) {
        String type = record.type().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "response" -> response(record);
            case "resource" -> payload(record, type(record.header("Content-Type")), record.block());
            case "conversion" -> conversion(record);
            case "warcinfo" -> skipped(NoDocument.WARCINFO, "");
            case "request" -> skipped(NoDocument.REQUEST, target(record));
            case "metadata" -> skipped(NoDocument.METADATA, target(record));
            case "revisit" -> skipped(NoDocument.REVISIT, target(record));
            case "continuation" -> skipped(NoDocument.CONTINUATION, target(record));
            case "" -> failed(Unreadable.INVALID_RECORD, "the record states no WARC-Type");
            default -> skipped(NoDocument.OTHER_TYPE, "WARC-Type is not one of WARC 1.1");
        };
    }

    /// A record whose block was not held: a large page failed, a large file of another kind did
    /// not.
    Reading tooLarge(WarcRecord.TooLarge record) {
        String type = record.headers().first("WARC-Type").orElse("").strip();
        boolean page =
                type.equalsIgnoreCase("response")
                        || type.equalsIgnoreCase("resource")
                        || type.equalsIgnoreCase("conversion");
        return page
                ? failed(
                        Unreadable.TOO_LARGE,
                        "more than " + FileReader.LARGEST_DOCUMENT + " bytes: " + record.size())
                : skipped(
                        NoDocument.METADATA,
                        "a " + type + " record of " + record.size() + " bytes");
    }

    private Reading response(WarcRecord.Whole record) {
        Optional<HttpMessage> parsed = HttpMessage.of(record.block());
        if (parsed.isEmpty()) {
            String type = record.header("Content-Type").toLowerCase(Locale.ROOT);
            return type.startsWith("application/http") && !type.contains("request")
                    ? failed(Unreadable.INVALID_RECORD, "no HTTP status line")
                    : skipped(NoDocument.NOT_HTTP, target(record));
        }
        HttpMessage http = parsed.get();
        Optional<SiteAddress> site = SiteAddress.of(target(record));
        if (site.isPresent()) {
            return siteFile(record, http, site.get());
        }
        int status = http.status();
        if (status == NO_CONTENT || status == RESET_CONTENT) {
            return skipped(NoDocument.EMPTY, "HTTP status " + status);
        }
        if (status != OK) {
            boolean redirect = status >= 300 && status < 400;
            return skipped(
                    redirect ? NoDocument.REDIRECT : NoDocument.HTTP_STATUS,
                    "HTTP status " + status);
        }
        return switch (Payload.of(http, FileReader.LARGEST_DOCUMENT)) {
            case Payload.Decoded decoded ->
                    page(record, http, type(http.field("Content-Type")), decoded);
            case Payload.UnknownCoding coding ->
                    failed(
                            Unreadable.UNREADABLE,
                            "the content coding " + coding.name() + " is not read here");
            case Payload.TooLarge _ ->
                    failed(
                            Unreadable.TOO_LARGE,
                            "more than " + FileReader.LARGEST_DOCUMENT + " bytes when decoded");
            case Payload.Damaged damaged -> failed(Unreadable.UNREADABLE, damaged.detail());
        };
    }

    private Reading siteFile(WarcRecord.Whole record, HttpMessage http, SiteAddress site) {
        byte[] body =
                Payload.of(http, FileReader.LARGEST_DOCUMENT) instanceof Payload.Decoded decoded
                        ? decoded.bytes()
                        : NO_TEXT;
        return new Reading.SiteFile(
                id,
                file.source().name(),
                target(record),
                site.host(),
                site.path(),
                record.header("WARC-Date"),
                http.status(),
                body);
    }

    private Reading page(
            WarcRecord.Whole record, HttpMessage http, Type type, Payload.Decoded body) {
        Metadata metadata = manner.metadata();
        metadata.optOuts(
                metadata.signals()
                        .headers(
                                http.fields().stream()
                                        .map(f -> new Signals.Field(f.name(), f.value()))
                                        .toList()));
        String language = http.field("Content-Language");
        if (!language.isEmpty()) {
            metadata.language(language);
        }
        String cut = body.cut() ? "coding" : isShort(http) ? "length" : "";
        return content(record, type, body.bytes(), cut, metadata);
    }

    /// Whether fewer bytes were stored than the server announced.
    private static boolean isShort(HttpMessage http) {
        String stated = http.field("Content-Length");
        boolean number = !stated.isEmpty() && stated.length() <= MOST_DIGITS;
        for (int i = 0; i < stated.length(); i++) {
            number &= stated.charAt(i) >= '0' && stated.charAt(i) <= '9';
        }
        return number && http.body().length < Integer.parseInt(stated);
    }

    private Reading payload(WarcRecord.Whole record, Type type, byte[] body) {
        Optional<SiteAddress> site = SiteAddress.of(target(record));
        if (site.isPresent()) {
            return new Reading.SiteFile(
                    id,
                    file.source().name(),
                    target(record),
                    site.get().host(),
                    site.get().path(),
                    record.header("WARC-Date"),
                    OK,
                    body);
        }
        return content(record, type, body, "", manner.metadata());
    }

    private Reading conversion(WarcRecord.Whole record) {
        Type type = type(record.header("Content-Type"));
        Metadata metadata = manner.metadata();
        String language = record.header("WARC-Identified-Content-Language");
        if (!language.isEmpty()) {
            metadata.language(language);
        }
        return type.name().isEmpty() || type.name().startsWith("text/")
                ? content(
                        record,
                        new Type("text/plain", type.charset()),
                        record.block(),
                        "",
                        metadata)
                : skipped(NoDocument.NOT_A_PAGE, type.name());
    }

    /// @param cut why the body is not whole, beside what the record's own header says; empty when
    ///   it is
    private Reading content(
            WarcRecord.Whole record, Type type, byte[] body, String cut, Metadata metadata) {
        if (body.length == 0 && !cut.isEmpty()) {
            return failed(
                    Unreadable.TRUNCATED_RECORD,
                    "its body breaks off before anything of it can be decoded");
        }
        if (body.length == 0) {
            return skipped(NoDocument.EMPTY, target(record));
        }
        Optional<Kind> kind = kind(type.name(), body);
        if (kind.isEmpty()) {
            return skipped(NoDocument.NOT_A_PAGE, type.name().isEmpty() ? "no type" : type.name());
        }
        return switch (new Content(manner, file.source())
                .ofFetched(kind.get(), body, type.charset(), metadata)) {
            case Content.Wrong wrong -> failed(wrong.reason(), wrong.detail());
            case Content.Text text -> new Reading.Page(document(record, kind.get(), text, cut));
        };
    }

    /// The record knows better than the page where and when it was fetched.
    private Document document(WarcRecord.Whole record, Kind kind, Content.Text text, String cut) {
        text.metadata().url(target(record));
        text.metadata().date(record.header("WARC-Date"));
        Document document = text.metadata().document(id, text.text(), file.source(), kind);
        String digest = record.header("WARC-Payload-Digest");
        if (!digest.isEmpty()) {
            document = document.withTag(Tags.PAYLOAD_DIGEST, digest);
        }
        String truncated = truncated(record, cut);
        if (!truncated.isEmpty()) {
            document = document.withTag(Tags.TRUNCATED, truncated);
        }
        return text.mended().isEmpty() ? document : document.withTag(Tags.ENCODING, text.mended());
    }

    private static String truncated(WarcRecord.Whole record, String cut) {
        String stated = record.header("WARC-Truncated");
        if (!stated.isEmpty()) {
            return stated.toLowerCase(Locale.ROOT);
        }
        return record.header("WARC-Segment-Number").isEmpty() ? cut : "segment";
    }

    /// A media type and its charset, both in lower case; empty where nothing is stated.
    private record Type(String name, String charset) {}

    private static Type type(String header) {
        String[] parts = header.toLowerCase(Locale.ROOT).split(";", -1);
        String charset = "";
        for (String part : parts) {
            String stripped = part.strip();
            if (stripped.startsWith("charset=")) {
                charset =
                        stripped.substring("charset=".length()).replace("\"", "").replace("'", "");
            }
        }
        return new Type(parts[0].strip(), charset.strip());
    }

    private static Optional<Kind> kind(String type, byte[] body) {
        return switch (type) {
            case "text/html", "application/xhtml+xml" -> Optional.of(Kind.HTML);
            case "text/plain" -> Optional.of(Kind.PLAIN);
            case "text/markdown" -> Optional.of(Kind.MARKDOWN);
            case "application/pdf" -> Optional.of(Kind.PDF);
            case "", "application/octet-stream", "unknown/unknown" -> sniffed(body);
            default -> Optional.empty();
        };
    }

    /// What a body without a type is, from its first bytes, as browsers tell it.
    private static Optional<Kind> sniffed(byte[] body) {
        String start =
                new String(body, 0, Math.min(body.length, SNIFFED), StandardCharsets.ISO_8859_1);
        if (start.startsWith("%PDF-")) {
            return Optional.of(Kind.PDF);
        }
        String text =
                start.replace("\u00ef\u00bb\u00bf", "")
                        .replace("\0", "")
                        .stripLeading()
                        .toLowerCase(Locale.ROOT);
        boolean page =
                text.startsWith("<!doctype html")
                        || text.startsWith("<html")
                        || text.startsWith("<head")
                        || text.startsWith("<body")
                        || text.startsWith("<!--")
                        || text.startsWith("<script")
                        || text.startsWith("<title")
                        || text.startsWith("<p>")
                        || text.startsWith("<div")
                        || text.contains("<html");
        return page ? Optional.of(Kind.HTML) : Optional.empty();
    }

    /// The target address; some writers put it in angle brackets.
    private static String target(WarcRecord.Whole record) {
        String target = record.header("WARC-Target-URI");
        return target.startsWith("<") && target.endsWith(">")
                ? target.substring(1, target.length() - 1)
                : target;
    }

    private Reading skipped(NoDocument reason, String detail) {
        return new Reading.Skipped(id, file.source().name(), reason, detail);
    }

    private Reading failed(Unreadable reason, String detail) {
        return FileReader.failed(file, id, reason, detail);
    }
}
