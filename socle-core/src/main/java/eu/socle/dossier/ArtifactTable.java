package eu.socle.dossier;

import static eu.socle.dossier.Words.escape;

/// The part of the page that names what each stage left: the manifest that holds now, and those
/// that an erasure superseded.
record ArtifactTable(Page page, Words w, Present present) {

    void write() {
        page.section("artifacts");
        page.table(
                "artifacts.caption",
                "artifacts.stage",
                "artifacts.manifest",
                "artifacts.since",
                "artifacts.state",
                "#sources.files",
                "#bytes");
        for (Present.Version version : present.versions()) {
            boolean holds = present.current(version.stage()).filter(version::equals).isPresent();
            page.row(
                    version.stated(),
                    w.sayOr("stage." + version.stage(), version.stage()),
                    "<code class=\"hash\">" + version.manifest() + "</code>",
                    "<span class=\"day\">" + escape(Words.day(version.time())) + "</span>",
                    state(version, holds),
                    w.number(version.files()),
                    w.number(version.bytes()));
        }
        page.markup("</tbody></table></div>");
        if (present.amended("data").isPresent() || present.amended("token").isPresent()) {
            page.markup("<p class=\"note\">" + w.say("artifacts.note") + "</p>");
        }
    }

    private String state(Present.Version version, boolean holds) {
        String word = w.say(holds ? "artifacts.holds" : "artifacts.superseded");
        return version.erasure().isEmpty()
                ? word
                : word + " <code>" + escape(version.erasure()) + "</code>";
    }
}
