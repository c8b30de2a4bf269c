package eu.socle.data.read;

import java.util.Locale;

/// Why a whole record holds no document.
public enum NoDocument {
    WARCINFO,
    REQUEST,
    METADATA,
    /// The same payload was stored before.
    REVISIT,
    /// A later part of a record that was cut into several.
    CONTINUATION,
    /// A record type that this reader does not know.
    OTHER_TYPE,
    /// Not HTTP: a name lookup, another protocol.
    NOT_HTTP,
    REDIRECT,
    /// An error page, or any status but 200.
    HTTP_STATUS,
    /// An answer without content.
    EMPTY,
    /// A picture, a script, data.
    NOT_A_PAGE,
    /// robots.txt and the like: rules for other records, handed on as [Reading.SiteFile].
    SITE_FILE;

    /// The word in reports.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
