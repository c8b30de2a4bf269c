package eu.socle.infer;

import java.util.List;

/// Prompts to answer, each several times. Answers are numbered prompt by prompt: answer c of prompt
/// p is choice `p * choices + c`, and draws with its own number.
///
/// @param prompts token ids, at least one each
/// @param choices how many answers to each
public record Request(List<int[]> prompts, int choices, Sampling sampling) {
    public Request {
        prompts = List.copyOf(prompts);
        if (prompts.isEmpty() || choices < 1) {
            throw new IllegalArgumentException("a request has at least one prompt and one answer");
        }
    }

    /// One answer to one prompt.
    public static Request of(int[] prompt, Sampling sampling) {
        return new Request(List.of(prompt), 1, sampling);
    }

    /// How many answers in all.
    public int answers() {
        return prompts.size() * choices;
    }
}
