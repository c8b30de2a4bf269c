package eu.socle.token.text;

import java.util.List;

/// Something that is done to a text before it is cut. Stateless.
public interface TextStep {

    /// The text as it is then.
    ///
    /// @param at where the text stands in the whole input; 0 is the beginning
    String apply(String text, int at);

    /// True when nothing is left of a text's first character, so that what comes then does not
    /// stand at the beginning of the input any more.
    ///
    /// @param first the character
    default boolean leavesOut(String first) {
        return apply(first, 0).isEmpty();
    }

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

        @Override
        public boolean leavesOut(String first) {
            String result = first;
            for (TextStep step : steps) {
                if (step.leavesOut(result)) {
                    return true;
                }
                String next = step.apply(result, 0);
                if (next.isEmpty()) {
                    return false; // it looks at more than this character, or counts it
                }
                result = next.substring(0, next.offsetByCodePoints(0, 1));
            }
            return false;
        }
    }
}
