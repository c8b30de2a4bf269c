package eu.socle.dossier;

import static eu.socle.dossier.Words.escape;

import eu.socle.core.Digest;
import eu.socle.core.Fact;
import eu.socle.dossier.Findings.Stated;
import java.util.List;

/// What training reads of the tokens: how much of each source and language, in shares that were
/// asked for and that were reached, and how documents became sequences.
///
/// The share that was reached is computed from the counted tokens of all groups.
final class Mixing {

    private final List<Stated<Fact.GroupMixed>> groups;
    private final List<Stated<Fact.SequencesPacked>> packings;

    Mixing(Findings findings) {
        groups = findings.all(Fact.GroupMixed.class);
        packings = findings.last(Fact.SequencesPacked.class).map(List::of).orElse(List.of());
    }

    void figures(List<Figures.Figure> figures) {
        List<Digest> lines = groups.stream().map(Stated::line).toList();
        for (Stated<Fact.GroupMixed> s : groups) {
            Fact.GroupMixed g = s.fact();
            String name = "mixture." + g.source() + "." + g.language() + ".";
            figures.add(Figures.counted(name + "asked", g.asked(), "", "", s.line()));
            figures.add(
                    new Figures.Figure(
                            name + "reached",
                            reached(g),
                            "",
                            "derived",
                            name + "tokens / mixture.tokens",
                            lines));
            figures.add(
                    Figures.counted(name + "documents", g.documents(), "documents", "", s.line()));
            figures.add(Figures.counted(name + "uses", g.uses(), "uses", "", s.line()));
            figures.add(Figures.counted(name + "bytes", g.bytes(), "B", "", s.line()));
            figures.add(Figures.counted(name + "tokens", g.tokens(), "tokens", "", s.line()));
        }
        if (!groups.isEmpty()) {
            figures.add(
                    new Figures.Figure(
                            "mixture.tokens",
                            (double) tokens(),
                            "tokens",
                            "derived",
                            "sum over the groups",
                            lines));
        }
        for (Stated<Fact.SequencesPacked> s : packings) {
            Fact.SequencesPacked p = s.fact();
            figures.add(
                    Figures.counted(
                            "sequences.train", p.sequences(), "sequences", p.packing(), s.line()));
            figures.add(Figures.counted("sequences.tokens", p.tokens(), "tokens", "", s.line()));
            figures.add(Figures.counted("sequences.padding", p.padding(), "places", "", s.line()));
            figures.add(
                    new Figures.Figure(
                            "sequences.padding-share",
                            (double) p.padding() / Math.max(1, p.tokens() + p.padding()),
                            "",
                            "derived",
                            "sequences.padding / (sequences.tokens + sequences.padding)",
                            List.of(s.line())));
        }
    }

    /// Shows the groups, then the sequences; nothing where no stage stated them.
    void show(Page page, Words w) {
        if (!groups.isEmpty()) {
            page.markup("<h3 id=\"mixture\">" + w.say("mixture.title") + "</h3>");
            page.table(
                    "mixture.caption",
                    "mixture.source",
                    "mixture.language",
                    "#mixture.asked",
                    "#mixture.reached",
                    "#documents",
                    "#mixture.uses",
                    "#mixture.bytes",
                    "#duties.tokens");
            for (Stated<Fact.GroupMixed> s : groups) {
                Fact.GroupMixed g = s.fact();
                page.row(
                        s,
                        escape(g.source()),
                        w.sayOr("language." + g.language(), g.language()),
                        w.number(100 * g.asked()) + " %",
                        w.number(100 * reached(g)) + " %",
                        w.number(g.documents()),
                        w.number(g.uses()),
                        w.number(g.bytes()),
                        w.number(g.tokens()));
            }
            page.markup("</tbody></table></div><dl>");
            page.termFigure("mixture.all", "mixture.tokens");
            page.markup("</dl><p class=\"note\">" + w.say("mixture.note") + "</p>");
        }
        for (Stated<Fact.SequencesPacked> s : packings) {
            page.markup("<h3 id=\"sequences\">" + w.say("sequences.title") + "</h3><dl>");
            page.term(
                    "sequences.packing",
                    w.sayOr("packing." + s.fact().packing(), s.fact().packing()),
                    s);
            page.termFigure("sequences.number", "sequences.train");
            page.termFigure("sequences.tokens", "sequences.tokens");
            page.termFigure("sequences.padding", "sequences.padding");
            page.termFigure("sequences.share", "sequences.padding-share");
            page.markup("</dl>");
        }
    }

    private long tokens() {
        return groups.stream().mapToLong(s -> s.fact().tokens()).sum();
    }

    private double reached(Fact.GroupMixed group) {
        return (double) group.tokens() / Math.max(1, tokens());
    }
}
