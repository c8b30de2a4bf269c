package eu.socle.infer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A conversation with a model on the caller's thread. When it outgrows the context, its oldest
/// turns are left out of what the model reads.
///
/// ```java
/// Chat chat = new Chat(model, ChatTemplate.PLAIN, Sampling.at(0.8).withMaxTokens(120));
/// chat.say("Where does the tide come from?", piece -> { out.print(piece); return !interrupted; });
/// ```
public final class Chat {

    private final LanguageModel model;
    private final ChatTemplate template;
    private final Sampling sampling;
    private final List<Message> turns = new ArrayList<>();

    public Chat(LanguageModel model, ChatTemplate template, Sampling sampling) {
        this.model = model;
        this.template = template;
        this.sampling = sampling;
    }

    /// Says something and gets an answer.
    ///
    /// @param goOn is given each piece of text as it comes, never empty, and says whether to go on
    /// @throws IllegalArgumentException if the text alone leaves no room in the context
    /// @throws ArithmeticException if the model gives logits that are not numbers
    public Generator.Answer say(String text, Predicate<String> goOn) {
        turns.add(new Message("user", text));
        int[] prompt = prompt();
        Generator.Answer answer =
                Generator.generate(
                        model,
                        prompt,
                        sampling.withSeed(sampling.seed() + turns.size()),
                        token -> token.text().isEmpty() || goOn.test(token.text()));
        turns.add(new Message("assistant", answer.text()));
        return answer;
    }

    /// Forgets everything said.
    public void forget() {
        turns.clear();
    }

    private int[] prompt() {
        int room = Math.min(sampling.maxTokens(), model.context() / 2);
        int[] ids = model.tokenizer().encode(template.render(turns));
        while (ids.length + room > model.context() && turns.size() > 1) {
            turns.removeFirst();
            ids = model.tokenizer().encode(template.render(turns));
        }
        if (ids.length >= model.context()) {
            turns.removeLast();
            throw new IllegalArgumentException(
                    "that text has "
                            + ids.length
                            + " tokens, and this model reads at most "
                            + (model.context() - 1));
        }
        return ids;
    }
}
