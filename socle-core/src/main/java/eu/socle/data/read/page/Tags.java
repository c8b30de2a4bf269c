package eu.socle.data.read.page;

import eu.socle.data.rights.licence.Attribution;

/// Names of what the data stage measures or decides about a document.
public final class Tags {
    /// ISO 639-1 code, `code` for program text, `und` when undecided.
    public static final String LANGUAGE = "language";

    /// What the document says its language is.
    public static final String DECLARED_LANGUAGE = "declared_language";

    /// Who made it and how it is called, as the document says: licences with attribution ask for
    /// both.
    public static final String AUTHOR = Attribution.AUTHOR;

    public static final String TITLE = Attribution.TITLE;

    /// Code points of the text.
    public static final String CHARACTERS = "characters";

    public static final String WORDS = "words";
    public static final String MEAN_WORD_LENGTH = "mean_word_length";

    /// How far the best language is ahead of the second, in [0, 1].
    public static final String LANGUAGE_MARGIN = "language_margin";

    /// Share of characters covered by repeated 5-grams.
    public static final String DUPLICATE_5_GRAMS = "duplicate_5_grams";

    public static final String MASKED_EMAIL = "masked_email";
    public static final String MASKED_PHONE = "masked_phone";

    /// Personal data replaced, as canonical JSON: type and country -> count, for example
    /// `{"FR_NIR":1,"IBAN DE":2}`.
    public static final String PERSONAL_DATA = "personal_data";

    /// The id of the first document of the same cluster of duplicates, whichever of them was kept;
    /// the document's own id when it has no double.
    public static final String CLUSTER = "dedup_cluster";

    /// Documents of the same cluster of duplicates, this one included.
    public static final String CLUSTER_SIZE = "dedup_cluster_size";

    /// The stored file that a document was read from, as the plan names its place.
    public static final String ORIGIN_FILE = "origin_file";

    /// Its first byte there; absent when it lies inside a compressed stream.
    public static final String ORIGIN_OFFSET = "origin_offset";

    /// Its bytes there; for a compressed record those of its gzip member.
    public static final String ORIGIN_LENGTH = "origin_length";

    /// Its name there: line or row number, WARC-Record-ID.
    public static final String ORIGIN_RECORD = "origin_record";

    /// WARC-Payload-Digest as the crawler wrote it, for example `sha1:...`.
    public static final String PAYLOAD_DIGEST = "payload_digest";

    /// The encoding a fetched page was read with when it is not what it says; see
    /// [eu.socle.data.read.bytes.Decoding.Text#mended()].
    public static final String ENCODING = "encoding";

    /// Why a fetched page is not whole: the WARC-Truncated of its record (`length`, `time`,
    /// `disconnect`), `segment` when later records go on with it, `coding` when its compressed or
    /// chunked body breaks off, `length` when it is shorter than its HTTP header says.
    public static final String TRUNCATED = "truncated";

    /// The value of [#LANGUAGE] for program text.
    public static final String PROGRAM_TEXT = "code";

    /// The evaluation set of which the text holds an example, and how much of it.
    public static final String CONTAMINATION = "contamination";

    /// The erasure after which the document must not come back.
    public static final String ERASED = "erased";

    /// Keyed hashes of the identifiers that were masked, in hexadecimal with blanks between; on
    /// their way to the index, never in a dataset.
    public static final String IDENTIFIERS = "identifiers";

    private Tags() {}

    /// A measured share or mean as a tag: rounded to four decimals, in the shortest form that reads
    /// back.
    public static String decimal(double value) {
        return Double.toString(Math.round(value * 1e4) / 1e4);
    }
}
