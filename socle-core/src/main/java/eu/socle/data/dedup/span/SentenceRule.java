package eu.socle.data.dedup.span;

/// What happens with repeated sentences.
///
/// @param window sentences that must repeat together; 3 in C4
/// @param leastWords a changed document with fewer words goes; 0 for none
/// @param leastSentences a changed document with fewer sentences goes; 0 for none
public record SentenceRule(int window, int leastWords, int leastSentences) {

    /// As C4: three sentences, and what is left has at least three, of 50 words in all.
    public static final SentenceRule C4 = new SentenceRule(3, 50, 3);

    public SentenceRule {
        if (window < 1 || leastWords < 0 || leastSentences < 0) {
            throw new IllegalArgumentException(
                    "window " + window + ", words " + leastWords + ", sentences " + leastSentences);
        }
    }
}
