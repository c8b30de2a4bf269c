package eu.socle.data.erase;

import com.fasterxml.jackson.annotation.JsonValue;

/// Why a request means a document.
public enum Why {
    /// Its id was asked for, or the id of a double that was dropped in its favour.
    DOCUMENT("document"),
    /// Its address was asked for, or that of a double that was dropped in its favour.
    ADDRESS("address"),
    /// It names the person.
    IDENTIFIER("identifier"),
    /// It shares at least half of its passages, or of theirs, with a document asked for.
    NEAR_DUPLICATE("near duplicate");

    private final String word;

    Why(String word) {
        this.word = word;
    }

    /// The word in files.
    @JsonValue
    public String word() {
        return word;
    }
}
