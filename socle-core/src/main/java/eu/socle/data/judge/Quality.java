package eu.socle.data.judge;

import java.util.List;

/// The thresholds of the quality rules. Defaults are those of the Gopher rules (arXiv 2112.11446,
/// appendix A.1); a text is dropped beyond them, not at them.
///
/// @param leastWords fewest words
/// @param mostWords most words
/// @param leastMeanWordLength in code points
/// @param mostMeanWordLength in code points
/// @param mostSymbolsPerWord `#` and, apart from it, ellipses, per word
/// @param mostBulletLines share of lines that begin with a bullet
/// @param mostEllipsisLines share of lines that end with an ellipsis
/// @param leastAlphabeticWords share of white-space tokens with a letter
/// @param leastStopWords different stop words of the language
/// @param repetition limits of repeated lines, paragraphs and n-grams
public record Quality(
        long leastWords,
        long mostWords,
        double leastMeanWordLength,
        double mostMeanWordLength,
        double mostSymbolsPerWord,
        double mostBulletLines,
        double mostEllipsisLines,
        double leastAlphabeticWords,
        long leastStopWords,
        Limits repetition) {

    /// Shares beyond which a text is repetitive.
    ///
    /// @param lines of lines that occur more than once
    /// @param paragraphs of paragraphs that occur more than once
    /// @param lineCharacters of characters in such lines
    /// @param paragraphCharacters of characters in such paragraphs
    /// @param topNgrams of characters covered by the most frequent 2-, 3- and 4-gram
    /// @param duplicateNgrams of characters covered by repeated 5- to 10-grams
    public record Limits(
            double lines,
            double paragraphs,
            double lineCharacters,
            double paragraphCharacters,
            List<Double> topNgrams,
            List<Double> duplicateNgrams) {

        public Limits {
            topNgrams = List.copyOf(topNgrams);
            duplicateNgrams = List.copyOf(duplicateNgrams);
        }
    }

    /// The thresholds of the paper.
    public static final Quality GOPHER =
            new Quality(
                    50,
                    100_000,
                    3,
                    10,
                    0.1,
                    0.9,
                    0.3,
                    0.8,
                    2,
                    new Limits(
                            0.30,
                            0.30,
                            0.20,
                            0.20,
                            List.of(0.20, 0.18, 0.16),
                            List.of(0.15, 0.14, 0.13, 0.12, 0.11, 0.10)));
}
