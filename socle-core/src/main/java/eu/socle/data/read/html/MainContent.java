package eu.socle.data.read.html;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/// Finds the main text of a page by where running text is dense and links are rare.
///
/// First what never is content goes (scripts, navigation, hidden parts, and parts that call
/// themselves boilerplate unless they hold most of the page). What is left is cut into blocks of
/// text. The content is the smallest element that holds nearly all running text, found by going
/// down from the body; its blocks, less those made of links, are the text.
public final class MainContent {

    private static final Set<String> NEVER =
            Set.of(
                    "script",
                    "style",
                    "noscript",
                    "template",
                    "svg",
                    "iframe",
                    "object",
                    "embed",
                    "canvas",
                    "map",
                    "button",
                    "input",
                    "select",
                    "textarea",
                    "nav",
                    "footer",
                    "aside",
                    "dialog",
                    "menu",
                    "video",
                    "audio",
                    "figcaption",
                    "head",
                    "math");
    private static final Set<String> BLOCKS =
            Set.of(
                    "p",
                    "div",
                    "li",
                    "ul",
                    "ol",
                    "dl",
                    "dt",
                    "dd",
                    "h1",
                    "h2",
                    "h3",
                    "h4",
                    "h5",
                    "h6",
                    "pre",
                    "blockquote",
                    "section",
                    "article",
                    "main",
                    "table",
                    "tr",
                    "td",
                    "th",
                    "thead",
                    "tbody",
                    "caption",
                    "figure",
                    "header",
                    "address",
                    "body",
                    "center",
                    "form",
                    "fieldset",
                    "details",
                    "summary",
                    "hr");
    private static final Set<String> ROLES =
            Set.of(
                    "navigation",
                    "banner",
                    "contentinfo",
                    "complementary",
                    "search",
                    "dialog",
                    "alert",
                    "menu",
                    "menubar");

    /// Names with which pages mark what is not their text, as a word or part of a word in class and
    /// id.
    private static final Pattern BOILERPLATE =
            Pattern.compile(
                    "cookie|consent|gdpr|newsletter|signup|sign-up|\\bshar(?:e|ing)|social|related|recommend|\\bcomments?\\b|disqus"
                            + "|sidebar|side-bar|\\bpromo|advert|\\bads?\\b|sponsor|breadcrumb|navbar|navigation|\\bmenu|footer"
                            + "|masthead|popup|modal|paywall|outbrain|taboola|trending|most-?read|\\btags?\\b|taglist|byline"
                            + "|author-?(?:bio|info|box)|\\bbio\\b|pagination|pager|skip-link|toolbar|rating|print-only|caption"
                            + "|credit|read-?more|more-stories|copyright|disclaimer|login|subscri",
                    Pattern.CASE_INSENSITIVE);

    private static final int RUNNING_TEXT =
            60; // characters outside links from which a block counts as running text
    private static final double PROTECTED =
            0.3; // share of the page's paragraphs that no name can take away
    private static final List<String> DECLARED =
            List.of("[itemprop=articleBody]", "article", "main, [role=main]");
    private static final double FAIR_SHARE =
            0.3; // of the running text, from which a declared article is believed
    private static final double NEARLY_ALL =
            0.80; // share of running text a child must hold to be gone down into

    private final IdentityHashMap<Element, Integer> running = new IdentityHashMap<>();

    private MainContent() {}

    /// The main text below this element, blocks apart by newlines. Changes the tree.
    public static String of(Element body, Extraction extraction) {
        removeNoise(body);
        return new MainContent().extract(body);
    }

    /// A piece of text between the borders of block elements.
    private record Block(Element owner, String text, int linked) {
        int unlinked() {
            return text.length() - linked;
        }
    }

    private String extract(Element body) {
        List<Block> blocks = blocks(body);
        for (Block block : blocks) {
            if (block.unlinked() >= RUNNING_TEXT) {
                for (Element at = block.owner(); at != null; at = at.parent()) {
                    running.merge(at, block.unlinked(), Integer::sum);
                }
            }
        }
        Element content = descend(declared(body));
        StringBuilder text = new StringBuilder();
        for (Block block : blocks) {
            if (isWithin(block.owner(), content) && isText(block)) {
                append(text, block);
            }
        }
        return text.toString();
    }

    private static boolean isWithin(Element inner, Element outer) {
        for (Element at = inner; at != null; at = at.parent()) {
            if (at.equals(outer)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isText(Block block) {
        return block.linked() * 2 <= block.text().length();
    }

    private static void append(StringBuilder text, Block block) {
        String name = block.owner().normalName();
        boolean item =
                name.equals("li")
                        || name.equals("dt")
                        || name.equals("dd")
                        || name.equals("tr")
                        || name.equals("td");
        if (!text.isEmpty()) {
            text.append(item ? "\n" : "\n\n");
        }
        text.append(name.equals("li") ? "- " : "").append(block.text());
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

    /// From the body down, as long as one child holds nearly all running text.
    private Element descend(Element body) {
        Element at = body;
        while (true) {
            Element best = null;
            for (Element child : at.children()) {
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
        return running.getOrDefault(element, 0);
    }

    private static void removeNoise(Element body) {
        remove(body, MainContent::neverContent);
        int all = Math.max(1, runningText(body));
        remove(
                body,
                element -> namedBoilerplate(element) && runningText(element) < PROTECTED * all);
    }

    private static void remove(Element body, Predicate<Element> noise) {
        List<Element> found = new ArrayList<>();
        NodeTraversor.filter(
                (node, depth) -> {
                    if (node instanceof Element element
                            && !element.equals(body)
                            && noise.test(element)) {
                        found.add(element);
                        return NodeFilter.FilterResult.SKIP_ENTIRELY;
                    }
                    return NodeFilter.FilterResult.CONTINUE;
                },
                body);
        found.forEach(Element::remove);
    }

    /// Characters in paragraphs, by a quick count.
    private static int runningText(Element element) {
        int sum = 0;
        for (Element paragraph : element.getElementsByTag("p")) {
            int length = paragraph.text().length();
            sum += length >= RUNNING_TEXT ? length : 0;
        }
        return sum;
    }

    private static boolean neverContent(Element element) {
        if (NEVER.contains(element.normalName())
                || ROLES.contains(element.attr("role"))
                || element.hasAttr("hidden")) {
            return true;
        }
        if (element.attr("aria-hidden").equals("true")) {
            return true;
        }
        String style = element.attr("style").replace(" ", "");
        return style.contains("display:none") || style.contains("visibility:hidden");
    }

    private static boolean namedBoilerplate(Element element) {
        String names = element.className() + " " + element.id();
        return names.length() > 1
                && BOILERPLATE.matcher(names).find()
                && !element.normalName().equals("article");
    }

    /// Cuts the tree into blocks: text is collected in document order and cut where a block element
    /// begins or ends.
    private static List<Block> blocks(Element body) {
        List<Block> blocks = new ArrayList<>();
        new Cutter(blocks).below(body);
        return blocks;
    }

    /// Walks the tree; its depth is bounded by the parser.
    private static final class Cutter {
        private final List<Block> blocks;
        private final StringBuilder text = new StringBuilder();
        private int linked;

        Cutter(List<Block> blocks) {
            this.blocks = blocks;
        }

        void below(Element element) {
            boolean block = BLOCKS.contains(element.normalName());
            boolean verbatim = element.normalName().equals("pre");
            for (Node child : element.childNodes()) {
                if (child instanceof TextNode words) {
                    if (verbatim) {
                        text.append(words.getWholeText());
                    } else {
                        appendCollapsed(words.getWholeText());
                    }
                } else if (child instanceof Element inner) {
                    inner(element, inner);
                }
            }
            if (block) {
                cut(element);
            }
        }

        private void inner(Element element, Element inner) {
            if (BLOCKS.contains(inner.normalName())) {
                cut(blockOf(element));
                below(inner);
                return;
            }
            if (inner.normalName().equals("br")) {
                text.append('\n');
                return;
            }
            int start = text.length();
            below(inner);
            if (inner.normalName().equals("a")) {
                linked += Math.max(0, text.length() - start);
            }
        }

        private static Element blockOf(Element element) {
            Element at = element;
            while (!BLOCKS.contains(at.normalName()) && at.parent() != null) {
                at = at.parent();
            }
            return at;
        }

        private void appendCollapsed(String words) {
            for (int i = 0; i < words.length(); i++) {
                char c = words.charAt(i);
                boolean blank =
                        c == ' '
                                || c == '\n'
                                || c == '\t'
                                || c == '\r'
                                || c == '\f'
                                || c == '\u00a0';
                if (!blank) {
                    text.append(c);
                } else if (!text.isEmpty()
                        && text.charAt(text.length() - 1) != ' '
                        && text.charAt(text.length() - 1) != '\n') {
                    text.append(' ');
                }
            }
        }

        private void cut(Element owner) {
            String block = text.toString().strip();
            if (!block.isEmpty()) {
                blocks.add(new Block(owner, block, Math.min(linked, block.length())));
            }
            text.setLength(0);
            linked = 0;
        }
    }
}
