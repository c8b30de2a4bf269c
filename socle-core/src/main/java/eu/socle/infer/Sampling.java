package eu.socle.infer;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// How the next token is chosen and when an answer ends. Order of application: bias, penalties,
/// temperature, top-k, top-p, min-p, draw.
///
/// @param temperature divides the logits; 0 takes the likeliest token
/// @param topK keeps the k likeliest tokens; 0 keeps all
/// @param topP keeps the likeliest tokens whose probabilities first reach this sum; 1 keeps all
/// @param minP keeps tokens at least this many times as probable as the likeliest; 0 keeps all
/// @param seed where the draws come from: the same seed, choice and position draw the same
/// @param maxTokens how many tokens may be generated at most
/// @param stop texts that end the answer and are not part of it
/// @param repetition divides positive and multiplies negative logits of tokens already read or
///   generated; 1 is off (Keskar et al. 2019, CTRL)
/// @param presence is subtracted once from the logits of tokens already generated; 0 is off
/// @param frequency is subtracted once for each time a token was already generated; 0 is off
/// @param bias is added to the logits of these tokens
/// @param alternatives how many of the likeliest tokens are reported beside each chosen one
public record Sampling(
        double temperature,
        int topK,
        double topP,
        double minP,
        long seed,
        int maxTokens,
        List<String> stop,
        double repetition,
        double presence,
        double frequency,
        SortedMap<Integer, Double> bias,
        int alternatives) {

    /// Always the likeliest token, until the end of text or of the context.
    public static final Sampling GREEDY = at(0);

    public Sampling {
        within("temperature", temperature, 0, 100);
        within("topK", topK, 0, Integer.MAX_VALUE);
        within("topP", topP, 0, 1);
        within("minP", minP, 0, 1);
        within("maxTokens", maxTokens, 0, Integer.MAX_VALUE);
        within("repetition", repetition, 0.01, 100);
        within("presence", presence, -100, 100);
        within("frequency", frequency, -100, 100);
        within("alternatives", alternatives, 0, Integer.MAX_VALUE);
        stop = List.copyOf(stop);
        if (stop.contains("")) {
            throw new IllegalArgumentException("a stop text must not be empty");
        }
        bias = Collections.unmodifiableSortedMap(new TreeMap<>(bias));
    }

    /// This temperature, nothing else.
    public static Sampling at(double temperature) {
        return new Sampling(
                temperature,
                0,
                1,
                0,
                0,
                Integer.MAX_VALUE,
                List.of(),
                1,
                0,
                0,
                Collections.emptySortedMap(),
                0);
    }

    public Sampling withSeed(long other) {
        return new Sampling(
                temperature,
                topK,
                topP,
                minP,
                other,
                maxTokens,
                stop,
                repetition,
                presence,
                frequency,
                bias,
                alternatives);
    }

    public Sampling withMaxTokens(int other) {
        return new Sampling(
                temperature,
                topK,
                topP,
                minP,
                seed,
                other,
                stop,
                repetition,
                presence,
                frequency,
                bias,
                alternatives);
    }

    public Sampling withStop(List<String> other) {
        return new Sampling(
                temperature,
                topK,
                topP,
                minP,
                seed,
                maxTokens,
                other,
                repetition,
                presence,
                frequency,
                bias,
                alternatives);
    }

    /// Keeps only the likeliest tokens; see [#topK], [#topP] and [#minP].
    public Sampling keeping(int k, double p, double min) {
        return new Sampling(
                temperature,
                k,
                p,
                min,
                seed,
                maxTokens,
                stop,
                repetition,
                presence,
                frequency,
                bias,
                alternatives);
    }

    /// See [#repetition], [#presence] and [#frequency].
    public Sampling withPenalties(double repeat, double once, double each) {
        return new Sampling(
                temperature,
                topK,
                topP,
                minP,
                seed,
                maxTokens,
                stop,
                repeat,
                once,
                each,
                bias,
                alternatives);
    }

    public Sampling withBias(SortedMap<Integer, Double> other) {
        return new Sampling(
                temperature,
                topK,
                topP,
                minP,
                seed,
                maxTokens,
                stop,
                repetition,
                presence,
                frequency,
                other,
                alternatives);
    }

    public Sampling withAlternatives(int other) {
        return new Sampling(
                temperature,
                topK,
                topP,
                minP,
                seed,
                maxTokens,
                stop,
                repetition,
                presence,
                frequency,
                bias,
                other);
    }

    private static void within(String name, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException(
                    name + " must be from " + low + " to " + high + ", not " + value);
        }
    }
}
