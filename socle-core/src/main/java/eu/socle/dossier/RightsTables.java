package eu.socle.dossier;

import static eu.socle.dossier.Words.escape;

import eu.socle.core.Fact;
import eu.socle.dossier.Findings.Stated;
import java.util.List;
import java.util.Locale;

/// The parts of the page about what owners asked for and what is owed to them.
record RightsTables(Page page, Words w, Findings findings) {

    void signals() {
        List<Stated<Fact.SignalsFound>> signals = findings.all(Fact.SignalsFound.class);
        List<Stated<Fact.OptOutFound>> optOuts = findings.all(Fact.OptOutFound.class);
        if (!signals.isEmpty()) {
            page.table("rights.signals", "rights.protocol", "rights.value", "#documents");
            for (Stated<Fact.SignalsFound> s : signals) {
                page.row(
                        s,
                        "<code>" + escape(s.fact().protocol()) + "</code>",
                        w.sayOr("value." + s.fact().value(), s.fact().value()),
                        w.number(s.fact().documents()));
            }
            page.markup("</tbody></table></div>");
        }
        if (!optOuts.isEmpty()) {
            page.table("rights.optouts", "rights.protocol", "#documents");
            for (Stated<Fact.OptOutFound> s : optOuts) {
                page.row(
                        s,
                        "<code>" + escape(s.fact().protocol()) + "</code>",
                        w.number(s.fact().documents()));
            }
            page.markup("</tbody></table></div>");
        }
    }

    /// What is owed to authors, what was erased, and the number that proves what is left.
    void duties() {
        page.section("duties");
        page.markup("<dl>");
        page.termFigure("duties.attribution", "attribution.asked");
        page.termFigure("duties.unnamed", "attribution.without-author");
        findings.last(Fact.DatasetCommitted.class)
                .ifPresent(s ->
                        page.term(
                                "duties.root",
                                "<code class=\"hash\">"
                                        + s.fact().root()
                                        + "</code> ("
                                        + w.number(s.fact().documents())
                                        + " "
                                        + w.say("documents").toLowerCase(Locale.ROOT)
                                        + ")",
                                s));
        page.markup("</dl>");
        List<Stated<Fact.DocumentsErased>> erased = findings.all(Fact.DocumentsErased.class);
        if (erased.isEmpty()) {
            page.markup("<p>" + w.say("duties.none") + "</p>");
            return;
        }
        page.table(
                "duties.erased",
                "duties.erasure",
                "duties.date",
                "#documents",
                "#duties.near",
                "#duties.tokens",
                "#duties.models",
                "duties.receipt");
        for (Stated<Fact.DocumentsErased> s : erased) {
            Fact.DocumentsErased f = s.fact();
            page.row(
                    s,
                    "<code>" + escape(f.erasure()) + "</code>",
                    "<span>" + escape(day(f.time())) + "</span>",
                    w.number(f.documents()),
                    w.number(f.nearDuplicates()),
                    w.number(f.tokens()),
                    w.number(f.checkpoints()),
                    "<code title=\"" + f.receipt() + "\">" + f.receipt().brief() + "</code>");
        }
        page.markup("</tbody></table></div><p class=\"note\">" + w.say("duties.note") + "</p>");
    }

    private static String day(String time) {
        int hour = time.indexOf('T');
        return hour < 0 ? time : time.substring(0, hour);
    }
}
