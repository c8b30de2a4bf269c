package eu.socle.data.rights.protocol;

import eu.socle.core.Rights.OptOut;
import eu.socle.core.Rights.Value;
import eu.socle.data.rights.robots.RobotsLine;
import java.util.ArrayList;
import java.util.List;

/// Robots rules that keep out, by name, other crawlers that gather training data: a reservation by
/// analogy. What such a crawler is allowed says nothing about us.
public record NamedCrawlers() implements Protocol {

    @Override
    public String family() {
        return "robots-ai-agents";
    }

    @Override
    public String version() {
        return "RFC 9309, by analogy";
    }

    @Override
    public List<OptOut> robots(SiteRobots robots, String url, byte[] path) {
        List<OptOut> signals = new ArrayList<>();
        for (int i = 0; i < robots.analogousTokens().size(); i++) {
            RobotsLine rule = robots.analogous(i).decides(path);
            if (rule != null && rule.kind() == RobotsLine.Kind.DISALLOW) {
                OptOut signal = signal("", robots, url, rule, Value.DISALLOW, "");
                signals.add(
                        new OptOut(
                                signal.protocol(),
                                signal.version(),
                                signal.subject(),
                                signal.value(),
                                signal.because(),
                                "User-agent: "
                                        + robots.analogousTokens().get(i)
                                        + " / "
                                        + signal.evidence(),
                                signal.at(),
                                signal.digest(),
                                signal.date()));
                return signals; // one is enough, and a row of the dataset stays small
            }
        }
        return signals;
    }
}
