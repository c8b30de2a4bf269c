package eu.socle.token.text;

import java.util.List;

/// Something that is done to a text before it is cut. Stateless.
public interface TextStep {

    /// The text as it is then.
    ///
    /// @param at where the text stands in the whole input; 0 is the beginning
    String apply(String text, int at);

    /// Nothing is done: every text survives encoding and decoding.
    TextStep NONE = new Chain(List.of());

    /// These steps, one after the other.
    static TextStep chain(List<TextStep> steps) {
        return steps.isEmpty() ? NONE : steps.size() == 1 ? steps.getFirst() : new Chain(steps);
    }

    /// Steps one after the other.
    record Chain(List<TextStep> steps) implements TextStep {
        public Chain {
            steps = List.copyOf(steps);
        }

        @Override
        public String apply(String text, int at) {
            String result = text;
            for (TextStep step : steps) {
                result = step.apply(result, at);
            }
            return result;
        }
    }

    /// A step that says itself what becomes of the beginning of a text; of others it is what they
    /// make of the first character alone.
    interface Beginning extends TextStep {
        /// True when nothing is left of the first character.
        boolean leavesOut(String first);
    }
}
