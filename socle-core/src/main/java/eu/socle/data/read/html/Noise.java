package eu.socle.data.read.html;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/// Takes out of a tree what never is content: scripts, navigation, hidden parts, and parts that
/// call themselves boilerplate unless they hold much of the page. One pass measures, one pass
/// removes.
final class Noise {

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

    /// Names with which pages mark what is not their text, anywhere in class or id.
    private static final List<String> PARTS =
            List.of(
                    "cookie",
                    "consent",
                    "gdpr",
                    "newsletter",
                    "signup",
                    "sign-up",
                    "social",
                    "related",
                    "recommend",
                    "disqus",
                    "sidebar",
                    "side-bar",
                    "advert",
                    "sponsor",
                    "breadcrumb",
                    "navbar",
                    "navigation",
                    "footer",
                    "masthead",
                    "popup",
                    "modal",
                    "paywall",
                    "outbrain",
                    "taboola",
                    "trending",
                    "most-read",
                    "mostread",
                    "taglist",
                    "byline",
                    "author-bio",
                    "authorbio",
                    "author-info",
                    "authorinfo",
                    "author-box",
                    "authorbox",
                    "pagination",
                    "pager",
                    "skip-link",
                    "toolbar",
                    "rating",
                    "print-only",
                    "caption",
                    "credit",
                    "read-more",
                    "readmore",
                    "more-stories",
                    "copyright",
                    "disclaimer",
                    "login",
                    "subscri");

    /// The same, but only as a word or at the beginning of one.
    private static final List<String> WORD_STARTS = List.of("share", "sharing", "promo", "menu");

    /// The same, but only as a whole word.
    private static final Set<String> WORDS =
            Set.of("comment", "comments", "ad", "ads", "tag", "tags", "bio");

    private static final double PROTECTED =
            0.3; // share of the page's paragraphs that no name can take away

    private final IdentityHashMap<Element, Integer> paragraphs = new IdentityHashMap<>();

    private Noise() {}

    /// Removes the noise below an element.
    static void removeFrom(Element body) {
        remove(body, Noise::neverContent);
        Noise noise = new Noise();
        int all = Math.max(1, noise.measure(body));
        remove(
                body,
                element ->
                        namedBoilerplate(element)
                                && noise.paragraphs.getOrDefault(element, 0) < PROTECTED * all);
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

    /// Characters in long paragraphs at and below an element.
    private int measure(Element element) {
        int sum = 0;
        for (Element inner = element.firstElementChild();
                inner != null;
                inner = inner.nextElementSibling()) {
            sum += measure(inner);
        }
        if (sum == 0 && element.normalName().equals("p")) {
            int length = characters(element);
            sum = length >= Block.RUNNING_TEXT ? length : 0;
        }
        if (sum > 0) {
            paragraphs.put(element, sum);
        }
        return sum;
    }

    private static int characters(Element element) {
        int sum = 0;
        for (Node child = element.firstChild(); child != null; child = child.nextSibling()) {
            if (child instanceof TextNode words) {
                String text = words.getWholeText();
                sum += text.isBlank() ? 0 : text.length();
            } else if (child instanceof Element inner) {
                sum += characters(inner);
            }
        }
        return sum;
    }

    private static boolean neverContent(Element element) {
        if (NEVER.contains(element.normalName())) {
            return true;
        }
        if (element.attributesSize() == 0) {
            return false;
        }
        if (ROLES.contains(element.attr("role"))
                || element.hasAttr("hidden")
                || element.attr("aria-hidden").equals("true")) {
            return true;
        }
        String style = element.attr("style");
        if (style.isEmpty()) {
            return false;
        }
        String dense = style.replace(" ", "").toLowerCase(Locale.ROOT);
        return dense.contains("display:none") || dense.contains("visibility:hidden");
    }

    private static boolean namedBoilerplate(Element element) {
        if (element.attributesSize() == 0 || element.normalName().equals("article")) {
            return false;
        }
        String names = (element.className() + " " + element.id()).toLowerCase(Locale.ROOT);
        if (names.length() < 2) {
            return false;
        }
        for (String part : PARTS) {
            if (names.contains(part)) {
                return true;
            }
        }
        return hasWord(names);
    }

    private static boolean hasWord(String names) {
        int at = 0;
        while (at < names.length()) {
            while (at < names.length() && !isWord(names.charAt(at))) {
                at++;
            }
            int end = at;
            while (end < names.length() && isWord(names.charAt(end))) {
                end++;
            }
            String word = names.substring(at, end);
            if (WORDS.contains(word)) {
                return true;
            }
            for (String start : WORD_STARTS) {
                if (word.startsWith(start)) {
                    return true;
                }
            }
            at = end;
        }
        return false;
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
