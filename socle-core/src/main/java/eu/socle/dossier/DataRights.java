package eu.socle.dossier;

import eu.socle.core.Fact;
import eu.socle.dossier.Findings.Stated;
import java.util.List;

/// What was asked of the data and what was done: signals, attribution, erasures, commitment.
final class DataRights {

    private DataRights() {}

    /// By which policy it was decided.
    static List<Figures.Statement> statements(Findings findings) {
        return findings.last(Fact.RightsPolicyApplied.class)
                .map(s ->
                        List.of(new Figures.Statement("rights.policy", s.fact().words(), s.line())))
                .orElse(List.of());
    }

    /// Appends the figures.
    static void figures(Findings findings, List<Figures.Figure> figures) {
        for (Stated<Fact.SignalsFound> s : findings.all(Fact.SignalsFound.class)) {
            figures.add(
                    Figures.counted(
                            "signal." + s.fact().protocol() + "." + s.fact().value(),
                            s.fact().documents(),
                            "documents",
                            "",
                            s.line()));
        }
        Present present = new Present(findings);
        findings.last(Fact.AttributionAsked.class)
                .ifPresent(s -> {
                    Stated<Long> asked =
                            present.count("attribution.asked", s, s.fact().documents());
                    Stated<Long> unnamed =
                            present.count(
                                    "attribution.without-author", s, s.fact().withoutAuthor());
                    figures.add(
                            Figures.counted(
                                    "attribution.asked",
                                    asked.fact(),
                                    "documents",
                                    "",
                                    asked.line()));
                    figures.add(
                            Figures.counted(
                                    "attribution.without-author",
                                    unnamed.fact(),
                                    "documents",
                                    "among attribution.asked",
                                    unnamed.line()));
                });
        for (Stated<Fact.DocumentsErased> s : findings.all(Fact.DocumentsErased.class)) {
            figures.add(
                    Figures.counted(
                            "erased." + s.fact().erasure(),
                            s.fact().documents(),
                            "documents",
                            "receipt " + s.fact().receipt(),
                            s.line()));
            figures.add(
                    Figures.counted(
                            "erased-tokens." + s.fact().erasure(),
                            s.fact().tokens(),
                            "tokens",
                            "",
                            s.line()));
        }
        findings.last(Fact.DatasetCommitted.class)
                .ifPresent(s ->
                        figures.add(
                                Figures.counted(
                                        "documents.committed",
                                        s.fact().documents(),
                                        "documents",
                                        "root " + s.fact().root(),
                                        s.line())));
    }
}
