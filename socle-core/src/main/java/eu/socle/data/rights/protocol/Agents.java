package eu.socle.data.rights.protocol;

import java.util.List;
import java.util.Locale;

/// The product tokens of robots files that speak to us.
///
/// @param own tokens that name us: their groups, or those for `*`, are ours
/// @param analogous tokens of other crawlers for AI: who names one of them to keep it out is taken
///   to mean us too; what they are allowed means nothing for us
public record Agents(List<String> own, List<String> analogous) {

    /// Ours, and crawlers whose operators say that they gather training data (names as published by
    /// their operators; the list is a choice of policy, not a fact about the web).
    public static final Agents DEFAULT =
            new Agents(
                    List.of("socle"),
                    List.of(
                            "ai2bot",
                            "ai2bot-dolma",
                            "amazonbot",
                            "anthropic-ai",
                            "applebot-extended",
                            "bytespider",
                            "ccbot",
                            "claude-web",
                            "claudebot",
                            "cohere-ai",
                            "cohere-training-data-crawler",
                            "diffbot",
                            "facebookbot",
                            "google-cloudvertexbot",
                            "google-extended",
                            "gptbot",
                            "icc-crawler",
                            "img2dataset",
                            "meta-externalagent",
                            "mistralai-user",
                            "omgili",
                            "omgilibot",
                            "pangubot",
                            "sbintuitionsbot",
                            "semrushbot-ocob",
                            "timpibot",
                            "velenpublicwebcrawler",
                            "webzio-extended"));

    public Agents {
        own = lower(own);
        analogous = lower(analogous);
    }

    /// True when the token is ours or one that we heed by analogy.
    public boolean heeds(String token) {
        String lower = token.toLowerCase(Locale.ROOT);
        return own.contains(lower) || analogous.contains(lower);
    }

    private static List<String> lower(List<String> tokens) {
        return tokens.stream().map(token -> token.toLowerCase(Locale.ROOT)).toList();
    }
}
