package eu.socle.infer;

import eu.socle.token.Specials;
import eu.socle.token.StreamingDecoder;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one answer knows: the prompt, what was generated, and the model's memory of both. It moves
/// on by one step at a time; a step reads a part of the prompt or generates one token.
final class Sequence implements AutoCloseable {

    private static final int PROMPT_STEP =
            256; // tokens: bounds how long one prompt keeps other answers waiting

    private final int[] prompt;
    private final int limit;
    private final Sampler sampler;
    private final StreamingDecoder decoder;
    private final StopTexts stops;
    private final LanguageModel.Reading reading;
    private final int endOfText;
    private int read;
    private int generated;
    private float @Nullable [] logits;
    private @Nullable Finish finish;

    /// @throws IllegalArgumentException if the prompt is empty or leaves no room in the context
    Sequence(LanguageModel model, int[] prompt, Sampling sampling, int choice) {
        if (prompt.length == 0 || prompt.length >= model.context()) {
            throw new IllegalArgumentException(
                    "a prompt of "
                            + prompt.length
                            + " tokens does not fit a context of "
                            + model.context());
        }
        this.prompt = prompt;
        this.limit = Math.min(sampling.maxTokens(), model.context() - prompt.length);
        this.sampler = new Sampler(sampling, choice, prompt, model.tokenizer().vocabularySize());
        this.decoder = model.tokenizer().streaming(Specials.HIDDEN);
        this.stops = new StopTexts(sampling.stop());
        this.endOfText = model.tokenizer().endOfText();
        this.reading = model.begin(prompt.length + limit);
        if (limit == 0) {
            finish = Finish.LENGTH;
        }
    }

    /// Moves on by one step.
    ///
    /// @return the token, if the step generated one
    /// @throws ArithmeticException see [Sampler#next]
    Optional<Token> step() {
        if (finish != null) {
            throw new IllegalStateException("the answer has ended");
        }
        if (read < prompt.length) {
            int to = Math.min(read + PROMPT_STEP, prompt.length);
            logits = reading.append(Arrays.copyOfRange(prompt, read, to));
            read = to;
        }
        if (read < prompt.length || logits == null) {
            return Optional.empty();
        }
        Sampler.Choice choice = sampler.next(logits);
        generated++;
        String text = text(choice.id());
        if (finish == null) {
            logits = reading.append(new int[] {choice.id()});
        }
        return Optional.of(
                new Token(choice.id(), text, choice.logProbability(), choice.alternatives()));
    }

    private String text(int id) {
        boolean ended = id == endOfText;
        boolean last = ended || generated == limit;
        String text = decoder.add(id); // nothing for the end of text, which is special
        if (last) {
            text += decoder.finish();
        }
        text = stops.add(text);
        if (stops.found()) {
            finish = Finish.STOP;
        } else if (last) {
            finish = ended ? Finish.STOP : Finish.LENGTH;
            text += stops.finish();
        }
        return text;
    }

    /// Why it ended, once it has.
    Optional<Finish> finish() {
        return Optional.ofNullable(finish);
    }

    int promptTokens() {
        return prompt.length;
    }

    /// How many tokens were generated, an end of text included.
    int generated() {
        return generated;
    }

    @Override
    public void close() {
        reading.close();
    }
}
