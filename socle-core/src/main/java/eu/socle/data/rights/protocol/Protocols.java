package eu.socle.data.rights.protocol;

import eu.socle.core.Rights.OptOut;
import java.util.List;
import java.util.Optional;

/// The catalogue: a new protocol is a class and a line here.
public final class Protocols {

    public static final List<Protocol> ALL =
            List.of(
                    new RobotsExclusion(),
                    new NamedCrawlers(),
                    new Aipref(),
                    new TdmRep(),
                    new ContentSignal(),
                    new Rsl(),
                    new NoAi());

    private Protocols() {}

    /// The protocol a signal belongs to.
    public static Optional<Protocol> of(OptOut signal) {
        return ALL.stream().filter(protocol -> protocol.owns(signal)).findFirst();
    }
}
