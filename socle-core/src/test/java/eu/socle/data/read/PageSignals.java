package eu.socle.data.read;

import eu.socle.core.Rights;
import eu.socle.core.Rights.OptOut;
import eu.socle.data.read.html.Extraction;
import eu.socle.data.read.page.HtmlPage;
import eu.socle.data.read.page.Metadata;
import eu.socle.data.read.plan.Kind;
import eu.socle.data.read.plan.Source;
import eu.socle.data.rights.Signals;
import eu.socle.data.rights.protocol.Agents;
import java.util.List;

/// Reads a page's own words about its rights, for tests outside this package.
public final class PageSignals {

    private static final Source SOURCE =
            new Source("test", ".", List.of("**"), List.of(), null, false);

    private PageSignals() {}

    public static List<OptOut> inHead(String head, Agents agents) {
        return rights(
                        "<html><head>" + head + "</head><body><p>x</p></body></html>",
                        new Metadata(new Signals(agents)))
                .optOuts();
    }

    static HtmlPage page(String html) {
        return (HtmlPage) HtmlPage.of(html, Extraction.STANDARD);
    }

    public static Rights rights(String html) {
        return rights(html, Manner.STANDARD.metadata());
    }

    private static Rights rights(String html, Metadata metadata) {
        page(html).describe(metadata);
        return metadata.document("test/x", "", SOURCE, Kind.HTML).rights();
    }
}
