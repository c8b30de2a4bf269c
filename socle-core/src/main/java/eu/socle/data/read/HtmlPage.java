package eu.socle.data.read;

import eu.socle.data.read.html.Extraction;
import eu.socle.data.read.html.MainContent;
import eu.socle.data.rights.Reservations;
import java.util.List;
import java.util.Locale;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jspecify.annotations.Nullable;

/// A parsed page: what it says about itself, and its main text.
record HtmlPage(Document dom, Extraction extraction) implements ParsedPage {

    /// A page beyond this is a dump of data; the work on one page stays bounded.
    static final int MOST_NODES = 500_000;

    /// Tags beyond which a page is not even parsed: what the parser does for one tag is bounded,
    /// and each node takes at most a start, an end and a text.
    static final int MOST_TAGS = 1_000_000;

    /// Parses a page, unless it is beyond the budget. The budget counts tags and nodes, never time:
    /// the same page is refused on every machine or on none. Elements nested deeper than the
    /// parser's limit of 512 are put side by side.
    static ParsedPage of(String html, Extraction extraction) {
        int tags = 0;
        for (int at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
            tags++;
        }
        if (tags > MOST_TAGS) {
            return new ParsedPage.Refused("more than " + MOST_TAGS + " tags");
        }
        Document dom = Jsoup.parse(html);
        int nodes = 0;
        for (Node node = dom; node != null && nodes <= MOST_NODES; node = next(node)) {
            nodes++;
        }
        return nodes > MOST_NODES
                ? new ParsedPage.Refused("more than " + MOST_NODES + " nodes")
                : new HtmlPage(dom, extraction);
    }

    /// The next node in document order; null after the last.
    private static @Nullable Node next(Node node) {
        if (node.childNodeSize() > 0) {
            return node.childNode(0);
        }
        for (Node at = node; at != null; at = at.parent()) {
            Node sibling = at.nextSibling();
            if (sibling != null) {
                return sibling;
            }
        }
        return null;
    }

    /// Reads licence, address, language, date and reservations. A licence link inside a figure is
    /// the picture's.
    void describe(Metadata metadata) {
        for (Element link : dom.select("link[rel][href], a[rel][href]")) {
            List<String> relations =
                    List.of(link.attr("rel").toLowerCase(Locale.ROOT).strip().split("\\s+"));
            boolean ofPicture = link.closest("figure") != null;
            if (relations.contains("license") && !ofPicture) {
                metadata.licence(link.attr("href"));
            }
            if (relations.contains("canonical") && link.normalName().equals("link")) {
                metadata.url(link.attr("href"));
            }
        }
        for (Element meta : dom.select("meta[content]")) {
            String content = meta.attr("content");
            switch (meta.attr("name").strip().toLowerCase(Locale.ROOT)) {
                case "tdm-reservation" ->
                        metadata.optOuts(
                                Reservations.tdm("tdmrep-html-meta", content).stream().toList());
                case "robots" ->
                        metadata.optOuts(
                                Reservations.robotsTokens("robots-meta-noai", content).stream()
                                        .toList());
                case "date", "dcterms.date", "dc.date" -> metadata.date(content);
                default -> {}
            }
            if (meta.attr("property").equals("article:published_time")) {
                metadata.date(content);
            }
        }
        Element html = dom.selectFirst("html[lang]");
        if (html != null) {
            metadata.language(html.attr("lang"));
        }
    }

    /// The main text without navigation, banners and the like; empty when the page has none.
    /// Changes the tree.
    String mainText() {
        return MainContent.of(dom.body(), extraction);
    }
}
