package eu.socle.data.read;

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

    /// Documents of the same cluster of duplicates, this one included.
    public static final String CLUSTER_SIZE = "dedup_cluster_size";

    /// The value of [#LANGUAGE] for program text.
    public static final String PROGRAM_TEXT = "code";

    private Tags() {}

    /// A measured share or mean as a tag: rounded to four decimals, in the shortest form that reads
    /// back.
    public static String decimal(double value) {
        return Double.toString(Math.round(value * 1e4) / 1e4);
    }
}
