package eu.socle.data.read.html;

import org.jsoup.nodes.Element;

/// A piece of text between the borders of block elements.
///
/// @param owner the block element it lies in
/// @param text without blanks at its ends; for a row of a table its cells parted by tabs
/// @param linked characters of it that lie inside links
record Block(Element owner, String text, int linked) {

    /// Characters outside links from which a block counts as running text.
    static final int RUNNING_TEXT = 60;

    int unlinked() {
        return text.length() - linked;
    }

    boolean isRunning() {
        return unlinked() >= RUNNING_TEXT;
    }

    boolean isLinks() {
        return linked * 2 > text.length();
    }
}
