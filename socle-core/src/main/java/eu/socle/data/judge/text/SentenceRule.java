package eu.socle.data.judge.text;

/// Where sentences end.
public interface SentenceRule {

    /// Name in recipes and digests.
    String name();

    /// Sentences of a line without white space at its ends; at least 1.
    ///
    /// @param from first unit of the line
    /// @param to after its last unit
    /// @param firstWord first word of the text that begins at or after `from`
    int count(Characters characters, Tokenised text, int from, int to, int firstWord);
}
