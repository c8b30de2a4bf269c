package eu.socle.data.read.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/// Cuts a tree into blocks of text: text is collected in document order and cut where a block
/// element begins or ends. The depth of the tree is bounded by the parser.
final class Blocks {

    private static final Set<String> NAMES =
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
                    "tfoot",
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

    private final List<Block> blocks = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int linked;
    private int links; // how many links are open around the text

    private Blocks() {}

    /// The blocks below an element, in document order.
    static List<Block> of(Element body) {
        Blocks cutter = new Blocks();
        cutter.below(body, body);
        cutter.cut(body);
        return cutter.blocks;
    }

    /// @param owner the nearest block element around or at `element`
    private void below(Element element, Element owner) {
        boolean verbatim = element.normalName().equals("pre");
        for (Node child = element.firstChild(); child != null; child = child.nextSibling()) {
            if (child instanceof TextNode words) {
                int before = text.length();
                if (verbatim) {
                    text.append(words.getWholeText());
                } else {
                    appendCollapsed(words.getWholeText());
                }
                linked += links > 0 ? text.length() - before : 0;
            } else if (child instanceof Element inner) {
                inner(inner, owner);
            }
        }
    }

    private void inner(Element inner, Element owner) {
        String name = inner.normalName();
        if (name.equals("tr") && isRow(inner)) {
            cut(owner);
            row(inner);
            return;
        }
        if (NAMES.contains(name)) {
            cut(owner);
            below(inner, inner);
            cut(inner);
            return;
        }
        if (name.equals("br")) {
            text.append('\n');
            return;
        }
        boolean link = name.equals("a");
        links += link ? 1 : 0;
        below(inner, owner);
        links -= link ? 1 : 0;
    }

    /// A row of data: no cell holds blocks of its own.
    private static boolean isRow(Element row) {
        int cells = 0;
        for (Element cell = row.firstElementChild();
                cell != null;
                cell = cell.nextElementSibling()) {
            if (holdsBlock(cell)) {
                return false;
            }
            cells++;
        }
        return cells > 1;
    }

    private static boolean holdsBlock(Element cell) {
        for (Element inner = cell.firstElementChild();
                inner != null;
                inner = inner.nextElementSibling()) {
            if (NAMES.contains(inner.normalName()) || holdsBlock(inner)) {
                return true;
            }
        }
        return false;
    }

    private void row(Element row) {
        for (Element cell = row.firstElementChild();
                cell != null;
                cell = cell.nextElementSibling()) {
            int before = text.length();
            below(cell, row);
            if (text.length() > before && cell.nextElementSibling() != null) {
                text.append('\t');
            }
        }
        cut(row);
    }

    private void appendCollapsed(String words) {
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            boolean blank =
                    c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\u00a0';
            if (!blank) {
                text.append(c);
            } else if (!text.isEmpty() && !endsBlank()) {
                text.append(' ');
            }
        }
    }

    private boolean endsBlank() {
        char last = text.charAt(text.length() - 1);
        return last == ' ' || last == '\n' || last == '\t';
    }

    private void cut(Element owner) {
        if (text.isEmpty()) {
            return;
        }
        String block = text.toString().strip();
        if (!block.isEmpty()) {
            blocks.add(new Block(owner, block, Math.min(linked, block.length())));
        }
        text.setLength(0);
        linked = 0;
    }
}
