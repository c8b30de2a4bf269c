package eu.socle.dossier;

import static eu.socle.dossier.Words.escape;

import eu.socle.core.Fact;
import eu.socle.dossier.Findings.Stated;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The parts of the page about what owners asked for and what is owed to them.
record RightsTables(Page page, Words w, Findings findings) {

    /// By which policy rights were judged, in words.
    void policy() {
        page.section("policy");
        Optional<Stated<Fact.RightsPolicyApplied>> stated =
                findings.last(Fact.RightsPolicyApplied.class);
        if (stated.isEmpty()) {
            page.unknown("policy.missing");
            return;
        }
        Stated<Fact.RightsPolicyApplied> s = stated.get();
        Fact.RightsPolicyApplied p = s.fact();
        page.markup("<p>" + w.say("policy.text") + "</p><dl>");
        page.term(
                "policy.version",
                p.version()
                        + " <code title=\""
                        + p.digest()
                        + "\">"
                        + p.digest().brief()
                        + "</code>",
                s);
        page.term("policy.agents", names(p.agents()), s);
        page.term(
                "policy.analogous",
                p.analogous().isEmpty()
                        ? w.say("policy.none")
                        : "<details><summary>"
                                + w.number(p.analogous().size())
                                + "</summary>"
                                + names(p.analogous())
                                + "</details>",
                s);
        page.term("policy.site-files", w.say("policy.site-files." + p.siteFiles()), s);
        page.term("policy.unknown", w.say("policy." + p.unknown()), s);
        page.term("policy.no-signal", w.say("policy.silent." + p.noSignal()), s);
        page.term("policy.licences", allowed(p), s);
        page.term("policy.contracts", names(p.contracts()), s);
        page.markup("</dl>");
    }

    private String names(List<String> names) {
        return names.isEmpty()
                ? w.say("policy.none")
                : "<code>"
                        + String.join("</code>, <code>", names.stream().map(Words::escape).toList())
                        + "</code>";
    }

    /// Classes in words, then identifiers.
    private String allowed(Fact.RightsPolicyApplied p) {
        List<String> all = new ArrayList<>();
        p.classes().forEach(kind -> all.add(w.sayOr("licence-class." + kind, kind)));
        p.licences().forEach(id -> all.add("<code>" + escape(id) + "</code>"));
        return all.isEmpty() ? w.say("policy.none") : String.join(", ", all);
    }

    /// Licences, languages, signals and personal data.
    void kept() {
        Present present = new Present(findings);
        page.section("rights");
        present.amended("data")
                .ifPresent(s ->
                        page.markup(
                                "<p class=\"note\">"
                                        + w.say("rights.now")
                                        + " <code>"
                                        + escape(s.fact().erasure())
                                        + "</code> ("
                                        + escape(Words.day(s.fact().time()))
                                        + ").</p>"));
        page.table("rights.licences", "rights.licence", "#documents", "#characters");
        rows(present.licences(), "");
        page.table("rights.languages", "rights.language", "#documents", "#characters");
        rows(present.languages(), "language.");
        signals();
        page.markup("<p class=\"note\">" + w.say("rights.optouts.note") + "</p>");
        if (!present.masked().isEmpty()) {
            page.table("rights.masked", "rights.kind", "#rights.occurrences", "#documents");
            rows(present.masked(), "kind.");
        }
    }

    /// @param words prefix of the words for the values; empty: they are shown as they are
    private void rows(List<Present.Row> rows, String words) {
        for (Present.Row row : rows) {
            page.row(
                    row.stated(),
                    words.isEmpty() ? escape(row.value()) : named(words, row.value()),
                    w.number(row.first()),
                    w.number(row.second()));
        }
        page.markup("</tbody></table></div>");
    }

    /// A value in words; of a kind with a country, such as `phone FR`, the kind.
    private String named(String words, String value) {
        int blank = value.indexOf(' ');
        return blank < 0
                ? w.sayOr(words + value, value)
                : w.sayOr(words + value.substring(0, blank), value.substring(0, blank))
                        + escape(value.substring(blank));
    }

    private void signals() {
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
                    "<span class=\"day\">" + escape(Words.day(f.time())) + "</span>",
                    w.number(f.documents()),
                    w.number(f.nearDuplicates()),
                    w.number(f.tokens()),
                    w.number(f.checkpoints()),
                    "<code title=\"" + f.receipt() + "\">" + f.receipt().brief() + "</code>");
        }
        page.markup("</tbody></table></div><p class=\"note\">" + w.say("duties.note") + "</p>");
    }
}
