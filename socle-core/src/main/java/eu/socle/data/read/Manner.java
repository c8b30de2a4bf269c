package eu.socle.data.read;

import eu.socle.data.read.html.Extraction;
import eu.socle.data.read.page.Metadata;
import eu.socle.data.rights.Signals;

/// How files are read, as the recipe says.
///
/// @param extraction what is kept of pages
/// @param signals the names under which a page's signals speak to us
public record Manner(Extraction extraction, Signals signals) {

    /// What is kept of pages unless a recipe says otherwise, and our usual names.
    public static final Manner STANDARD = new Manner(Extraction.STANDARD, Signals.DEFAULT);

    /// A page or record of which nothing was read yet.
    public Metadata metadata() {
        return new Metadata(signals);
    }
}
