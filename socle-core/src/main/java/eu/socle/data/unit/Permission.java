package eu.socle.data.unit;

import eu.socle.core.Rights;
import eu.socle.core.Rights.OptOut;
import eu.socle.data.rights.Decision;
import eu.socle.data.rights.RightsPolicy;
import eu.socle.data.rights.SiteFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether the rights of a document suffice: what it says itself, joined with what its site says of
/// it (robots files, TDMRep files, RSL terms) by host and day, decided by one policy.
///
/// @param policy decides
/// @param sites site files of the crawl and of a folder of snapshots; none while units are read
public record Permission(RightsPolicy policy, List<SiteFiles> sites) {

    private static final String OPT_OUT = "opt-out";
    private static final String LICENCE = "licence";

    public Permission {
        sites = List.copyOf(sites);
    }

    /// The rights with what the site says of the document added.
    Rights complete(Rights rights) {
        if (rights.url().isEmpty() || sites.isEmpty()) {
            return rights;
        }
        List<OptOut> signals = new ArrayList<>(rights.optOuts());
        for (SiteFiles files : sites) {
            signals.addAll(files.verdicts(rights.url(), rights.fetched(), policy.asOf()));
            for (OptOut own : rights.optOuts()) {
                signals.addAll(files.terms(own, rights.url(), rights.fetched(), policy.asOf()));
            }
        }
        return signals.size() == rights.optOuts().size()
                ? rights
                : new Rights(
                        rights.source(), rights.url(), rights.fetched(), rights.licence(), signals);
    }

    /// Why the rights do not suffice; empty when they do.
    Optional<Note.Drop> refusal(Rights rights) {
        Decision optOut = policy.optOut(rights);
        if (!optOut.keep()) {
            return Optional.of(new Note.Drop(OPT_OUT, optOut.reason(), optOut.detail()));
        }
        Decision licence = policy.licence(rights);
        return licence.keep()
                ? Optional.empty()
                : Optional.of(new Note.Drop(LICENCE, licence.reason(), licence.detail()));
    }
}
