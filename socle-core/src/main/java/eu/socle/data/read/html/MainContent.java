package eu.socle.data.read.html;

import eu.socle.data.read.html.Extraction.Part;
import java.util.IdentityHashMap;
import java.util.List;
import org.jsoup.nodes.Element;

/// Finds the main text of a page by where running text is dense and links are rare.
///
/// First what never is content goes ([Noise]). What is left is cut into [Blocks] of text. The
/// content is the smallest element that holds nearly all running text, found by going down from
/// what the page itself marks as its article, or from the body. Its parts made of links go, what
/// stands behind the heading of a list of other articles goes ([Closing]), and the rest is the
/// text. Every step is linear in the nodes of the page.
public final class MainContent {

    private static final List<String> DECLARED =
            List.of("[itemprop=articleBody]", "article", "main, [role=main]");
    private static final double FAIR_SHARE =
            0.3; // of the running text, from which a declared article is believed
    private static final double NEARLY_ALL =
            0.80; // share of running text a child must hold to be gone down into
    private static final double TEASERS =
            0.30; // share of linked characters from which a part with several links lists teasers
    private static final int SEVERAL = 3; // links
    private static final double MINOR =
            0.3; // share of the content's running text that such a part may hold

    private final IdentityHashMap<Element, Sum> sums = new IdentityHashMap<>();
    private final Extraction extraction;

    private MainContent(Extraction extraction) {
        this.extraction = extraction;
    }

    /// The main text below this element: blocks apart by empty lines, items and rows by newlines.
    /// Changes the tree.
    public static String of(Element body, Extraction extraction) {
        Noise.removeFrom(body);
        return new MainContent(extraction).extract(body);
    }

    /// What lies at and below an element.
    private static final class Sum {
        private int running;
        private int characters;
        private int linked;
        private int links;
    }

    private String extract(Element body) {
        List<Block> blocks = Blocks.of(body);
        for (Block block : blocks) {
            for (Element at = block.owner(); at != null; at = at.parent()) {
                Sum sum = sums.computeIfAbsent(at, element -> new Sum());
                sum.running += block.isRunning() ? block.unlinked() : 0;
                sum.characters += block.text().length();
                sum.linked += block.linked();
                sum.links += block.linked() > 0 ? 1 : 0;
            }
        }
        Element content = descend(declared(body));
        IdentityHashMap<Element, Boolean> within = new IdentityHashMap<>();
        List<Block> inside =
                blocks.stream().filter(block -> isText(block, content, within)).toList();
        Text text = new Text(extraction);
        Closing.without(inside).forEach(text::append);
        return text.toString();
    }

    private boolean isText(Block block, Element content, IdentityHashMap<Element, Boolean> within) {
        return !block.isLinks() && isContent(block.owner(), content, within);
    }

    /// Whether an element lies within the content, and in no part of it that lists teasers.
    private boolean isContent(
            Element element, Element content, IdentityHashMap<Element, Boolean> known) {
        if (element.equals(content)) {
            return true;
        }
        Boolean before = known.get(element);
        if (before != null) {
            return before;
        }
        Element parent = element.parent();
        boolean inside =
                parent != null
                        && isContent(parent, content, known)
                        && !listsTeasers(element, content);
        known.put(element, inside);
        return inside;
    }

    private boolean listsTeasers(Element element, Element content) {
        Sum sum = sums.get(element);
        return sum != null
                && sum.links >= SEVERAL
                && sum.linked > TEASERS * sum.characters
                && sum.running < MINOR * running(content);
    }

    /// What the page itself marks as its article, when that holds a fair share of the running text;
    /// else the body.
    private Element declared(Element body) {
        for (String mark : DECLARED) {
            Element best = null;
            for (Element marked : body.select(mark)) {
                best = best == null || running(marked) > running(best) ? marked : best;
            }
            if (best != null && running(best) >= FAIR_SHARE * running(body)) {
                return best;
            }
        }
        return body;
    }

    /// From an element down, as long as one child holds nearly all running text.
    private Element descend(Element from) {
        Element at = from;
        while (true) {
            Element best = null;
            for (Element child = at.firstElementChild();
                    child != null;
                    child = child.nextElementSibling()) {
                if (running(child) > (best == null ? 0 : running(best))) {
                    best = child;
                }
            }
            if (best == null
                    || running(best) < NEARLY_ALL * running(at)
                    || best.normalName().equals("p")) {
                return at;
            }
            at = best;
        }
    }

    private int running(Element element) {
        Sum sum = sums.get(element);
        return sum == null ? 0 : sum.running;
    }

    /// Puts blocks together as the extraction wants their kind.
    private static final class Text {
        private final Extraction extraction;
        private final StringBuilder text = new StringBuilder();

        Text(Extraction extraction) {
            this.extraction = extraction;
        }

        void append(Block block) {
            String name = block.owner().normalName();
            Part part = part(name, block.owner());
            if (part == Part.DROP) {
                return;
            }
            boolean item =
                    name.equals("li")
                            || name.equals("dt")
                            || name.equals("dd")
                            || name.equals("tr")
                            || name.equals("td");
            if (!text.isEmpty()) {
                text.append(item ? "\n" : "\n\n");
            }
            text.append(part == Part.MARK ? marked(name, block.text()) : block.text());
        }

        private Part part(String name, Element owner) {
            return switch (name) {
                case "h1", "h2", "h3", "h4", "h5", "h6" -> extraction.headings();
                case "li", "dt", "dd" -> extraction.lists();
                case "pre" -> extraction.code();
                case "tr", "td", "th", "caption" ->
                        extraction.tables() == Part.DROP && !isData(name, owner)
                                ? Part.KEEP
                                : extraction.tables();
                default -> Part.KEEP;
            };
        }

        /// A cell beside no other only lays out the page.
        private static boolean isData(String name, Element owner) {
            return !name.equals("td") || owner.siblingElements().size() > 1;
        }

        private static String marked(String name, String block) {
            return switch (name) {
                case "li" -> "- " + block;
                case "pre" -> "```\n" + block + "\n```";
                case "tr" -> block.replace("\t", " | ");
                case "h1", "h2", "h3", "h4", "h5", "h6" ->
                        "#".repeat(name.charAt(1) - '0') + " " + block;
                default -> block;
            };
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
