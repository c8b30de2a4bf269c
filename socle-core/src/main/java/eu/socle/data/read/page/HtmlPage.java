package eu.socle.data.read.page;

import eu.socle.data.read.html.Extraction;
import eu.socle.data.read.html.MainContent;
import eu.socle.data.rights.licence.PageLicences;
import java.util.List;
import java.util.Locale;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jspecify.annotations.Nullable;

/// A parsed page: what it says about itself, and its main text.
public record HtmlPage(Document dom, Extraction extraction) implements ParsedPage {

    /// A page beyond this is a dump of data; the work on one page stays bounded.
    static final int MOST_NODES = 500_000;

    /// Tags beyond which a page is not even parsed: what the parser does for one tag is bounded,
    /// and each node takes at most a start, an end and a text.
    static final int MOST_TAGS = 1_000_000;

    /// Parses a page, unless it is beyond the budget. The budget counts tags and nodes, never time:
    /// the same page is refused on every machine or on none. Elements nested deeper than the
    /// parser's limit of 512 are put side by side.
    public static ParsedPage of(String html, Extraction extraction) {
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

    /// Reads licence, address, language, date, author, title and reservations. A licence link
    /// inside a figure is the picture's.
    public void describe(Metadata metadata) {
        for (Element link : dom.select("link[rel][href]")) {
            List<String> relations =
                    List.of(link.attr("rel").toLowerCase(Locale.ROOT).strip().split("\\s+"));
            metadata.optOuts(
                    metadata.signals().link(relations, link.attr("type"), link.attr("href")));
            if (relations.contains("canonical")) {
                metadata.url(link.attr("href"));
            }
        }
        for (Element meta : dom.select("meta[content]")) {
            describe(meta, metadata);
        }
        metadata.licence(PageLicences.of(dom));
        metadata.title(dom.title());
        Element html = dom.selectFirst("html[lang]");
        if (html != null) {
            metadata.language(html.attr("lang"));
        }
    }

    private static void describe(Element meta, Metadata metadata) {
        String content = meta.attr("content");
        String name = meta.attr("name").strip().toLowerCase(Locale.ROOT);
        metadata.optOuts(metadata.signals().meta(name, content));
        switch (name) {
            case "date", "dcterms.date", "dc.date" -> metadata.date(content);
            case "author", "dc.creator", "dcterms.creator", "citation_author" ->
                    metadata.author(content);
            default -> {}
        }
        switch (meta.attr("property")) {
            case "article:published_time" -> metadata.date(content);
            case "og:title" -> metadata.title(content);
            case "article:author" -> metadata.author(content);
            default -> {}
        }
    }

    /// The main text without navigation, banners and the like; empty when the page has none.
    /// Changes the tree.
    public String mainText() {
        return MainContent.of(dom.body(), extraction);
    }
}
