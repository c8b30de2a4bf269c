package eu.socle.data.judge;

import eu.socle.core.Document;
import eu.socle.core.Rights.OptOut;

/// Drops what its owner asked not to be used (Directive (EU) 2019/790, art. 4(3)). One reservation
/// is enough, whatever other signals say.
public record OptedOut() implements Judge {

    @Override
    public String name() {
        return "opt-out";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Verdict judge(Document document) {
        for (OptOut signal : document.rights().optOuts()) {
            if (signal.reserved()) {
                return new Verdict.Drop(
                        "opted_out", signal.protocol() + " says " + signal.evidence());
            }
        }
        return new Verdict.Keep(document);
    }
}
