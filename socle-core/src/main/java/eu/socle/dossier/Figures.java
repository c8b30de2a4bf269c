package eu.socle.dossier;

import eu.socle.core.Digest;
import eu.socle.core.Fact;
import eu.socle.core.Joules;
import eu.socle.dossier.Findings.Stated;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Every figure of a dossier, by name, computed from facts alone: the same ledger gives the same
/// figures, which is how a dossier is checked.
///
/// @param facts how many lines the ledger has
/// @param head digest of its last line
/// @param figures in the order of the page
/// @param statements what was decided rather than counted
record Figures(int facts, Digest head, List<Figure> figures, List<Statement> statements) {

    Figures {
        figures = List.copyOf(figures);
        statements = List.copyOf(statements);
    }

    /// Something that is said in words.
    ///
    /// @param name for example `rights.policy`
    /// @param line digest of the ledger line it comes from
    record Statement(String name, String words, Digest line) {}

    /// One figure.
    ///
    /// @param name for example `documents.kept`
    /// @param value absent when unknown
    /// @param unit for example `documents`, `J`; empty for a pure number
    /// @param status `counted`, `measured`, `modelled`, `derived` or `unknown`
    /// @param note the instrument, the model, the formula, or why it is unknown
    /// @param lines digests of the ledger lines it comes from
    record Figure(
            String name,
            @Nullable Double value,
            String unit,
            String status,
            String note,
            List<Digest> lines) {
        Figure {
            lines = List.copyOf(lines);
        }
    }

    static Figures of(Findings findings) {
        List<Figure> figures = new ArrayList<>();
        data(findings, figures);
        tokens(findings, figures);
        erasedTokens(findings, figures);
        new Mixing(findings).figures(figures);
        model(findings, figures);
        for (Stated<Fact.Score> s : findings.all(Fact.Score.class)) {
            figures.add(
                    counted(
                            "score." + s.fact().task() + "." + s.fact().metric(),
                            s.fact().value(),
                            s.fact().unit(),
                            s.fact().how(),
                            s.line()));
        }
        energy(findings, figures);
        return new Figures(
                findings.lines(), findings.head(), figures, DataRights.statements(findings));
    }

    /// The figure of this name.
    @Nullable Figure named(String name) {
        return figures.stream().filter(f -> f.name().equals(name)).findFirst().orElse(null);
    }

    private static void data(Findings findings, List<Figure> figures) {
        Present present = new Present(findings);
        findings.last(Fact.DocumentsCounted.class)
                .ifPresentOrElse(
                        s -> documents(present, s, figures),
                        () ->
                                figures.add(
                                        unknown(
                                                "documents.in",
                                                "documents",
                                                "the data stage has stated nothing")));
        for (Stated<Fact.DocumentsDropped> s : findings.all(Fact.DocumentsDropped.class)) {
            figures.add(
                    counted(
                            "dropped." + s.fact().step() + "." + s.fact().reason(),
                            s.fact().documents(),
                            "documents",
                            "",
                            s.line()));
        }
        for (Stated<Fact.PassagesCut> s : findings.all(Fact.PassagesCut.class)) {
            figures.add(
                    counted(
                            "cut." + s.fact().kind(),
                            s.fact().characters(),
                            "characters",
                            "",
                            s.line()));
        }
        rows("language.", "documents", present.languages(), figures);
        rows("licence.", "documents", present.licences(), figures);
        for (Stated<Fact.OptOutFound> s : findings.all(Fact.OptOutFound.class)) {
            figures.add(
                    counted(
                            "opt-out." + s.fact().protocol(),
                            s.fact().documents(),
                            "documents",
                            "",
                            s.line()));
        }
        DataRights.figures(findings, figures);
        rows("masked.", "occurrences", present.masked(), figures);
    }

    private static void rows(
            String prefix, String unit, List<Present.Row> rows, List<Figure> figures) {
        for (Present.Row row : rows) {
            figures.add(counted(prefix + row.value(), row.first(), unit, "", row.stated().line()));
        }
    }

    /// Counts of the dataset as it is now; where documents were erased, as it was made too.
    private static void documents(
            Present present, Stated<Fact.DocumentsCounted> s, List<Figure> figures) {
        Fact.DocumentsCounted c = s.fact();
        figures.add(counted("documents.in", c.in(), "documents", "", s.line()));
        now(present, "documents.kept", c.kept(), "documents", "", s, figures);
        now(present, "documents.edited", c.edited(), "documents", "among the kept", s, figures);
        figures.add(counted("documents.dropped", c.dropped(), "documents", "", s.line()));
        figures.add(counted("documents.failed", c.failed(), "documents", "", s.line()));
        figures.add(counted("characters.in", c.charactersIn(), "characters", "", s.line()));
        now(present, "characters.kept", c.charactersKept(), "characters", "", s, figures);
        present.amended("data")
                .ifPresent(amended -> {
                    figures.add(
                            counted(
                                    "documents.erased",
                                    amended.fact().counts().getOrDefault("documents.erased", 0L),
                                    "documents",
                                    "on request, by " + amended.fact().time(),
                                    amended.line()));
                    figures.add(
                            counted(
                                    "documents.kept.as-made",
                                    c.kept(),
                                    "documents",
                                    "before anything was erased",
                                    s.line()));
                });
    }

    private static void now(
            Present present,
            String name,
            long made,
            String unit,
            String note,
            Stated<Fact.DocumentsCounted> s,
            List<Figure> figures) {
        Stated<Long> now = present.count(name, s, made);
        figures.add(counted(name, now.fact(), unit, note, now.line()));
    }

    private static void tokens(Findings findings, List<Figure> figures) {
        findings.last(Fact.TokenizerTrained.class)
                .ifPresent(s -> {
                    figures.add(
                            counted(
                                    "tokenizer.vocabulary",
                                    s.fact().vocabulary(),
                                    "tokens",
                                    "",
                                    s.line()));
                    figures.add(
                            counted(
                                    "tokenizer.bytes-per-token",
                                    s.fact().bytesPerToken(),
                                    "B/token",
                                    "",
                                    s.line()));
                });
        for (Stated<Fact.TokensPacked> s : findings.all(Fact.TokensPacked.class)) {
            figures.add(
                    counted(
                            "tokens." + s.fact().split(),
                            s.fact().tokens(),
                            "tokens",
                            "",
                            s.line()));
            figures.add(
                    counted(
                            "documents." + s.fact().split(),
                            s.fact().documents(),
                            "documents",
                            "",
                            s.line()));
        }
    }

    private static void erasedTokens(Findings findings, List<Figure> figures) {
        new Present(findings)
                .amended("token")
                .ifPresent(s ->
                        figures.add(
                                counted(
                                        "tokens.erased",
                                        s.fact().counts().getOrDefault("tokens.erased", 0L),
                                        "tokens",
                                        "overwritten in place; no document that stays was moved",
                                        s.line())));
    }

    private static void model(Findings findings, List<Figure> figures) {
        findings.last(Fact.ModelDescribed.class)
                .ifPresent(s -> {
                    figures.add(
                            counted("model.parameters", s.fact().parameters(), "", "", s.line()));
                    figures.add(
                            counted(
                                    "model.training-flop-per-token",
                                    s.fact().trainingFlopPerToken(),
                                    "FLOP",
                                    "",
                                    s.line()));
                    if (!findings.steps().isEmpty()) {
                        Stated<Fact.TrainingStep> last = findings.steps().getLast();
                        double flop = s.fact().trainingFlopPerToken() * last.fact().tokensSeen();
                        figures.add(
                                new Figure(
                                        "training.flop",
                                        flop,
                                        "FLOP",
                                        "derived",
                                        "model.training-flop-per-token x training.tokens",
                                        List.of(s.line(), last.line())));
                    }
                });
        if (!findings.steps().isEmpty()) {
            Stated<Fact.TrainingStep> last = findings.steps().getLast();
            figures.add(counted("training.steps", last.fact().step(), "steps", "", last.line()));
            figures.add(
                    counted(
                            "training.tokens",
                            last.fact().tokensSeen(),
                            "tokens",
                            "",
                            last.line()));
            figures.add(
                    counted(
                            "training.last-loss",
                            last.fact().loss(),
                            "nat/token",
                            "",
                            last.line()));
        }
        if (!findings.heldOut().isEmpty()) {
            Stated<Fact.HeldOutLoss> last = findings.heldOut().getLast();
            figures.add(
                    counted(
                            "training.held-out-loss",
                            last.fact().loss(),
                            "nat/token",
                            "",
                            last.line()));
        }
    }

    private static void energy(Findings findings, List<Figure> figures) {
        Joules total = null;
        List<Digest> lines = new ArrayList<>();
        for (Findings.StageEnergy e : findings.energy()) {
            figures.add(joules("energy." + e.stage(), e.joules(), e.lines()));
            figures.add(
                    new Figure(
                            "seconds." + e.stage(),
                            e.seconds(),
                            "s",
                            "measured",
                            e.attempts() > 1 ? e.attempts() + " attempts" : "",
                            e.lines()));
            total = total == null ? e.joules() : Joules.sum(total, e.joules());
            lines.addAll(e.lines());
            if (e.stage().equals("model") && !findings.steps().isEmpty()) {
                figures.add(perToken(e, findings.steps().getLast()));
            }
        }
        figures.add(
                total == null
                        ? unknown("energy.total", "J", "no stage has stated its energy")
                        : joules("energy.total", total, lines));
    }

    private static Figure perToken(Findings.StageEnergy e, Stated<Fact.TrainingStep> last) {
        double tokens = last.fact().tokensSeen();
        Joules each =
                switch (e.joules()) {
                    case Joules.Measured m ->
                            new Joules.Measured(m.joules() / tokens, m.instrument());
                    case Joules.Modelled m ->
                            new Joules.Modelled(
                                    m.joules() / tokens,
                                    m.low() / tokens,
                                    m.high() / tokens,
                                    m.model());
                    case Joules.Unknown u -> u;
                };
        List<Digest> lines = new ArrayList<>(e.lines());
        lines.add(last.line());
        return joules("energy.per-trained-token", each, lines);
    }

    private static Figure joules(String name, Joules joules, List<Digest> lines) {
        return switch (joules) {
            case Joules.Measured m ->
                    new Figure(name, m.joules(), "J", "measured", m.instrument(), lines);
            case Joules.Modelled m ->
                    new Figure(
                            name,
                            m.joules(),
                            "J",
                            "modelled",
                            String.format(
                                    java.util.Locale.ROOT,
                                    "%.4g to %.4g J: %s",
                                    m.low(),
                                    m.high(),
                                    m.model()),
                            lines);
            case Joules.Unknown u -> new Figure(name, null, "J", "unknown", u.because(), lines);
        };
    }

    static Figure counted(String name, double value, String unit, String note, Digest line) {
        return new Figure(name, value, unit, "counted", note, List.of(line));
    }

    private static Figure unknown(String name, String unit, String because) {
        return new Figure(name, null, unit, "unknown", because, List.of());
    }
}
