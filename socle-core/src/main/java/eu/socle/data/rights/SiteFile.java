package eu.socle.data.rights;

import java.util.Locale;
import java.util.Optional;

/// A file with which a site speaks of all its pages, as it was on one day.
///
/// @param kind what it is
/// @param host of the site, lower case, with its port unless that is the default one
/// @param address where it was fetched; empty when unknown
/// @param date day it was fetched (ISO 8601); empty when unknown
/// @param status HTTP status; 0 when there was no answer
/// @param body its bytes; empty unless the status is one of success
public record SiteFile(
        Kind kind, String host, String address, String date, int status, byte[] body) {

    /// What a site file is.
    public enum Kind {
        ROBOTS,
        TDMREP,
        /// Terms in RSL.
        RSL;

        /// What the file at this path of a site is; empty for ordinary pages.
        public static Optional<Kind> ofPath(String path) {
            return switch (path) {
                case "/robots.txt" -> Optional.of(ROBOTS);
                case "/.well-known/tdmrep.json" -> Optional.of(TDMREP);
                case "/rsl.xml", "/license.xml", "/.well-known/rsl.xml" -> Optional.of(RSL);
                default -> Optional.empty();
            };
        }
    }

    /// An answer of a crawl as a site file; empty for ordinary pages.
    ///
    /// @param fetched day or instant (ISO 8601)
    public static Optional<SiteFile> ofAnswer(String url, String fetched, int status, byte[] body) {
        String host = host(url);
        int path = url.indexOf('/', url.indexOf("://") + 3);
        if (host.isEmpty() || path < 0) {
            return Optional.empty();
        }
        return Kind.ofPath(url.substring(path))
                .map(kind -> new SiteFile(kind, host, url, fetched, status, body));
    }

    /// The host of an address as a site file names it; empty when the address has none.
    public static String host(String url) {
        int scheme = url.indexOf("://");
        if (scheme < 0) {
            return "";
        }
        int end = scheme + 3;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        String authority = url.substring(scheme + 3, end).toLowerCase(Locale.ROOT);
        authority = authority.substring(authority.lastIndexOf('@') + 1);
        boolean secure = url.regionMatches(true, 0, "https", 0, 5);
        String standard = secure ? ":443" : ":80";
        String host =
                authority.endsWith(standard)
                        ? authority.substring(0, authority.length() - standard.length())
                        : authority;
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }
}
