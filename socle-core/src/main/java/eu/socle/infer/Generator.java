package eu.socle.infer;

import java.util.function.Predicate;

/// One answer on the caller's thread; see [Engine] for many at once.
public final class Generator {

    private Generator() {}

    /// A finished answer.
    ///
    /// @param text without the stop text
    /// @param promptTokens how many tokens were read
    /// @param tokens how many tokens were generated, an end of text included
    public record Answer(String text, int promptTokens, int tokens, Finish finish) {}

    /// Generates until the model ends the text, a stop text is reached, or the tokens are used up.
    ///
    /// @param prompt ids, at least one
    /// @param goOn is given each token as it comes, and says whether to go on; after false the
    ///   answer ends where it is
    /// @throws IllegalArgumentException if the prompt does not fit the context
    /// @throws ArithmeticException if the model gives logits that are not numbers
    public static Answer generate(
            LanguageModel model, int[] prompt, Sampling sampling, Predicate<Token> goOn) {
        StringBuilder text = new StringBuilder();
        try (Sequence sequence = new Sequence(model, prompt, sampling, 0)) {
            while (sequence.finish().isEmpty()) {
                Token token = sequence.step().orElse(null);
                if (token != null) {
                    text.append(token.text());
                    if (!goOn.test(token)) {
                        break;
                    }
                }
            }
            return new Answer(
                    text.toString(),
                    sequence.promptTokens(),
                    sequence.generated(),
                    sequence.finish().orElse(Finish.STOP));
        }
    }
}
