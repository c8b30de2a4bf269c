package eu.socle.data.rights;

import eu.socle.core.Rights.OptOut;
import eu.socle.core.Rights.Value;
import java.util.List;

/// What all signals about a document mean together.
///
/// @param value disallow, conditional, unknown or allow
/// @param because why it is unknown or conditional; empty otherwise
/// @param atCrawl true when the crawl itself was not allowed, false when only use is concerned
/// @param evidence the signals that decided; empty when there was none
public record Verdict(Value value, String because, boolean atCrawl, List<OptOut> evidence) {

    public Verdict {
        evidence = List.copyOf(evidence);
    }

    /// True when nobody said anything that could be read as a preference: no permission, and no
    /// reservation either.
    public boolean silent() {
        return evidence.isEmpty();
    }
}
