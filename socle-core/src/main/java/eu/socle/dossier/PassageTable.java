package eu.socle.dossier;

import eu.socle.core.Fact;
import eu.socle.dossier.Findings.Stated;
import java.util.List;

/// The table of what was cut out of kept documents because it occurred before.
record PassageTable(Page page, Words w, Findings findings) {

    void show() {
        List<Stated<Fact.PassagesCut>> all = findings.all(Fact.PassagesCut.class);
        if (all.isEmpty()) {
            return;
        }
        page.table("cut.caption", "cut.kind", "#cut.passages", "#documents", "#characters");
        for (Stated<Fact.PassagesCut> s : all) {
            page.row(
                    s,
                    w.sayOr("reason." + s.fact().kind(), s.fact().kind()),
                    w.number(s.fact().passages()),
                    w.number(s.fact().documents()),
                    w.number(s.fact().characters()));
        }
        page.markup("</tbody></table></div>");
    }
}
