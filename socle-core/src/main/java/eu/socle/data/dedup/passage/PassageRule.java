package eu.socle.data.dedup.passage;

/// Which passages are compared, and what must be left of a document that loses some.
///
/// @param paragraphs least code points of a paragraph that is compared; 0 for none
/// @param paragraphNgrams words per n-gram when paragraphs are compared by the share of their
///   n-grams that was seen before; 0 when they are compared whole
/// @param sentences how many sentences in a row are compared, 3 in C4; 0 for none
/// @param substrings least bytes of a string that is compared; 0 for none
/// @param leastWords a document that lost something and has fewer words left goes
/// @param leastSentences a document that lost something and has fewer sentences left goes
public record PassageRule(
        int paragraphs,
        int paragraphNgrams,
        int sentences,
        int substrings,
        int leastWords,
        int leastSentences) {

    /// Least value of `substrings`: shorter strings repeat in every language.
    public static final int LEAST_SUBSTRING = 32;

    /// Nothing is compared; what is left as in C4, which asks for three sentences and, in
    /// datatrove, for 50 words.
    public static final PassageRule NONE = new PassageRule(0, 0, 0, 0, 50, 3);

    public PassageRule {
        if (paragraphs < 0
                || paragraphNgrams < 0
                || sentences < 0
                || substrings < 0
                || (substrings > 0 && substrings < LEAST_SUBSTRING)
                || leastWords < 0
                || leastSentences < 0) {
            throw new IllegalArgumentException("a rule for passages that cannot be meant");
        }
    }

    /// True when paragraphs are compared whole.
    boolean wholeParagraphs() {
        return paragraphs > 0 && paragraphNgrams == 0;
    }

    /// True when something is compared.
    public boolean any() {
        return paragraphs > 0 || sentences > 0 || substrings > 0;
    }
}
