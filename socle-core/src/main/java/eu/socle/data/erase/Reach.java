package eu.socle.data.erase;

import com.fasterxml.jackson.annotation.JsonValue;

/// How far copies of a document are looked for.
public enum Reach {
    /// Every text of the dataset is read: no copy and no quoted passage is missed.
    EVERY_TEXT("every text"),
    /// Only what the index names is read: near copies of low similarity, and passages that others
    /// quote, can stay unfound.
    INDEX("index");

    private final String word;

    Reach(String word) {
        this.word = word;
    }

    /// The word in files.
    @JsonValue
    public String word() {
        return word;
    }
}
