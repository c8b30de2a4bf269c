package eu.socle.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import eu.socle.core.Rights;
import eu.socle.core.Rights.Licence;
import eu.socle.core.Rights.OptOut;
import eu.socle.core.Rights.Value;
import eu.socle.data.read.page.FrontMatter;
import eu.socle.data.read.page.Metadata;
import eu.socle.data.read.plan.Kind;
import eu.socle.data.read.plan.Source;
import eu.socle.data.rights.protocol.NoAi;
import eu.socle.data.rights.protocol.TdmRep;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {

    private static final String LONG =
            "This sentence is long enough to be running text, since it has more than sixty characters. ";

    @Test
    void keepsTheArticleAndDropsWhatSurroundsIt() {
        String html =
                "<body><header><nav><a href=/>Home</a></nav></header><div class=cookie-banner><p>"
                        + LONG
                        + "We use cookies.</p></div>"
                        + "<main><h1>Tides</h1><p>"
                        + LONG
                        + "One<br>two.</p><ul><li>ebb<li>flood</ul><pre>a  b\n c</pre><p>"
                        + LONG.repeat(3)
                        + "</p></main><aside>"
                        + LONG
                        + "</aside><footer>Imprint</footer></body>";
        assertThat(PageSignals.page(html).mainText())
                .isEqualTo(
                        "Tides\n\n"
                                + LONG
                                + "One\ntwo.\n- ebb\n- flood\n\na  b\n c\n\n"
                                + LONG.repeat(3).strip());
    }

    @Test
    void aPageWithoutBlocksIsItsText() {
        assertThat(PageSignals.page("just some words").mainText()).isEqualTo("just some words");
        assertThat(PageSignals.page("").mainText()).isEmpty();
    }

    @Test
    void survivesDeepNesting() {
        assertThat(PageSignals.page("<div>".repeat(100_000) + "deep").mainText()).isEqualTo("deep");
    }

    @Test
    void takesALicenceFromItsLinkButNotFromAPicture() {
        String by =
                "<a rel='nofollow license' href=https://creativecommons.org/licenses/by/4.0/>x</a>";
        assertThat(PageSignals.rights("<body>" + by).licence().label()).isEqualTo("CC-BY-4.0");
        assertThat(PageSignals.rights("<body><figure>" + by + "</figure>").licence())
                .isEqualTo(new Licence.Unknown("the licence stated is that of a picture or part"));
        assertThat(PageSignals.rights("<head><link rel=license href=/terms>").licence())
                .isInstanceOf(Licence.Unknown.class);
    }

    @Test
    void severalDifferentLicencesAreNone() {
        String two =
                "<a rel=license href=https://creativecommons.org/licenses/by/4.0/>x</a>"
                        + "<a rel=license href=https://creativecommons.org/licenses/by-nc/4.0/>y</a>";
        assertThat(PageSignals.rights(two).licence()).isInstanceOf(Licence.Unknown.class);
    }

    @Test
    void readsAddressAndReservations() {
        Rights rights =
                PageSignals.rights(
                        "<head><link rel=canonical href=https://example.org/a><meta name=tdm-reservation content=1>"
                                + "<meta name=robots content='noindex, noai'></head>");
        assertThat(rights.url()).isEqualTo("https://example.org/a");
        assertThat(rights.optOuts())
                .isEqualTo(
                        List.of(
                                OptOut.of(
                                        "tdmrep-html-meta",
                                        new TdmRep().version(),
                                        Value.DISALLOW,
                                        "",
                                        "tdm-reservation: 1"),
                                OptOut.of(
                                        "robots-meta-noai",
                                        new NoAi().version(),
                                        Value.DISALLOW,
                                        "",
                                        "noai")));
    }

    @Test
    void takesTheFrontMatterOffAndReadsIt() {
        Metadata metadata = Manner.STANDARD.metadata();
        String text =
                FrontMatter.strip(
                        "---\ntitle: T\nlicense: \"MIT\" # free\nurl: https://example.org/\ntdm-reservation: 1\n---\nBody\n",
                        metadata);
        assertThat(text).isEqualTo("Body\n");
        Rights rights =
                metadata.document(
                                "t/x",
                                text,
                                new Source("t", ".", List.of(), List.of(), null, false),
                                Kind.MARKDOWN)
                        .rights();
        assertThat(rights.licence().label()).isEqualTo("MIT");
        assertThat(rights.url()).isEqualTo("https://example.org/");
        assertThat(rights.optOuts()).hasSize(1).allMatch(OptOut::reserved);
        assertThat(FrontMatter.strip("---\nnever closed", Manner.STANDARD.metadata()))
                .isEqualTo("---\nnever closed");
    }
}
