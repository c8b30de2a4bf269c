package eu.socle.data.dedup.passage;

/// A kind of passage. What several kinds would cut is counted for the first of them.
public enum PassageKind {
    /// A line of the text with the blank lines after it.
    PARAGRAPH(0, "repeated_paragraphs"),
    /// A few sentences in a row.
    SENTENCES(1, "repeated_sentences"),
    /// A string of bytes.
    SUBSTRING(2, "repeated_substrings");

    private final int code;
    private final String word;

    PassageKind(int code, String word) {
        this.code = code;
        this.word = word;
    }

    /// Its number in working files, 0 to 2.
    public int code() {
        return code;
    }

    /// The word in reports.
    public String word() {
        return word;
    }

    /// The kind with this number.
    public static PassageKind of(int code) {
        for (PassageKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of passage has the number " + code);
    }
}
