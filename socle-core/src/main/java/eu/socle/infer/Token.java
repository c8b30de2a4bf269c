package eu.socle.infer;

import java.util.List;

/// One generated token; an end of text is one too.
///
/// @param id its id
/// @param text the text that became certain with it: empty while a character or a stop text may
///   still be unfinished, and longer than the token where it ends such a wait; all texts joined are
///   the answer
/// @param logProbability in nats, see [Sampler.Choice]
/// @param alternatives see [Sampling#alternatives]
public record Token(
        int id, String text, double logProbability, List<Sampler.Alternative> alternatives) {
    public Token {
        alternatives = List.copyOf(alternatives);
    }
}
