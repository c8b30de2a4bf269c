package eu.socle.data.judge;

import eu.socle.core.Document;
import eu.socle.data.rights.Decision;
import eu.socle.data.rights.RightsPolicy;

/// Drops what its owner asked not to be used (Directive (EU) 2019/790, art. 4(3)), by the
/// precedence of the protocols and a policy for what cannot be read.
public record OptedOut(RightsPolicy policy) implements Judge {

    /// By the default policy.
    public OptedOut() {
        this(RightsPolicy.DEFAULT);
    }

    @Override
    public String name() {
        return "opt-out";
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public Verdict judge(Document document) {
        Decision decision = policy.optOut(document.rights());
        return decision.keep()
                ? new Verdict.Keep(document)
                : new Verdict.Drop(decision.reason(), decision.detail());
    }
}
