package eu.socle.data.judge;

import eu.socle.core.Document;
import eu.socle.core.Rights.Licence;
import eu.socle.data.rights.licence.LicencePolicy;
import java.util.List;

/// Keeps documents under the licences that the recipe allows; a licence nobody stated is not a
/// permission.
///
/// @param allowed SPDX identifiers
public record LicenceAllowed(List<String> allowed) implements Judge {

    public LicenceAllowed {
        allowed = List.copyOf(allowed);
    }

    @Override
    public String name() {
        return "licence";
    }

    @Override
    public int version() {
        return 2;
    }

    private LicencePolicy policy() {
        return LicencePolicy.ofIds(allowed);
    }

    @Override
    public Verdict judge(Document document) {
        return switch (document.rights().licence()) {
            case Licence.Unknown unknown -> new Verdict.Drop("licence_unknown", unknown.because());
            case Licence.Known known when policy().allows(known.spdx()) ->
                    new Verdict.Keep(document);
            case Licence.Known known -> new Verdict.Drop("licence_not_allowed", known.spdx());
        };
    }
}
