package eu.socle.data.rights.licence;

import eu.socle.data.rights.licence.PageLicence.Declaration;
import eu.socle.data.rights.licence.PageLicence.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jspecify.annotations.Nullable;

/// Finds where a page names a licence: `rel=license`, metadata (Dublin Core and the like), JSON-LD,
/// microdata, RDFa, links to Creative Commons, and declarations in words.
public final class PageLicences {

    private static final int MOST_PLACES = 200; // declarations looked at on one page
    private static final int LONGEST_BLOCK = 1500; // a declaration in words is a sentence or two

    private static final Set<String> META =
            Set.of(
                    "dcterms.license",
                    "dc.license",
                    "dcterms:license",
                    "dct:license",
                    "dc:license",
                    "license",
                    "licence",
                    "cc:license",
                    "dc.rights",
                    "dcterms.rights",
                    "dc:rights",
                    "dcterms:rights",
                    "dc.rights.license",
                    "dcterms.accessrights.license",
                    "og:license",
                    "article:license",
                    "rights",
                    "citation_license",
                    "dc.rightslicense",
                    "prism.license",
                    "eprints.license",
                    "copyright");

    /// Metadata that often hold other words than a licence: read when they are one, passed over
    /// else.
    private static final Set<String> LOOSE =
            Set.of(
                    "dc.rights",
                    "dcterms.rights",
                    "dc:rights",
                    "dcterms:rights",
                    "rights",
                    "copyright");

    private static final Set<String> RELATIONS =
            Set.of(
                    "license",
                    "licence",
                    "cc:license",
                    "dct:license",
                    "dcterms:license",
                    "xhv:license",
                    "schema:license");

    private static final Set<String> PARTS =
            Set.of(
                    "imageobject",
                    "photograph",
                    "videoobject",
                    "audioobject",
                    "mediaobject",
                    "imagegallery",
                    "person",
                    "organization",
                    "comment");

    private static final Set<String> BLOCKS =
            Set.of(
                    "p",
                    "li",
                    "td",
                    "th",
                    "div",
                    "footer",
                    "small",
                    "section",
                    "aside",
                    "address",
                    "dd",
                    "article",
                    "main",
                    "body",
                    "header",
                    "blockquote",
                    "center",
                    "h1",
                    "h2",
                    "h3",
                    "h4",
                    "h5",
                    "h6");

    private final Document dom;
    private final List<Declaration> declarations = new ArrayList<>();
    private boolean strong;

    private PageLicences(Document dom) {
        this.dom = dom;
    }

    /// The licence of this page.
    public static PageLicence of(Document dom) {
        PageLicences found = new PageLicences(dom);
        found.elements();
        found.plainLinks();
        if (found.declarations.stream()
                .noneMatch(d -> d.scope() == Scope.PAGE || d.scope() == Scope.FRAGMENT)) {
            found.words();
        }
        return PageLicence.of(found.declarations);
    }

    private void elements() {
        for (Element element : dom.select("[rel], meta, [itemprop], [property], script[type]")) {
            if (declarations.size() >= MOST_PLACES) {
                return;
            }
            switch (element.normalName()) {
                case "meta" -> meta(element);
                case "script" -> JsonLd.licences(element).forEach(this::declare);
                default -> attributes(element);
            }
        }
    }

    private void declare(Declaration declaration) {
        declarations.add(declaration);
        strong |= declaration.scope() == Scope.PAGE;
    }

    private void meta(Element meta) {
        String name =
                (meta.hasAttr("name") ? meta.attr("name") : meta.attr("property"))
                        .strip()
                        .toLowerCase(Locale.ROOT);
        String content = meta.attr("content").strip();
        if (meta.attr("itemprop").equalsIgnoreCase("license")) {
            declare(new Declaration(content, itemScope(meta), "meta itemprop=license"));
            return;
        }
        if (!META.contains(name) || content.isEmpty()) {
            return;
        }
        if (LOOSE.contains(name) && Spdx.expression(content).isEmpty()) {
            declaredIn(content)
                    .ifPresent(
                            words -> declare(new Declaration(words, Scope.PAGE, "meta " + name)));
            return;
        }
        declare(new Declaration(content, Scope.PAGE, "meta " + name));
    }

    private void attributes(Element element) {
        if (isTerms(element)) {
            return;
        }
        boolean relation = words(element.attr("rel")).stream().anyMatch(RELATIONS::contains);
        boolean property = words(element.attr("property")).stream().anyMatch(RELATIONS::contains);
        boolean item = words(element.attr("itemprop")).contains("license");
        if (!relation && !property && !item) {
            return;
        }
        String statement = statement(element);
        if (statement.isEmpty()) {
            return;
        }
        Scope scope =
                item && !relation
                        ? itemScope(element)
                        : inPart(element) ? Scope.FRAGMENT : Scope.PAGE;
        boolean relative =
                (relation || item)
                        && !statement.contains("//")
                        && Spdx.expression(statement).isEmpty();
        declare(
                new Declaration(
                        statement,
                        scope == Scope.PAGE && relative ? Scope.UNKNOWN : scope,
                        element.normalName()
                                + (relation
                                        ? " rel=license"
                                        : item ? " itemprop=license" : " property=license")));
    }

    /// Terms of RSL are a signal about use, no licence text.
    private static boolean isTerms(Element element) {
        return element.attr("type")
                .strip()
                .toLowerCase(Locale.ROOT)
                .startsWith("application/rsl+xml");
    }

    private static String statement(Element element) {
        for (String name : new String[] {"href", "resource", "content", "src"}) {
            if (!element.attr(name).isBlank()) {
                return element.attr(name).strip();
            }
        }
        return Spdx.brief(element.text().strip(), 300);
    }

    /// Links to Creative Commons without `rel`: a declaration where the words around say so or
    /// where there are none, else a mention.
    private void plainLinks() {
        for (Element link :
                dom.select("a[href*=creativecommons.org], a[href*=CREATIVECOMMONS.ORG]")) {
            String href = link.attr("href").strip();
            boolean read =
                    words(link.attr("rel")).stream().anyMatch(RELATIONS::contains)
                            || words(link.attr("itemprop")).contains("license");
            if (read || declarations.size() >= MOST_PLACES || Spdx.identifier(href).isEmpty()) {
                continue;
            }
            Scope scope = inPart(link) ? Scope.FRAGMENT : scopeOfLink(link);
            if (scope == Scope.PAGE || !strong) {
                declarations.add(new Declaration(href, scope, "a"));
            }
        }
    }

    private static Scope scopeOfLink(Element link) {
        Element block = block(link);
        String text = block.text();
        if (text.length() > LONGEST_BLOCK) {
            return LicenceWords.cueBefore(around(block, link))
                    ? LicenceWords.subject(around(block, link))
                    : Scope.MENTION;
        }
        String before = around(block, link);
        if (LicenceWords.cueBefore(before)) {
            return LicenceWords.subject(before);
        }
        boolean alone =
                lettersOutsideLinks(block, link) <= 3; // a full stop, a copyright sign, "by"
        return alone || inNotice(link) ? Scope.PAGE : Scope.MENTION;
    }

    /// The text of a block before a link, at most a few hundred characters of it.
    private static String around(Element block, Element link) {
        StringBuilder before = new StringBuilder();
        NodeTraversor.filter(
                (node, depth) -> {
                    if (node.equals(link)) {
                        return org.jsoup.select.NodeFilter.FilterResult.STOP;
                    }
                    if (node instanceof TextNode text) {
                        before.append(text.getWholeText());
                    }
                    return org.jsoup.select.NodeFilter.FilterResult.CONTINUE;
                },
                block);
        int from = Math.max(0, before.length() - 300);
        return before.substring(from);
    }

    private static int lettersOutsideLinks(Element block, Element link) {
        int[] letters = {0};
        NodeTraversor.filter(
                (node, depth) -> {
                    if (node.equals(link)) {
                        return org.jsoup.select.NodeFilter.FilterResult.SKIP_ENTIRELY;
                    }
                    if (node instanceof TextNode text) {
                        letters[0] +=
                                (int)
                                        text.getWholeText()
                                                .chars()
                                                .filter(Character::isLetter)
                                                .count();
                    }
                    return org.jsoup.select.NodeFilter.FilterResult.CONTINUE;
                },
                block);
        return letters[0];
    }

    /// Declarations in words: blocks of text that name a licence after a phrase of licensing.
    private void words() {
        List<Element> seen = new ArrayList<>();
        dom.traverse((node, depth) -> {
            if (node instanceof TextNode text
                    && seen.size() < MOST_PLACES
                    && LicenceWords.mayName(text.getWholeText())) {
                Element parent = text.parent();
                if (parent != null && !seen.contains(block(parent))) {
                    seen.add(block(parent));
                }
            }
        });
        for (Element block : seen) {
            String text = block.text();
            if (text.length() > LONGEST_BLOCK) {
                continue;
            }
            Optional<CreativeCommons.Named> named = CreativeCommons.named(text);
            if (named.isEmpty()) {
                continue;
            }
            String before =
                    text.substring(Math.max(0, named.get().start() - 300), named.get().start());
            Scope scope =
                    LicenceWords.cueBefore(before) ? LicenceWords.subject(before) : Scope.MENTION;
            boolean part = inPart(block);
            String words = text.substring(named.get().start(), named.get().end());
            declarations.add(
                    new Declaration(
                            scope == Scope.PAGE ? named.get().spdx() : words,
                            part ? Scope.FRAGMENT : scope,
                            "text at "
                                    + named.get().start()
                                    + " of \""
                                    + Spdx.brief(text, 200)
                                    + "\""));
        }
    }

    private static Optional<String> declaredIn(String words) {
        return CreativeCommons.named(Spdx.brief(words, 1000)).map(CreativeCommons.Named::spdx);
    }

    private static Element block(Element element) {
        Element at = element;
        while (at.parent() != null && !BLOCKS.contains(at.normalName())) {
            at = at.parent();
        }
        return at;
    }

    /// True inside a figure, a caption or an item that is a picture or a person.
    private static boolean inPart(Element element) {
        for (@Nullable Element at = element; at != null; at = at.parent()) {
            String name = at.normalName();
            if (name.equals("figure") || name.equals("figcaption") || name.equals("caption")) {
                return true;
            }
            String classes = at.className().toLowerCase(Locale.ROOT);
            boolean caption =
                    classes.contains("caption")
                            || classes.contains("thumb")
                            || (classes.contains("credit") && !name.equals("footer"));
            if (caption && !name.equals("body")) {
                return true;
            }
            if (at.hasAttr("itemscope") && isPart(at.attr("itemtype"))) {
                return true;
            }
        }
        return false;
    }

    private static Scope itemScope(Element element) {
        return inPart(element) ? Scope.FRAGMENT : Scope.PAGE;
    }

    static boolean isPart(String type) {
        String name = type.substring(type.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return PARTS.contains(name);
    }

    /// True in a footer or an element named for copyright or licence.
    private static boolean inNotice(Element link) {
        for (@Nullable Element at = link; at != null; at = at.parent()) {
            String names = (at.className() + " " + at.id()).toLowerCase(Locale.ROOT);
            if (at.normalName().equals("footer")
                    || names.contains("footer")
                    || names.contains("copyright")
                    || names.contains("license")
                    || names.contains("licence")) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> words(String attribute) {
        return attribute.isBlank()
                ? Set.of()
                : new java.util.HashSet<>(
                        List.of(attribute.strip().toLowerCase(Locale.ROOT).split("\\s+", -1)));
    }
}
