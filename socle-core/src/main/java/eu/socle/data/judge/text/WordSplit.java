package eu.socle.data.judge.text;

/// A way to cut a text into words. Every judge of a chain sees the words of the same split.
public interface WordSplit {

    /// Name in recipes and digests; another name where words could differ.
    String name();

    /// Adds the words of a text that a [Scan] has read.
    void split(Characters characters, Tokenised text);

    /// As [#split(Characters, Tokenised)] for one line of a text after an edit.
    default void splitLine(Characters characters, Tokenised line) {
        split(characters, line);
    }
}
